from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.rdf.source.named_graph import in_graph

GRAPH = NamedNode("urn:graph")


@pytest.mark.parametrize("turtle", [
    "<urn:s> <urn:p> 1 .",
    "@prefix ex: <urn:> .\n# a comment\nex:s ex:p 'x' .\n",
    "PREFIX ex: <urn:>\nBASE <urn:b>\n\nex:s ex:p [ ex:q () ] .",
    "",
])  # fmt: skip
def test_the_statements_are_the_same_but_for_their_graph_and_one_at_the_end(turtle: str) -> None:
    wrapped = in_graph(turtle, GRAPH)
    assert wrapped
    *quads, last = parse(wrapped, format=RdfFormat.TRIG)
    assert {quad.graph_name for quad in (*quads, last)} == {GRAPH}
    assert str(last.subject) == "<urn:x>"
    assert [quad.predicate for quad in quads] == [quad.predicate for quad in parse(turtle, format=RdfFormat.TURTLE)]


@pytest.mark.parametrize("turtle", ["<urn:s> <urn:p> '}' .", "<urn:s> <urn:p> 1 . } <urn:g> { <urn:s> <urn:p> 2"])
def test_a_closing_brace_is_left_to_the_turtle_parser(turtle: str) -> None:
    assert in_graph(turtle, GRAPH) is None


def test_a_last_full_stop_is_not_optional() -> None:
    wrapped = in_graph("<urn:s> <urn:p> 1", GRAPH)
    assert wrapped
    with pytest.raises(SyntaxError):
        list(parse(wrapped, format=RdfFormat.TRIG))
