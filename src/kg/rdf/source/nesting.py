"""Refuses blank nodes and lists that are nested so deeply that reading or describing them could end the process."""

from __future__ import annotations

import re
from itertools import accumulate

from kg.errors import DatasetError

DEEPEST = 1_000
"""Brackets in brackets: no data that somebody wrote has a tenth of it."""
_PART = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\s]*>|#[^\n\r]*|[\[\](){}]|[^\s\[\](){}\"'<#]+",
    re.DOTALL,
)
_BRACKET = re.compile(r"[\[\](){}]")
_LINE_END = re.compile(r"\r\n|\n|\r")


def check(text: str, file: str) -> None:
    """Raise DatasetError, with line and column, where brackets are nested deeper than ``DEEPEST``."""
    # Reading every part takes longer than parsing, so first the brackets alone are counted, those in texts too.
    steps = (1 if sign in "[({" else -1 for sign in _BRACKET.findall(text))
    if max(accumulate(steps), default=0) <= DEEPEST:
        return
    depth = 0
    for part in _PART.finditer(text):
        sign = part[0]
        if sign in ("[", "(", "{"):
            depth += 1
            if depth > DEEPEST:
                before = _LINE_END.split(text[: part.start()])
                raise DatasetError(
                    f"brackets are nested deeper than {DEEPEST:,}",
                    file=file,
                    line=len(before),
                    column=len(before[-1]) + 1,
                    hint="Give the resources in them names of their own, or write a list as several values.",
                )
        elif sign in ("]", ")", "}"):
            depth = max(0, depth - 1)
