from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, parse

from kg.project import Project
from kg.publish.documents import description
from kg.publish.serialisations import dump, json_ld, serialisation
from kg.rdf.formats import JSON_LD
from kg.rdf.namespaces import RDF
from kg.revision import Revision

DOCUMENTS = [
    "id/city/be-gent",
    "id/partnership/be-gent--jp-kanazawa",
    "id/source/gent-reorientation",
    "id/decision/gent-reorientation",
    "id/dataset/ghent",
    "id/concept/status",
    "ns",
    "shape/Partnership-party",
]


def document(revision: Revision, name: str) -> dict[str, object]:
    return json.loads(description.represent(revision, revision.project.base + name, JSON_LD).body)


def read(body: bytes) -> set[str]:
    """The statements in a body, blank nodes without their labels."""
    return {re.sub(r"_:\w+", "_:", str(quad.triple)) for quad in parse(body, JSON_LD.codec)}


def test_every_term_of_the_ontology_has_its_name_in_the_context(revision: Revision, root: Path) -> None:
    context = json.loads(json_ld.context(revision))["@context"]
    ontology = rdflib.Graph().parse(root / "ontology" / "city-ties.ttl", publicID=revision.project.base)
    namespace = revision.project.prefixes["ct"]
    declared = {str(each).removeprefix(namespace) for each in ontology.subjects() if str(each).startswith(namespace)}
    assert declared == set(json_ld.terms(revision).names)
    assert declared <= set(context)
    assert context["party"] == {"@id": "ct:party", "@type": "@id"}
    assert context["earliestStart"] == {"@id": "ct:earliestStart", "@type": "xsd:date"}
    assert context["quote"] == "ct:quote"


def test_the_context_is_named_by_the_version_of_the_ontology(revision: Revision) -> None:
    assert json_ld.address(revision) == "/context/0.2.0.jsonld"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_carries_that_part_of_the_context_that_it_needs(revision: Revision, name: str) -> None:
    whole = json.loads(json_ld.context(revision))["@context"]
    own = document(revision, name)["@context"]
    assert isinstance(own, dict)
    assert own.items() <= whole.items()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_says_the_same_under_the_published_context(revision: Revision, name: str) -> None:
    told = document(revision, name) | json.loads(json_ld.context(revision))
    body = description.represent(revision, revision.project.base + name, JSON_LD).body
    assert read(json.dumps(told).encode()) == read(body)


def test_people_find_short_names_in_it(revision: Revision) -> None:
    graph = document(revision, "id/partnership/be-gent--jp-kanazawa")["@graph"]
    assert isinstance(graph, list)
    (found,) = (each for each in graph if each["id"].endswith("/partnership/be-gent--jp-kanazawa"))
    assert found["type"] == "Partnership"
    assert sorted(found["party"]) == [f"{revision.project.base}id/city/{city}" for city in ("be-gent", "jp-kanazawa")]
    (agreement,) = (each for each in graph if each["id"].endswith("#agreement-1971"))
    assert agreement["earliestStart"] == "1971-10-04"


def test_dumps_have_the_same_names(revision: Revision) -> None:
    assert b'"partnershipType"' in dump.represent(revision, "ghent", JSON_LD).body


def test_a_text_as_a_type_stands_under_the_name_of_the_property(project: Project) -> None:
    """Nothing is called by a text, but RDF allows to say so."""
    statements = [
        Quad(NamedNode(f"{project.base}id/x"), NamedNode(RDF + "type"), value)
        for value in (NamedNode(f"{project.base}id/T"), Literal("T"))
    ]
    body = serialisation.text(statements, JSON_LD, project)
    assert set(parse(body, JSON_LD.codec)) == set(statements)
