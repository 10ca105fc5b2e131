"""The statements in which two versions of a file differ, without parsing what both have in common.

For Turtle and N-Triples only, and only where statements end at line ends: without strings of several lines, and without
blank nodes or directives in the part that differs. Otherwise both versions have to be parsed whole.
"""

from __future__ import annotations

import re

from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from kg.rdf.source import excerpt

_SEVERAL_LINES = (b'"""', b"'''")
_KEYWORD = re.compile(rb"(?i)@?\b(?:prefix|base|version)\b")
_CHUNK = 1 << 16


def differing(old: bytes, new: bytes, codec: RdfFormat, base: str) -> tuple[list[Triple], list[Triple]] | None:
    """Statements of the old and of the new version, including all that only one of them has.

    ``new`` must be known to be valid. None where line ends do not decide, or the old version is not valid.
    """
    if codec not in (RdfFormat.TURTLE, RdfFormat.N_TRIPLES) or not (_is_plain(old) and _is_plain(new)):
        return None
    start = _last_end(old, _common_prefix(old, new))
    old_end, new_end = _first_ends(old, new, start)
    parts = old[start:old_end], new[start:new_end]
    directives = excerpt.directives(new[:start])
    if directives is None or any(_KEYWORD.search(part) for part in parts):
        return None
    head = b"\n".join(new[start:end] for start, end in directives)
    try:
        then, now = ([q.triple for q in parse(head + part, format=codec, base_iri=base)] for part in parts)
    except SyntaxError:
        return None
    if any(isinstance(term, BlankNode) for triple in (*then, *now) for term in (triple.subject, triple.object)):
        return None
    return then, now


def _is_plain(text: bytes) -> bool:
    lone_returns = b"\r" in text and text.count(b"\r") != text.count(b"\r\n")
    return not lone_returns and not any(quotes in text for quotes in _SEVERAL_LINES)


def _common_prefix(one: bytes, other: bytes) -> int:
    limit, at = min(len(one), len(other)), 0
    while at < limit and one[at : at + _CHUNK] == other[at : at + _CHUNK]:
        at += _CHUNK
    while at < limit and one[at] == other[at]:
        at += 1
    return min(at, limit)


def _common_suffix(one: bytes, other: bytes, limit: int) -> int:
    at = 0
    while (
        at + _CHUNK <= limit
        and one[len(one) - at - _CHUNK : len(one) - at] == (other[len(other) - at - _CHUNK : len(other) - at])
    ):
        at += _CHUNK
    while at < limit and one[len(one) - at - 1] == other[len(other) - at - 1]:
        at += 1
    return at


def _last_end(text: bytes, before: int) -> int:
    """The start of the last line up to ``before`` that follows the end of a statement."""
    end = text.rfind(b"\n", 0, before)
    while end >= 0:
        start = text.rfind(b"\n", 0, end)
        if _ends_statement(text[start + 1 : end]):
            return end + 1
        end = start
    return 0


def _first_ends(old: bytes, new: bytes, start: int) -> tuple[int, int]:
    """In each text, the start of the first line after a statement from which on both texts are equal."""
    left = _common_suffix(old, new, min(len(old), len(new)) - start)
    while left:
        if all(_follows_end(text, len(text) - left, start) for text in (old, new)):
            return len(old) - left, len(new) - left
        end = old.find(b"\n", len(old) - left)
        left = len(old) - end - 1 if end >= 0 else 0
    return len(old), len(new)


def _follows_end(text: bytes, at: int, start: int) -> bool:
    before = text.rfind(b"\n", 0, at)
    return at == start or (before == at - 1 and _ends_statement(text[text.rfind(b"\n", 0, before) + 1 : before]))


def _ends_statement(line: bytes) -> bool:
    """Whether a statement or a directive ends with the line, so that none stays open."""
    return excerpt.ends_statement(line.decode("utf-8", "replace")) or bool(excerpt.directives(line))
