"""The deviations of the engine that docs/serving.md lists: a test fails once the engine follows the specification."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

XSD = "http://www.w3.org/2001/XMLSchema#"
LABEL, NAME = NamedNode("urn:label"), NamedNode("urn:name")
DEVIATIONS = {
    "of a derived integer type": (f'SELECT (DATATYPE("5"^^<{XSD}nonNegativeInteger>) AS ?x) {{}}', [f"<{XSD}integer>"]),
    "`STR(1.50)`": ("SELECT (STR(1.50) AS ?x) {}", ['"1.5"']),
    "`sameTerm(1, 01)`": ("SELECT (STR(sameTerm(1, 01)) AS ?x) {}", ['"true"']),
    "`REPLACE`": ('SELECT (REPLACE("darted", "^(.*?)d(.*)$", "$1c$2") AS ?x) {}', ['"arted"']),
    "`p\\|q`": ("SELECT ?x { <urn:s> <urn:label>|<urn:name> ?x }", ['"same"']),
    "`<urn:x> <urn:p>* ?y`": ("SELECT ?x { <urn:x> <urn:p>* ?x }", []),
    "`true > false`": ("SELECT (true > false AS ?x) {}", ["None"]),
    "`IF`": ('SELECT (IF("x"@en, 1, 2) AS ?x) {}', ["None"]),
    "an invalid number": (f'SELECT (IF("abc"^^<{XSD}integer>, 1, 2) AS ?x) {{}}', ["None"]),
    '`BNODE("x")`': ('SELECT ?x { VALUES ?k { 1 2 } BIND(BNODE("k") AS ?x) }', ["_:k", "_:k"]),
    "`GROUP_CONCAT`": (
        'SELECT (GROUP_CONCAT(?y; SEPARATOR="|") AS ?x) { VALUES ?y { "a"@en "b"@en } }', ['"a|b"@en']
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.extend(Quad(NamedNode("urn:s"), predicate, Literal("same")) for predicate in (LABEL, NAME))
    return store


@pytest.mark.parametrize("name", DEVIATIONS)
def test_the_engine_deviates_as_the_document_says(store: Store, root: Path, name: str) -> None:
    query, values = DEVIATIONS[name]
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    assert [str(solution["x"]) for solution in solutions] == values
    assert name in (root / "docs" / "serving.md").read_text("utf-8")
