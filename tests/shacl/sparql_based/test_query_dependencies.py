from __future__ import annotations

import pytest

from kg.shacl.sparql_based.query_dependencies import query_reads
from kg.sparql.query_reader import read_query

PREFIXES = {"ex": "urn:"}


def reads(body: str) -> set[tuple[str, bool, bool]]:
    """The predicates that are read, whether from a known node, and whether backwards."""
    query = read_query(f"SELECT $this {{ {body} }}", PREFIXES)
    return {
        (read.predicate.value.removeprefix("urn:") if read.predicate else "any", read.way is not None, read.backwards)
        for read in query_reads(query, {"this": ()})
    }


@pytest.mark.parametrize(("body", "expected"), [
    ("$this ex:p ?x", {("p", True, False)}),
    ("?x ex:p $this", {("p", True, True)}),
    ("$this ex:p ?x . ?x ex:q ?y", {("p", True, False), ("q", True, False)}),
    ("$this ex:p/ex:q ?x", {("p", True, False), ("q", True, False)}),
    ("$this ex:p ?x . ?y ex:q ?z", {("p", True, False), ("q", False, False)}),
    ("$this ?any ?x", {("any", True, False)}),
    ("$this ex:p ?x FILTER NOT EXISTS { ?x ex:q ?y }", {("p", True, False), ("q", True, False)}),
])  # fmt: skip
def test_a_pattern_is_read_from_the_node_that_leads_to_it_or_everywhere(
    body: str, expected: set[tuple[str, bool, bool]]
) -> None:
    assert reads(body) == expected
