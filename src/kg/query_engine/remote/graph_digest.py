"""A digest of a graph that the engine computes itself, so that a change is noticed without reading the graph.

Each statement is hashed (SHA-256), and the first 120 bits are added up as five numbers, so order does not matter. Two
graphs with other statements have the same sums only by a chance of about 2^-120. SPARQL 1.1 reads no hexadecimal
numbers: a digit's value is the length of what stands before it in ``0123456789abcdef``. What has no stable name is not
told apart: blank nodes, triple terms, base directions (``is_opaque``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

_NUMBERS = 5
_DIGITS = 6
"""Of each number: the sum of 2^39 of them is still one of 64 bits."""
_STATEMENT = (
    'COALESCE(CONCAT(IF(isBlank(?s), "_", STR(?s)), " ", STR(?p), " ", IF(isBlank(?o), "_", IF(isIRI(?o), "<", '
    'IF(LANG(?o) != "", CONCAT("@", LCASE(LANG(?o))), CONCAT("^", STR(DATATYPE(?o)))))), " ", '
    'IF(isBlank(?o), "", STR(?o))), "_")'
)


@dataclass(frozen=True, slots=True)
class GraphDigest:
    """How many statements a graph has, and the sums of their hashes."""

    size: int
    sums: tuple[int, ...]

    def __str__(self) -> str:
        return " ".join(map(str, (self.size, *self.sums)))

    @classmethod
    def of(cls, text: str) -> Self:
        """The digest that ``text`` spells; raises ValueError for any other."""
        size, *sums = map(int, text.split())
        if len(sums) != _NUMBERS:
            raise ValueError(text)
        return cls(size, tuple(sums))

    def minus(self, other: GraphDigest) -> GraphDigest:
        return GraphDigest(
            self.size - other.size, tuple(one - two for one, two in zip(self.sums, other.sums, strict=True))
        )


def query(graph: str) -> str:
    """Asks for the numbers of a graph's digest, in this order."""
    places = [range(start + 1, start + 1 + _DIGITS) for start in range(0, _NUMBERS * _DIGITS, _DIGITS)]
    sums = " ".join(f"(SUM({_number(digits)}) AS ?sum{digits.start})" for digits in places)
    return f"SELECT (COUNT(*) AS ?size) {sums} {{ GRAPH <{graph}> {{ ?s ?p ?o }} BIND(SHA256({_STATEMENT}) AS ?hash) }}"


def _number(digits: range) -> str:
    return " + ".join(
        f'{16 ** (digits.stop - 1 - place)} * STRLEN(STRBEFORE("0123456789abcdef", SUBSTR(?hash, {place}, 1)))'
        for place in digits
    )


def changes(before: Iterable[Triple], after: Iterable[Triple]) -> Iterator[GraphDigest]:
    """By what an engine's digest may grow when ``after`` replaces ``before``.

    There are several, for an engine may keep the spelling of a number or only its value, and Virtuoso 7 hashes the
    bytes of UTF-8 as if each were a character.
    """
    spelt = set(before), set(after)
    for old, new in (tuple(map(as_stored, spelt)), spelt):
        for is_encoded_twice in (False, True):
            yield _digest(new, is_encoded_twice).minus(_digest(old, is_encoded_twice))


def _digest(triples: Iterable[Triple], is_encoded_twice: bool) -> GraphDigest:
    size, sums = 0, [0] * _NUMBERS
    for triple in triples:
        written = _written(triple).encode()
        if is_encoded_twice:
            written = written.decode("latin-1").encode()
        digits = hashlib.sha256(written).hexdigest()
        size += 1
        for number in range(_NUMBERS):
            sums[number] += int(digits[number * _DIGITS : (number + 1) * _DIGITS], 16)
    return GraphDigest(size, tuple(sums))


def _written(triple: Triple) -> str:
    """What the query makes of a statement."""
    subject, value = triple.subject, triple.object
    if isinstance(value, Triple) or isinstance(subject, Triple):
        return "_"
    head = f"{'_' if isinstance(subject, BlankNode) else subject.value} {triple.predicate.value}"
    if isinstance(value, BlankNode):
        return f"{head} _ "
    if isinstance(value, NamedNode):
        return f"{head} < {value.value}"
    kind = f"@{value.language.lower()}" if value.language else f"^{value.datatype.value}"
    return f"{head} {kind} {value.value}"


def as_stored(triples: Iterable[Triple]) -> set[Triple]:
    """The statements with their numbers by value, their language tags in small letters, as Oxigraph has them."""
    store = Store()
    store.bulk_extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return {quad.triple for quad in store}


def is_opaque(triple: Triple) -> bool:
    """Whether the digest does not tell the statement from some others."""
    value = triple.object
    if isinstance(value, Literal):
        return value.direction is not None or isinstance(triple.subject, BlankNode)
    return isinstance(value, BlankNode | Triple) or isinstance(triple.subject, BlankNode)
