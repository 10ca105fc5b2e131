"""Tables of quads that are read as one give the same statements as objects and as numbers."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.compact.joined_quads import JoinedQuads
from kg.compact.quads import Quads

ONE, TWO, NEITHER = (NamedNode(f"http://example.org/{name}") for name in ("one", "two", "neither"))
KNOWS = NamedNode("http://example.org/knows")
FIRST = [Quad(ONE, KNOWS, Literal("a"), ONE), Quad(TWO, KNOWS, Literal("b"), TWO)]
SECOND = [Quad(ONE, KNOWS, Literal("b"), TWO), Quad(ONE, KNOWS, Literal("c"), TWO)]


def decoded(joined: JoinedQuads) -> list[Quad]:
    terms, rows = joined.coded()
    assert len(set(terms)) == len(terms)
    return [Quad(terms[s], terms[p], terms[o], terms[g]) for s, p, o, g in rows]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("graph", "expected"),
    [(None, FIRST + SECOND), (ONE, FIRST[:1]), (TWO, FIRST[1:] + SECOND), (NEITHER, [])],
    ids=["all", "of one table", "of both", "of none"],
)
def test_two_tables_are_read_as_one(graph: NamedNode | None, expected: list[Quad]) -> None:
    tables = [Quads(FIRST), Quads(SECOND)]
    for table in tables:
        table.prepare()
    joined = JoinedQuads(tables, graph)
    assert list(joined) == list(joined) == decoded(joined) == expected
