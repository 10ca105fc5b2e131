"""The parts of a large Turtle text that describe a few nodes, located without tokenising the rest.

Where statements end at line ends, they are searched for by the last part of the IRI, unless that part can be written in
another way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from pyoxigraph import NamedNode

from kg.rdf.source.lexer import BLOCK, TOKEN

Span = tuple[int, int]

_FEW_NODES, _FEW_PLACES = 16, 500
_ESCAPED_NAME = re.compile(r"\\[^tbnrf\"]")
_KEYWORDS = (b"prefix", b"base", b"version")
_BEFORE = re.compile(rb"(?:\A|[\n.>])[ \t]*@?\Z")
# A namespace that ends within a part of its IRIs would leave only the rest of that part to a name.
_DIRECTIVE = re.compile(
    rb"(?i)[ \t]*@?(?:prefix[ \t]+[^\s:<>]*:[ \t]*<[^<>\s]*[/#:?=]>|base[ \t]*<[^<>\s]*>)[ \t]*\.?\s*"
)


def blocks_near(text: str, nodes: Collection[NamedNode]) -> Iterator[re.Match[str]]:
    """Blocks (see :data:`kg.rdf.source.lexer.BLOCK`) that include those of the nodes."""
    near = spans(text, nodes)
    for start, end in [(0, len(text))] if near is None else near:
        yield from BLOCK.finditer(text, start, end)


def spans(text: str, nodes: Collection[NamedNode]) -> list[Span] | None:
    """The directives and every statement that mentions one of the nodes, in their order, in whole lines.

    None where the nodes are many, or line ends do not decide.
    """
    if len(nodes) > _FEW_NODES or not all(_last_part(node.value) for node in nodes) or not _is_plain(text):
        return None
    data = text.encode()
    lines = directives(data)
    if lines is None:
        return None
    declared = b"".join(data[start:end] for start, end in lines).decode()
    tails = {_written(node.value, text, declared) for node in nodes}
    parts = [(len(data[:start].decode()), len(data[:end].decode())) for start, end in lines]
    for tail in tails:
        for at in _places(text, tail):
            parts.append(_statement(text, at))
            if len(parts) > _FEW_PLACES:
                return None
    return _merged(parts)


def directives(text: bytes) -> list[Span] | None:
    """The lines that are directives; None where a directive shares its line or continues on the next."""
    lowered = text.lower()  # much faster than a case-insensitive regular expression
    lines: list[Span] = []
    for keyword in _KEYWORDS:
        at = lowered.find(keyword)
        while at >= 0:
            start, end = lowered.rfind(b"\n", 0, at) + 1, lowered.find(b"\n", at)
            end = end if end >= 0 else len(text)
            is_name = lowered[at + len(keyword) : at + len(keyword) + 1].isalnum()
            if not is_name and _BEFORE.search(lowered[start:at]):
                if not _DIRECTIVE.fullmatch(text[start:end]):
                    return None
                lines.append((start, end + 1))
            at = lowered.find(keyword, at + 1)
    return sorted(set(lines))


def _is_plain(text: str) -> bool:
    """Whether no string contains a line end, and every IRI is written with its own last part."""
    if '"""' in text or "'''" in text or "<>" in text or _has_lone_returns(text):
        return False
    # Without pairs of backslashes, each one that is left escapes what follows it; to look behind takes much longer.
    return "\\" not in text or not _ESCAPED_NAME.search(text.replace("\\\\", ""))


def _written(iri: str, text: str, declared: str) -> str:
    """What of the IRI stands wherever it is written: its last part, most often with the part before the fragment.

    A name has no fragment unless its prefix ends with the #, and an address relative to the document begins with it.
    """
    document, _, fragment = iri.partition("#")
    part = _last_part(document)
    is_alone = not fragment or not part or part in declared or "<#" in text
    return _last_part(iri) if is_alone else f"{part}#{fragment}"


def _last_part(iri: str) -> str:
    return iri[max(map(iri.rfind, "/#:?=")) + 1 :]


def _has_lone_returns(text: str) -> bool:
    """Whether a carriage return ends a line by itself."""
    return "\r" in text and text.count("\r") != text.count("\r\n")


def _places(text: str, tail: str) -> Iterator[int]:
    at = text.find(tail)
    while at >= 0:
        yield at
        at = text.find(tail, at + len(tail))


def _statement(text: str, at: int) -> Span:
    """The lines of the statement around a place, from the end of the statement before it."""
    start = text.rfind("\n", 0, at) + 1
    while start:
        before = text.rfind("\n", 0, start - 1) + 1
        if ends_statement(text[before : start - 1]):
            break
        start = before
    line, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    while end >= 0 and not ends_statement(text[line:end]):
        line, end = end + 1, text.find("\n", end + 1)
    return start, end + 1 if end >= 0 else len(text)


def ends_statement(line: str) -> bool:
    """Whether a full stop is the last token of a line that begins outside a string."""
    last = ""
    for match in TOKEN.finditer(line) if "." in line else ():
        last = match["mark"] or match["term"] or last
    return last == "."


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
