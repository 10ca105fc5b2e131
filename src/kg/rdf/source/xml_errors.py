"""Where an RDF/XML text is not valid: the parser says what is wrong with it, and not where."""

from __future__ import annotations

import re

from pyoxigraph import RdfFormat, parse

_LARGEST = 64 << 20
_QUOTED = re.compile(r"`([^`]+)`|'([^']+)'|(\w[\w:.-]*)")
_ENTITY = re.compile(r"entity `([^`]+)`")
_BASE = "http://example.org/"


def offset(text: str) -> int | None:
    """Where the parser stops, or what it names stands there; None for a text that is valid, or too large to try.

    Beginnings of the text that end with a tag are parsed, in ever smaller steps, for the shortest one with the error.
    """
    wanted = _problem(text) if len(text) <= _LARGEST else None
    if wanted is None:
        return None
    ends = [0, *(match.end() for match in re.finditer(">", text)), len(text)]
    low, high = 0, len(ends) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if _problem(text[: ends[middle]]) == wanted:
            high = middle
        else:
            low = middle
    start, end = ends[low], ends[high]
    entity = _ENTITY.search(wanted)
    if entity and (at := text.find(f"&{entity[1]};")) >= 0:
        return at
    for quoted in _QUOTED.finditer(wanted):
        at = text.find(quoted[quoted.lastindex or 0], start, end)
        if at >= 0 and (quoted.lastindex != 3 or ":" in quoted[3]):
            return at
    tag = text.find("<", start, end)
    return tag if tag >= 0 else start


def _problem(text: str) -> str | None:
    try:
        for _ in parse(text, format=RdfFormat.RDF_XML, base_iri=_BASE):
            pass
    except SyntaxError as error:
        return error.msg
    return None
