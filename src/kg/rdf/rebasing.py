"""The BASE line of a Turtle, TriG or SPARQL text: which IRI it names, and the same text with another one."""

from __future__ import annotations

import re

_BASE = re.compile(r"^(\s*@?base\s+<)([A-Za-z][^<>\s]*:[^<>\s]*)>", re.IGNORECASE | re.MULTILINE)
HEAD = 1 << 16
"""How many characters of a text are looked at: the line stands before what is relative to it."""


def declared(text: str) -> str | None:
    r"""The IRI of the first BASE line; None where there is none.

    >>> declared("PREFIX ct: <http://a/>\nBASE <http://b/>\n")
    'http://b/'
    """
    line = _BASE.search(text[:HEAD])
    return line[2] if line else None


def rewritten(text: str, base: str) -> str:
    """The text with another IRI in its first BASE line."""
    line = _BASE.search(text[:HEAD])
    return f"{text[: line.start(2)]}{base}{text[line.end(2) :]}" if line else text
