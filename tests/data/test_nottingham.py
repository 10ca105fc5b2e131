"""The example of Nottingham: each tie rests on the source that names it, and no more is said than that source says."""

from __future__ import annotations

import csv
from pathlib import Path

import pyshacl
import pytest
from rdflib import SH, Graph, URIRef

from kg import project as projects
from kg import revision as revisions
from kg.named_queries import named_query

from ..commands import call

BASE = "https://nottingham.example/ties/"
CT = "https://w3id.org/city-ties/ns#"


@pytest.fixture(scope="module")
def graph(root: Path) -> Graph:
    return Graph().parse(root / "examples" / "nottingham" / "data" / "nottingham.ttl")


def test_it_conforms_and_is_in_its_form(root: Path) -> None:
    folder = root / "examples" / "nottingham"
    judged = call("validate", folder=folder)
    assert judged.code == 0, judged.out
    assert judged.out.splitlines()[-1].startswith("Conforms")
    assert call("format", "--check", folder=folder).code == 0


def test_its_ties_are_the_pairs_of_the_list_and_each_names_its_rows(graph: Graph, shared: Path) -> None:
    with (shared / "data" / "twin_pairs_wikipedia_2026.csv").open(encoding="utf-8") as rows:
        pairs = [(row["city1"], row["city2"]) for row in csv.DictReader(rows)]
    partners = {two for one, two in pairs if one == "Nottingham"}
    locators = {str(text) for text in graph.objects(None, URIRef(CT + "locator"))}
    for partner in partners:
        (locator,) = [text for text in locators if f"Nottingham – {partner}" in text]
        assert ((partner, "Nottingham") in pairs) == (f"{partner} – Nottingham" in locator)
    assert len(locators) == len(partners) == 6


def test_no_tie_is_stated_to_be_in_force_and_only_the_one_that_a_source_dates_has_a_year(graph: Graph) -> None:
    certainty = {str(s): str(o).rpartition("/")[2] for s, o in graph.subject_objects(URIRef(CT + "certainty"))}
    assert sorted(certainty.values()) == ["disputed", *["inferred"] * 5]
    dated = {str(s) for s in graph.subjects(URIRef(CT + "earliestStart"), None)}
    assert dated == {claim for claim, sure in certainty.items() if sure == "disputed"}
    quotes = {str(o) for o in graph.objects(None, URIRef(CT + "quote"))}
    assert quotes == {
        "Nottingham (England) since 1985",
        "Only the partnership with the Japanese city of Kanazawa will be maintained",
    }


def test_its_graph_and_that_of_ghent_use_the_same_concepts(graph: Graph, root: Path) -> None:
    ghent = Graph().parse(root / "data" / "ghent.ttl")
    for name in ("status", "certainty", "partnershipType"):
        assert set(graph.objects(None, URIRef(CT + name))) <= set(ghent.objects(None, URIRef(CT + name)))


def test_its_questions_are_about_nottingham(root: Path) -> None:
    revision = revisions.current(projects.load(root / "examples" / "nottingham"))
    question = named_query.find(revision, "sister-cities")
    assert question.title("en").value == "Which cities are or were sister cities of Nottingham?"
    assert len(list(revision.solutions(question.text))) == 6
    for way in ("gb-nottingham", "Nottingham", "id/city/gb-nottingham", f"{BASE}id/city/gb-nottingham"):
        assert question.bound({"city": way}) == question.text
    assert "zw-harare" in question.bound({"city": "Harare"})


def test_its_catalogue_keeps_dcat_ap(root: Path, shared: Path) -> None:
    data = Graph().parse(root / "examples" / "nottingham" / "data" / "catalog.ttl")
    shapes = Graph().parse(shared / "suites" / "dcat-ap-3.0.1" / "dcat-ap-SHACL.ttl")
    for node, shape in list(shapes.subject_objects(SH.property)):
        if (shape, SH.path, None) not in shapes:
            shapes.remove((node, SH.property, shape))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    broken = [
        (report.value(result, SH.focusNode), report.value(result, SH.resultPath))
        for result in report.objects(None, SH.result)
        if report.value(result, SH.sourceConstraintComponent) != SH.ClassConstraintComponent
    ]
    assert not broken
