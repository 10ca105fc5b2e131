"""Property paths with the solutions that SPARQL 1.1 §18.4 gives them.

``?s p|q ?o`` has a solution for each of both paths, where the engine has one for a pair of nodes that both connect: it
becomes a union. In a sequence the alternatives are unions too, of the sequences with each; below ``*``, ``+`` and ``?``
the standard itself counts no path twice. ``<x> p* ?o`` has the node itself, be it in a statement or not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from kg.sparql.lexer import Kind
from kg.sparql.pattern_reader import END
from kg.sparql.query_reader import QueryReader
from kg.sparql.query_structure import Group
from kg.sparql.rewriting.edits import Edit

_NODES = (Kind.VARIABLE, Kind.IRI, Kind.PREFIXED_NAME, Kind.NUMBER)
_SIGILS = ("?", "$")
_MOST = 32
"""Paths that one is written as at most: ten pairs in a sequence would be a thousand."""


class _Way(NamedTuple):
    """A path without alternatives; ``stays`` says whether it leads from each node to the node itself."""

    text: str
    stays: bool = False


class _TriplePattern(NamedTuple):
    subject: str
    ways: list[_Way]
    value: str

    @property
    def differs(self) -> bool:
        """Whether the engine may have other solutions."""
        return len(self.ways) > 1 or (self.ways[0].stays and self._has_one_node)

    @property
    def _has_one_node(self) -> bool:
        return self.subject.startswith(_SIGILS) != self.value.startswith(_SIGILS)

    def written(self) -> str:
        """The pattern, or the union that it stands for."""
        if not self.differs:
            return f"{self.subject} {self.ways[0].text} {self.value}"
        return " UNION ".join(group for way in self.ways for group in self._groups(way))

    def _groups(self, way: _Way) -> Iterator[str]:
        steps = f"{self.subject} {way.text} {self.value}"
        if not way.stays or not self._has_one_node:
            yield f"{{ {steps} }}"
            return
        variable, node = self.subject, self.value
        if not variable.startswith(_SIGILS):
            variable, node = node, variable
        yield f"{{ {steps} FILTER(!sameTerm({variable}, {node})) }}"
        yield f"{{ BIND({node} AS {variable}) }}"


class _Unreadable(Exception):
    """A part of a pattern that no union can have: a blank node, whose name holds in one group only, or a list."""


def changes(text: str) -> list[Edit]:
    """The edits for all blocks of triples with such a path."""
    reader = _UnionReader(text, {})
    reader.where()
    return [] if any(token.kind is Kind.BLANK_NODE for token in reader.tokens) else reader.edits


class _UnionReader(QueryReader):
    """Reads the groups of a query for their blocks of triples."""

    def __init__(self, text: str, prefixes: dict[str, str]) -> None:
        super().__init__(text, prefixes)
        self.edits: list[Edit] = []

    def where(self) -> None:
        """Read the query from its first clause that has groups, past the template of a CONSTRUCT."""
        while self.here() is not END and not self.here().matches("SELECT", "ASK", "DESCRIBE", "CONSTRUCT"):
            self.take()
        if self.here().matches("SELECT", "ASK"):
            self._select("root")
            return
        if self.take().matches("CONSTRUCT") and self.here().matches("{"):
            while self.here() is not END and not self.skip("}"):
                self.take()
        while self.here() is not END and not self.here().matches("{"):
            self.take()
        self._group("root")

    def _note_allowed(self, group: Group) -> None:
        pass

    def triples(self, group: Group) -> None:
        start = self.at
        try:
            patterns = list(self._patterns())
        except _Unreadable:
            self.at = max(start + 1, self.at)
            self._pass_over(group)
            return
        if any(pattern.differs for pattern in patterns):
            first, last = self.tokens[start].offset, self.here(-1).end
            self.edits.append(Edit(first, last, _written(patterns)))

    def _patterns(self) -> Iterator[_TriplePattern]:
        """The triple patterns of a block."""
        subject = self._node()
        while True:
            ways = [_Way(self.take().text)] if self.here().variable else self._ways()
            yield _TriplePattern(subject, ways, self._node())
            while self.skip(","):
                yield _TriplePattern(subject, ways, self._node())
            if not self.skip(";"):
                break
            while self.skip(";"):
                pass
            if self._at_end_of_triples():
                break
        if not self._at_end_of_triples():
            raise _Unreadable

    def _node(self) -> str:
        """The text of a term."""
        start, token = self.here().offset, self.take()
        if token.kind is Kind.STRING:
            if self.here().kind is Kind.LANGUAGE or self.skip("^^"):
                self.take()
        elif token.matches("-", "+"):
            self.take()
        elif token.kind not in _NODES and not token.matches("TRUE", "FALSE"):
            raise _Unreadable
        return self.text[start : self.here(-1).end]

    def _ways(self) -> list[_Way]:
        ways = self._sequences()
        while self.skip("|"):
            ways += self._sequences()
        if len(ways) > _MOST:
            raise _Unreadable
        return ways

    def _sequences(self) -> list[_Way]:
        steps = [self._steps()]
        while self.skip("/"):
            steps.append(self._steps())
        if len(steps) == 1:
            return steps[0]
        if math.prod(map(len, steps)) > _MOST:
            raise _Unreadable
        return [_Way("/".join(way.text for way in ways)) for ways in product(*steps)]

    def _steps(self) -> list[_Way]:
        if self.skip("^"):
            return [_Way(f"^{way.text}", way.stays) for way in self._steps()]
        start, token = self.here().offset, self.take()
        if token.matches("("):
            ways = [_Way(f"({way.text})", way.stays) for way in self._ways()]
            if not self.skip(")"):
                raise _Unreadable
        elif token.matches("!"):
            ways = [_Way(self._negated(start))]
        elif token.kind in (Kind.IRI, Kind.PREFIXED_NAME) or token.text == "a":
            ways = [_Way(token.text)]
        else:
            raise _Unreadable
        if self.here().matches("*", "+", "?"):
            stays = self.take().text != "+" or any(way.stays for way in ways)
            return [_Way(self.text[start : self.here(-1).end], stays)]
        return ways

    def _negated(self, start: int) -> str:
        """The text of a negated property set, which is a step as it is."""
        if self.skip("("):
            while self.here() is not END and not self.skip(")"):
                self.take()
        else:
            self.skip("^")
            self.take()
        return self.text[start : self.here(-1).end]


def _written(patterns: Sequence[_TriplePattern]) -> str:
    """The patterns, with a full stop between two triples."""
    parts: list[str] = []
    for pattern in patterns:
        if parts and not pattern.differs:
            parts.append(".")
        parts.append(pattern.written())
    return " ".join(parts)
