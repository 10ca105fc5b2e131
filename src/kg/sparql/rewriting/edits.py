"""Edits to the text of a query: which part is replaced by what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """The text from ``start`` to ``end`` becomes ``text``; where both are the same, it is put there."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits, of which none overlaps another.

    >>> applied("ASK { }", [Edit(6, 6, "?s ?p ?o "), Edit(0, 3, "ASK WHERE")])
    'ASK WHERE { ?s ?p ?o }'
    """
    parts: list[str] = []
    at = 0
    for edit in sorted(edits):
        parts += text[at : edit.start], edit.text
        at = edit.end
    return "".join((*parts, text[at:]))
