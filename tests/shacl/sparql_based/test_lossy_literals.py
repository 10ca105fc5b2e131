from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from kg.rdf.namespaces import XSD
from kg.shacl.sparql_based.lossy_literals import as_stored, may_be_rewritten


def typed(form: str, name: str) -> Literal:
    return Literal(form, datatype=NamedNode(XSD + name))


@pytest.mark.parametrize(("form", "name", "stored"), [
    ("1.50", "decimal", "1.5"), ("007", "integer", "7"), ("+00:00", "time", None), ("1", "boolean", "true"),
    ("2020-01-01T00:00:00+00:00", "dateTime", "2020-01-01T00:00:00Z"), ("5", "integer", None),
    ("true", "boolean", None),
    ("2020-02-29", "date", None), ("0.5", "decimal", None),
])  # fmt: skip
def test_a_literal_that_a_store_changes_is_known_with_what_it_becomes(form: str, name: str, stored: str | None) -> None:
    term = typed(form, name)
    changed = as_stored([term])
    assert changed.get(term, term).value == (stored or form)


def test_strings_and_iris_are_kept() -> None:
    terms = [Literal("1.50"), Literal("1.50", language="nl"), NamedNode("urn:1.50"), typed("1.50", "string")]
    assert as_stored(terms) == {}
    assert not any(map(may_be_rewritten, terms))
    assert may_be_rewritten(typed("5", "integer"))
