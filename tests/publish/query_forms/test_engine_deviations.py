"""The deviations that the service description and docs/serving.md list: a test fails once there is one no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from kg.publish.query_forms.engine_deviations import DEVIATIONS
from kg.query_engine import evaluation, guard
from kg.settings.query import Limits

from ...presence import present

XSD = "http://www.w3.org/2001/XMLSchema#"
DATA = """
<urn:s> <urn:label> "same" ; <urn:name> "same" ; <urn:p> <urn:g> .
<urn:g> { <urn:s> <urn:p> <urn:o> } <urn:h> { <urn:t> <urn:p> <urn:h> , <urn:u> }
"""
HERE = {
    "derived-integers": [
        (f'SELECT (DATATYPE("5"^^<{XSD}nonNegativeInteger>) AS ?x) {{}}', [f"<{XSD}integer>"]),
    ],
    "lexical-forms": [
        ("SELECT (STR(1.50) AS ?x) {}", ['"1.5"']),
        ("SELECT (STR(sameTerm(1, 01)) AS ?x) {}", ['"true"']),
        ('SELECT (LANG("a"@en-US) AS ?x) {}', ['"en-us"']),
        (f'SELECT (STR("2020-01-01T00:00:00+00:00"^^<{XSD}dateTime>) AS ?x) {{}}', ['"2020-01-01T00:00:00Z"']),
    ],
    "regular-expressions": [
        (r'SELECT (REGEX("a", "\\i") AS ?x) {}', ["None"]),
        ('SELECT (REPLACE("ab", "x*", "-") AS ?x) {}', ['"-a-b-"']),
    ],
    "replacements": [
        ('SELECT (REPLACE("ab", "(a)", ?r) AS ?x) { VALUES ?r { "$1c" } }', ['"b"']),
        ('SELECT (REPLACE("ab", "(a)", "${1}c") AS ?x) {}', ['"acb"']),
    ],
    "alternative-paths": [("SELECT ?x { ?x <urn:label>|<urn:name> [] }", ["<urn:s>"])],
    "paths-of-no-steps": [("SELECT ?x { <urn:x> <urn:q>*/<urn:r>* ?x }", [])],
    "ordered-booleans": [("SELECT (true > false AS ?x) {}", ["None"])],
    "boolean-values": [('SELECT (IF(STRLANG("x", "en"), 1, 2) AS ?x) {}', ["None"])],
    "labelled-nodes": [
        (
            'SELECT (COUNT(DISTINCT ?b) AS ?x) { VALUES ?k { 1 2 } BIND(BNODE(CONCAT("", "k")) AS ?b) }',
            [f'"1"^^<{XSD}integer>'],
        ),
    ],
    "graph-variables": [
        ("SELECT (?g AS ?x) { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o } } }", ["None"]),
        ("SELECT (?g AS ?x) { GRAPH ?g { ?s ?p <urn:o> MINUS { ?t ?p <urn:o> } } }", []),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TRIG)
    return store


@pytest.mark.parametrize("name", [name for name, _ in DEVIATIONS])
def test_an_answer_deviates_as_the_description_says(store: Store, name: str) -> None:
    for text, values in present(HERE[name]):
        solutions = evaluation.evaluate(store, guard.check(text, Limits()))
        assert isinstance(solutions, QuerySolutions)
        assert [str(solution["x"]) for solution in solutions] == values, text


def test_the_document_lists_them_all(root: Path) -> None:
    text = (root / "docs" / "serving.md").read_text("utf-8")
    table = text.partition("## Where answers deviate")[2].partition("\n## ")[0]
    assert [name for name, _ in DEVIATIONS] == list(HERE)
    assert [line.split("|")[1].strip(" `") for line in table.splitlines() if line.startswith("| `")] == list(HERE)
