from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.dataset import Dataset
from kg.project import Project
from kg.rdf.namespaces import SH, SKOS
from kg.sparql.property_path import Predicate
from kg.validation import Result, ValidationReport
from kg.validation.positions.located_report import Finding, LocatedReport, located

from ..commands import call

GEO = "http://www.opengis.net/ont/geosparql#"


def suggested(report: LocatedReport, rule: str) -> set[str | None]:
    findings = [finding for finding in report.findings if finding.rule.id == f"shape/{rule}"]
    assert findings, rule
    return {finding.suggestion.text if finding.suggestion else None for finding in findings}


def on_a_point(project: Project, dataset: Dataset, shapes: Dataset, wkt: str, component: str) -> Finding:
    value = Literal(wkt, datatype=NamedNode(GEO + "wktLiteral"))
    result = Result(
        focus_node=NamedNode(project.base + "id/city/be-gent#centroid"),
        path=Predicate(NamedNode(GEO + "asWKT")),
        value=value,
        component=NamedNode(SH + component),
        source_shape=NamedNode(project.base + "shape/Geometry-asWKT"),
    )
    return located(ValidationReport("", "", (result,)), project, dataset, shapes).findings[0]


def test_a_misspelt_concept_is_mended_to_the_nearest_declared_one(broken_located: LocatedReport) -> None:
    (finding,) = (f for f in broken_located.findings if f.replacement and "sister" in f.replacement)
    assert finding.rule.id == "shape/Partnership-partnershipType"
    assert finding.replacement == "<id/concept/partnership-type/sister-city>"


def test_a_misspelt_property_is_mended_to_the_nearest_declared_one(broken_located: LocatedReport) -> None:
    assert suggested(broken_located, "Resource-known-property") == {"Did you mean ct:partnershipType?"}


def test_a_missing_property_is_looked_for_under_a_misspelt_name(broken_located: LocatedReport) -> None:
    expected = "ct:partnershipTyp stands there: was ct:partnershipType meant?"
    assert expected in suggested(broken_located, "Partnership-partnershipType")


def test_a_text_without_a_language_is_shown_with_one(broken_located: LocatedReport) -> None:
    assert suggested(broken_located, "City-prefLabel") == {'Say in which language it is: "Ghent"@en'}


def test_a_missing_language_is_named(broken_located: LocatedReport) -> None:
    assert suggested(broken_located, "City-prefLabel-fr") == {'Add it: skos:prefLabel "…"@fr'}


def test_a_point_outside_its_country_is_shown_the_other_way_round(broken_located: LocatedReport) -> None:
    assert suggested(broken_located, "City-centroid-in-country") == {
        'Longitude comes first; if the two are swapped: "POINT(3.71667 51.05)"^^geo:wktLiteral'
    }


@pytest.mark.parametrize(
    ("wkt", "component", "swapped"),
    [
        ("POINT(36.6 136.61667)", "PatternConstraintComponent", '"POINT(136.61667 36.6)"^^geo:wktLiteral'),
        ("POINT(51.05 3.7)", "SPARQLConstraintComponent", '"POINT(3.7 51.05)"^^geo:wktLiteral'),
        ("POINT(51.05 3.7)", "PatternConstraintComponent", None),  # a point on Earth: the pattern minds something else
        ("POINT(3.7,51.05)", "PatternConstraintComponent", None),
        ("POINT(200 100)", "PatternConstraintComponent", None),
        ("POINT(1.2.3 100)", "PatternConstraintComponent", None),
        ("POINT(45 45)", "SPARQLConstraintComponent", None),
    ],
)
def test_coordinates_are_swapped_only_where_that_is_plain(
    broken: Project, broken_data: Dataset, broken_shapes: Dataset, wkt: str, component: str, swapped: str | None
) -> None:
    finding = on_a_point(broken, broken_data, broken_shapes, wkt, component)
    assert (finding.suggestion and finding.suggestion.replacement) == swapped
    assert finding.replacement is None, "what is not written in the file cannot be replaced there"


def test_an_iri_of_unsorted_keys_is_shown_with_its_keys_sorted(broken_located: LocatedReport) -> None:
    expected = "With its keys sorted: <id/partnership/be-gent--jp-kanazawa>"
    assert suggested(broken_located, "Partnership-key") == {expected}


def test_a_text_of_one_possible_language_is_replaced(broken: Project, broken_data: Dataset) -> None:
    text = """
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    <shape/only-french> sh:languageIn ( "fr" ) .
    """
    shapes = Dataset(tuple(parse(text, format=RdfFormat.TURTLE, base_iri=broken.base)), (), "", {})
    result = Result(
        focus_node=NamedNode(broken.base + "id/city/be-gent"),
        path=Predicate(NamedNode(SKOS + "prefLabel")),
        value=Literal("Ghent"),
        component=NamedNode(SH + "LanguageInConstraintComponent"),
        source_shape=NamedNode(broken.base + "shape/only-french"),
    )
    finding = located(ValidationReport("", "", (result,)), broken, broken_data, shapes).findings[0]
    assert finding.replacement == '"Ghent"@fr'


def test_nothing_is_suggested_where_nothing_is_plain(broken_located: LocatedReport) -> None:
    assert suggested(broken_located, "City-spatial") == {None}
    assert suggested(broken_located, "Geometry-source") == {None}


@pytest.mark.parametrize(
    ("statement", "proposal"),
    [
        ("ex:Captain ex:x", "ex:captain"),  # the case
        ("ex:captian ex:x", "ex:captain"),
        ("ex:captains ex:x", "ex:captain"),
        ("ex:masts ex:x", None),  # what is near is a property of another shape
        ("ex:Vesel ex:x", None),  # a class is no property
        ("ex:deck2 ex:x", None),  # another number is another thing
        ("ex:ae ex:x", None),  # too short to be near to one
    ],
)
def test_only_a_property_that_is_plainly_meant_is_proposed_for_a_property(
    tmp_path: Path, statement: str, proposal: str | None
) -> None:
    (tmp_path / "d.ttl").write_text(
        "@prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        f"ex:boat a ex:Vessel ; {statement} .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "ex:S sh:targetClass ex:Vessel ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ;\n"
        "    sh:property [ sh:path ex:captain ] , [ sh:path ex:deck1 ] , [ sh:path ex:age ] .\n"
        "ex:Rigged sh:targetClass ex:Vessel ; sh:property [ sh:path ex:mast ; sh:maxCount 3 ] .\n"
    )
    out = call("validate", "d.ttl", folder=tmp_path).out
    assert "is not allowed here" in out
    assert (f"Did you mean {proposal}?" in out) if proposal else ("Did you mean" not in out), out
