"""Positions of statements in a file, as lines and columns, looked up by pyoxigraph's terms.

Lines and columns count from 1, columns in characters (code points), as pyoxigraph's own syntax errors do; LF, CRLF and
a lone CR each end a line, and a byte order mark is not counted. The position of a blank node may be its bracket.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from kg.rdf import formats
from kg.rdf.source import blank_nodes, statements

Term = NamedNode | BlankNode | Literal | Triple

_LINE_END = re.compile(r"\r\n?|\n")
_LOCATED = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
_SUBJECT, _PREDICATE, _OBJECT = range(3)
# In so many lines places are counted one by one; for more it pays to know where all lines start.
_FEW = 16


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """The position of a term; the end is the place after its last character."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Located:
    """A statement with the positions of its three terms."""

    triple: Triple
    subject: Position
    predicate: Position
    object: Position


@dataclass(frozen=True)
class Positions:
    """The statements of one text with their positions; of a statement that occurs twice, the first.

    ``parsed`` are the same file's triples from another parse: needed only to look up blank nodes, whose labels hold
    within one parse (see :mod:`kg.rdf.source.blank_nodes`).
    """

    text: str
    statements: statements.Statements
    parsed: Iterable[Triple] = field(default=(), repr=False)

    def __iter__(self) -> Iterator[Located]:
        for number, triple in enumerate(self.statements):
            yield Located(triple, *(self._position(number, part) for part in range(3)))

    def statement(self, subject: Term, predicate: Term, object: Term) -> Located | None:  # noqa: A002
        """The statement with these terms."""
        wanted = self._ours(object)
        for number in self._numbers(subject, predicate):
            triple = self._triple(number)
            if triple.object == wanted:
                return Located(triple, *(self._position(number, part) for part in range(3)))
        return None

    def pair(self, subject: Term, predicate: Term) -> Position | None:
        """The predicate of the first statement with this subject and predicate."""
        return next((self._position(number, _PREDICATE) for number in self._numbers(subject, predicate)), None)

    def subject(self, node: Term) -> Position | None:
        """The first position of a node as subject: the head of its block."""
        numbers = self._by_subject.get(self._ours(node), ())
        return min((self._position(number, _SUBJECT) for number in numbers), default=None)

    def mention(self, term: Term) -> Position | None:
        """The first position of a term as subject, else as object."""
        place = self.subject(term)
        if place is None:
            wanted = self._ours(term)
            places = (self._position(n, _OBJECT) for n, triple in enumerate(self.statements) if triple.object == wanted)
            place = min(places, default=None)
        return place

    def line(self, number: int) -> str:
        """The text of a line, without its end."""
        if number not in self._lines:  # a whole file may be one line, and many places lie in it
            start = self._counted.get(number)
            end = self.text.find("\n", start) + 1 if start is not None else 0
            if start is None or not end:
                start = self._starts[number - 1]
                end = self._starts[number] if number < len(self._starts) else len(self.text)
            self._lines[number] = self.text[start:end].rstrip("\r\n")
        return self._lines[number]

    @cached_property
    def _lines(self) -> dict[int, str]:
        return {}

    @cached_property
    def _counted(self) -> dict[int, int]:
        """Where those lines start of which the number was counted."""
        return {}

    @cached_property
    def _counts(self) -> Callable[[int], tuple[int, int]] | None:
        """Line and column of an offset, counted; None where other characters than line feeds end lines."""
        return None if "\r" in self.text else lru_cache(maxsize=None)(self._count)

    def _count(self, offset: int) -> tuple[int, int]:
        start = self.text.rfind("\n", 0, offset) + 1
        below, known = max(((at, number) for number, at in self._counted.items() if at <= start), default=(0, 1))
        line = known + self.text.count("\n", below, start)
        self._counted[line] = start
        return line, offset - start + 1

    @cached_property
    def _starts(self) -> list[int]:
        if "\r" in self.text:
            return [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n")[:-1])]

    @cached_property
    def _by_subject(self) -> dict[Term, list[int]]:
        index: dict[Term, list[int]] = defaultdict(list)
        for number, term in enumerate(self.statements.rows[::9]):
            index[self.statements.terms[term]].append(number)
        return dict(index)

    @cached_property
    def _labels(self) -> dict[BlankNode, BlankNode]:
        return blank_nodes.matched(self.parsed, self.statements)

    def _ours(self, term: Term) -> Term:
        match term:
            case BlankNode():
                return self._labels.get(term, term)
            case Triple():
                return Triple(self._ours(term.subject), term.predicate, self._ours(term.object))  # type: ignore[arg-type]
            case _:
                return term

    def _numbers(self, subject: Term, predicate: Term) -> Iterator[int]:
        for number in self._by_subject.get(self._ours(subject), ()):
            if self.statements.terms[self.statements.rows[number * 9 + 1]] == predicate:
                yield number

    def _triple(self, number: int) -> Triple:
        terms = (self.statements.terms[term] for term in self.statements.rows[number * 9 : number * 9 + 3])
        return Triple(*terms)  # type: ignore[arg-type]

    def _position(self, number: int, part: int) -> Position:
        start, end = self.statements.rows[number * 9 + 3 + 2 * part : number * 9 + 5 + 2 * part]
        return Position(*self._coordinates(start), *self._coordinates(end))

    def _coordinates(self, offset: int) -> tuple[int, int]:
        if "_starts" not in self.__dict__ and self._counts and len(self._counted) < _FEW:
            return self._counts(offset)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def locate(
    path: Path,
    base: str | None = None,
    parsed: Iterable[Triple] = (),
    subjects: Collection[Term] | None = None,
) -> Positions:
    """The positions of a file's statements, relative IRIs resolved against ``base``.

    With ``subjects``, only statements about them, which saves most of the work on a large Turtle file. There are none
    for a file that has become unreadable since it was parsed.
    """
    kind = formats.of_input(path.name)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        text = ""
    return in_text(text, kind.codec if kind else None, base, parsed, subjects)


def in_text(
    text: str,
    codec: RdfFormat | None,
    base: str | None = None,
    parsed: Iterable[Triple] = (),
    subjects: Collection[Term] | None = None,
    prepare: Callable[[str], str] = str,
) -> Positions:
    """The same of the text of a file; ``prepare`` puts contexts into a text of JSON-LD."""
    try:
        if codec == RdfFormat.RDF_XML:
            from kg.rdf.source import rdf_xml_statements

            read = rdf_xml_statements.read(text, base)
        elif codec == RdfFormat.JSON_LD:
            from kg.rdf.source import json_ld_statements

            read = json_ld_statements.read(text, base, prepare)
        else:
            located = codec if codec in _LOCATED else None
            read = statements.read(text if located else "", located or RdfFormat.N_TRIPLES, base, subjects)
    except SyntaxError:
        read = statements.read("", RdfFormat.N_TRIPLES)
    return Positions(text, read, parsed)
