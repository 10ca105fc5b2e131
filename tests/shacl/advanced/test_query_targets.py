from __future__ import annotations

import pytest

from kg.errors import ShapesError
from kg.shacl.shape_problems import ProblemKind
from kg.shacl.validator import validate

from ..judging import quads, short

DATA = "ex:a a ex:Boat ; ex:flag ex:be . ex:b a ex:Boat ; ex:flag ex:nl . ex:c ex:flag ex:be ."
DECLARED = 'ex:o sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .'
TARGET = "ex:s sh:target [ a %s ; %s ] ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
TYPE = """
ex:FlagTarget a sh:SPARQLTargetType ; sh:parameter [ sh:path ex:flagged ] ; sh:prefixes ex:o ;
    sh:select "SELECT ?this WHERE { ?this ex:flag $flagged }" .
"""
SELECT = 'sh:prefixes ex:o ; sh:select "%s"'


def focus(shapes: str, *, advanced: bool = True) -> list[str]:
    report = validate(quads(DATA), quads(shapes + DECLARED), advanced=advanced, dataset_digest="", shapes_digest="")
    return sorted(short(result.focus_node) for result in report.results)


def test_the_nodes_that_the_query_selects_are_focus_nodes() -> None:
    query = SELECT % "SELECT ?this WHERE { ?this a ex:Boat ; ex:flag ex:be }"
    assert focus(TARGET % ("sh:SPARQLTarget", query)) == ["a"]
    assert focus(TARGET % ("sh:SPARQLTarget", query) + "ex:s sh:targetNode ex:c .") == ["a", "c"]


def test_a_type_of_targets_has_parameters() -> None:
    assert focus(TARGET % ("ex:FlagTarget", "ex:flagged ex:be") + TYPE) == ["a", "c"]
    assert focus(TARGET % ("ex:FlagTarget", "ex:flagged ex:nl") + TYPE) == ["b"]


@pytest.mark.parametrize(
    "query",
    ["ASK { ?this a ex:Boat }", "SELECT ?x WHERE { ?x a ex:Boat }", "SELECT ?this { ", "SELECT ?this { ?this a o:B }"],
)
def test_a_query_that_selects_no_nodes_is_refused(query: str) -> None:
    with pytest.raises(ShapesError, match="the query of"):
        focus(TARGET % ("sh:SPARQLTarget", SELECT % query))
    with pytest.raises(ShapesError, match="has no sh:select"):
        focus(TARGET % ("sh:SPARQLTarget", "ex:p 1"))


def test_a_target_is_refused_where_advanced_features_are_not_asked_for() -> None:
    with pytest.raises(ShapesError, match="sh:target belongs to SHACL Advanced Features") as problem:
        focus(TARGET % ("sh:SPARQLTarget", SELECT % "SELECT ?this { ?this a ex:Boat }"), advanced=False)
    assert problem.value.kind == ProblemKind.ADVANCED
    assert "--advanced" in (problem.value.hint or "")
