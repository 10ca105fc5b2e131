from __future__ import annotations

import pytest

from kg.errors import ShapesError

from ..judging import results, short

DATA = "ex:a ex:p 1, 2 ; ex:name 'A' . ex:b ex:p 3 ."
SHAPE = 'ex:S sh:targetSubjectsOf ex:p ; sh:sparql [ sh:select """{}""" ; sh:message "{{?this}} has {{?value}}"@en ] .'


def found(query: str, data: str = DATA) -> list[tuple[str, str]]:
    return sorted((short(r.focus_node), short(r.value)) for r in results(data, SHAPE.replace("{}", query, 1)))


def test_each_solution_is_a_result_with_its_value() -> None:
    assert found("SELECT $this ?value { $this <https://example.org/p> ?value FILTER(?value > 1) }") == [
        ("a", "2"),
        ("b", "3"),
    ]


def test_without_a_value_the_focus_node_is_the_value() -> None:
    assert found("SELECT $this { FILTER NOT EXISTS { $this <https://example.org/name> ?n } }") == [("b", "b")]


def test_a_message_is_filled_with_the_solution() -> None:
    query = "SELECT $this ?value { $this <https://example.org/p> ?value FILTER(?value = 3) }"
    (result,) = results(DATA, SHAPE.replace("{}", query, 1).replace("{{", "{").replace("}}", "}"))
    assert result.message() == "https://example.org/b has 3"


def test_a_limit_counts_for_each_focus_node() -> None:
    assert found("SELECT $this ?value { $this <https://example.org/p> ?value } ORDER BY ?value LIMIT 1") == [
        ("a", "1"),
        ("b", "3"),
    ]


@pytest.mark.parametrize("query", [
    "SELECT $this { $this <https://example.org/p> }", "SELECT ?x { ?x ?y ?z }",
    "SELECT $this { $this ?p ?o MINUS { $this ?q ?r } }", "SELECT $this { VALUES $this { 1 } }",
    "SELECT $this { SERVICE <urn:a> { $this ?p ?o } }", "SELECT $this { BIND(1 AS $this) }",
])  # fmt: skip
def test_a_query_that_cannot_be_pre_bound_is_refused(query: str) -> None:
    with pytest.raises(ShapesError):
        found(query)
