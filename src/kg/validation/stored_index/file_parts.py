"""The parts of a file that are parsed by themselves, so that of a changed file only the changed parts are.

A large file in Turtle or N-Triples is cut at the ends of lines that end statements: the directives at its start are its
first part, and the others hold only statements, without blank nodes. Any other file is one part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from pyoxigraph import BlankNode, Quad, RdfFormat

from kg.rdf.formats import Format
from kg.rdf.source import excerpt, named_graph

_SIZE = 1 << 15
_SEVERAL_LINES = (b'"""', b"'''")
_KEYWORD = re.compile(rb"(?i)@?\b(?:prefix|base|version)\b")


class Part(NamedTuple):
    """The length of a part and its digest."""

    length: int
    digest: str

    @classmethod
    def of(cls, content: bytes) -> Part:
        return cls(len(content), sha256(content).hexdigest()[:32])


class Difference(NamedTuple):
    """What differs from a stored file: its parts from ``first`` up to ``last``, and the bytes in their place.

    ``head`` are the directives before them.
    """

    first: int
    last: int
    head: bytes
    content: bytes


def cut(content: bytes, kind: Format | None) -> list[bytes] | None:
    """The directives, and the other parts; None for a file that cannot be cut, or is too small to be."""
    is_cut = kind is not None and kind.codec in (RdfFormat.TURTLE, RdfFormat.N_TRIPLES) and len(content) > 2 * _SIZE
    if not is_cut or not _is_plain(content):
        return None
    directives = excerpt.directives(content)
    if directives is None:
        return None
    start = directives[-1][1] if directives else 0
    if not named_graph.is_head(content[:start].decode("utf-8", "replace")):
        return None
    return [content[:start], *_statements(content, start)]


def _statements(content: bytes, start: int) -> Iterator[bytes]:
    while start < len(content):
        end = content.find(b"\n", start + _SIZE) + 1
        while end and not _ends_statement(content[content.rfind(b"\n", 0, end - 1) + 1 : end]):
            end = content.find(b"\n", end) + 1
        end = end or len(content)
        yield content[start:end]
        start = end


def difference(stored: Sequence[Part], content: bytes) -> Difference | None:
    """How the content differs from the stored parts; None where it has to be parsed whole."""
    first, start = 0, 0
    for part in stored:
        if Part.of(content[start : start + part.length]) != part:
            break
        first, start = first + 1, start + part.length
    last, end = len(stored), len(content)
    while last > first and end - stored[last - 1].length >= start:
        part = stored[last - 1]
        if Part.of(content[end - part.length : end]) != part:
            break
        last, end = last - 1, end - part.length
    changed = content[start:end]
    if first == 0 or not _is_plain(changed) or _KEYWORD.search(changed):
        return None
    if end < len(content) and changed and not _ends_statement(changed[changed.rfind(b"\n", 0, -1) + 1 :]):
        return None
    return Difference(first, last, content[: stored[0].length], changed)


def has_blank_nodes(quads: Sequence[Quad]) -> bool:
    """Whether a blank node is the subject or the object of one, so that the label would hold in its part only."""
    return BlankNode in {*(type(quad.subject) for quad in quads), *(type(quad.object) for quad in quads)}


def _is_plain(content: bytes) -> bool:
    """Whether no string goes on in the next line."""
    lone_returns = b"\r" in content and content.count(b"\r") != content.count(b"\r\n")
    return not lone_returns and not any(quotes in content for quotes in _SEVERAL_LINES)


def _ends_statement(line: bytes) -> bool:
    return line.endswith(b"\n") and excerpt.ends_statement(line.decode("utf-8", "replace"))
