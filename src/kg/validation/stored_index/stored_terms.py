"""Terms in a file: each is decoded when it is needed, and matching by a checksum of its text."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import overload
from zlib import crc32

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from kg.shacl.report import Term

_IRI = re.compile(rb"<[^<>\s\"]+:[^<>\s\"]*")
Sections = dict[str, bytes | memoryview]


def sections_of(terms: Sequence[Term]) -> Sections:
    """The terms as N-Triples writes them, with their checksums in order."""
    texts = list(map(_encoded, terms))
    sums = list(map(crc32, texts))
    ordered = sorted(range(len(sums)), key=sums.__getitem__)
    return {
        "texts": b"".join(texts),
        "starts": memoryview(array("Q", accumulate(map(len, texts), initial=0))).cast("B"),
        "sums": memoryview(array("Q", map(sums.__getitem__, ordered))).cast("B"),
        "by-sum": memoryview(array("Q", ordered)).cast("B"),
    }


class StoredTerms(Sequence[Term]):
    """The terms of a file, and those that are appended."""

    def __init__(self, sections: Mapping[str, memoryview]) -> None:
        self._texts = sections["texts"]
        self._starts, self._sums, self._by_sum = (sections[name].cast("Q") for name in ("starts", "sums", "by-sum"))
        self._stored = len(self._by_sum)
        self._decoded: dict[int, Term] = {}
        self.numbers = _Numbers(self)
        self.appended: list[Term] = []

    @overload
    def __getitem__(self, number: int) -> Term: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Term]: ...
    def __getitem__(self, number: int | slice) -> Term | Sequence[Term]:
        if isinstance(number, slice):
            return [self[position] for position in range(*number.indices(len(self)))]
        if number >= self._stored:
            return self.appended[number - self._stored]
        term = self._decoded.get(number)
        if term is None:
            term = self._decoded[number] = _decoded(bytes(self._text(number)).decode())
        return term

    def __len__(self) -> int:
        return self._stored + len(self.appended)

    def append(self, term: Term) -> None:
        """Add a term, which gets the next number."""
        self.appended.append(term)

    def position(self, term: Term) -> int | None:
        """The number of a stored term."""
        text = _encoded(term)
        checksum = crc32(text)
        at = bisect_left(self._sums, checksum)
        while at < self._stored and self._sums[at] == checksum:
            number = self._by_sum[at]
            if self._text(number) == text:
                return number
            at += 1
        return None

    def iris(self, beginning: str, end: str) -> set[str]:
        """The stored IRIs that have this beginning or this end."""
        texts = self._texts.tobytes()
        matching = set(re.findall(b"<" + re.escape(beginning.encode()) + b"[^<>]*(?=>)", texts))
        at = texts.find(end.encode() + b">")
        while at >= 0:
            matching.add(texts[texts.rfind(b"<", 0, at) : at + len(end.encode())])
            at = texts.find(end.encode() + b">", at + 1)
        return {iri[1:].decode() for iri in matching if _IRI.fullmatch(iri)}

    def _text(self, number: int) -> memoryview:
        return self._texts[self._starts[number] : self._starts[number + 1]]


class _Numbers(dict[Term, int]):
    """The number of each term: of a stored one when it is needed, of an appended one since then."""

    def __init__(self, terms: StoredTerms) -> None:
        self._terms = terms

    def __missing__(self, term: Term) -> int:
        number = self._terms.position(term)
        if number is None:
            raise KeyError(term)
        self[term] = number
        return number

    def __contains__(self, term: object) -> bool:
        try:
            return self[term] >= 0  # type: ignore[index]
        except KeyError:
            return False


def _encoded(term: Term) -> bytes:
    return (f"<<( {term} )>>" if isinstance(term, Triple) else str(term)).encode()


def _decoded(text: str) -> Term:
    if text[0] == "<" and text[1] != "<":
        return NamedNode(text[1:-1])
    if text[0] == "_":
        return BlankNode(text[2:])
    (quad,) = parse(f"<urn:x> <urn:x> {text} .", format=RdfFormat.N_TRIPLES)
    term: Term = quad.object
    return term
