"""Reports that are awkward to tell: full of special characters, empty, and cut short."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.dataset import Dataset
from kg.project import Project
from kg.rdf import namespaces
from kg.validation import Result, Severity, ValidationReport
from kg.validation.positions.located_report import LocatedReport, located

NASTY = "100% sûr, a|b: `<b>` @be #1\r\n::error::\x1b[31mrood\x07\u202e"


@pytest.fixture(scope="session")
def nasty(broken: Project, broken_data: Dataset, broken_shapes: Dataset) -> LocatedReport:
    """One result whose message and names are full of what the forms give a meaning to."""
    result = Result(
        focus_node=NamedNode("https://example.org/a,b:c%7Cd*e*"),
        path=None,
        value=Literal(NASTY),
        component=NamedNode(namespaces.SH + "InConstraintComponent"),
        source_shape=BlankNode("shape"),
        severity_iri=Severity.WARNING.iri,
        messages=(Literal(NASTY),),
    )
    return located(ValidationReport("d", "s", (result,)), broken, broken_data, broken_shapes, languages=("nl",))


@pytest.fixture(scope="session")
def clean(broken: Project, broken_data: Dataset, broken_shapes: Dataset) -> LocatedReport:
    return located(ValidationReport("d", "s", ()), broken, broken_data, broken_shapes)


@pytest.fixture(scope="session")
def cut(
    broken: Project, broken_data: Dataset, broken_shapes: Dataset, broken_report: ValidationReport
) -> LocatedReport:
    return located(broken_report, broken, broken_data, broken_shapes, languages=("nl",), max_results=2)
