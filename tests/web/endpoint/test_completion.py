from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode

from kg import revision as revisions
from kg.project import Project
from kg.rdf.namespaces import RDF
from kg.revision import Revision
from kg.web.endpoint import completion


@pytest.fixture(scope="module")
def revision(project: Project) -> Revision:
    return revisions.current(project)


@pytest.fixture(scope="module")
def told(revision: Revision) -> dict[str, Any]:
    return completion.proposals(revision)


def term(terms: list[dict[str, Any]], iri: str) -> dict[str, Any]:
    (found,) = [each for each in terms if each["iri"] == iri]
    return found


def test_every_class_and_property_in_use_is_proposed_with_how_often(revision: Revision, told: dict[str, Any]) -> None:
    used = {quad.predicate.value for quad in revision.quads()}
    assert used <= {each["iri"] for each in told["properties"]}
    types = {quad.object.value for quad in revision.quads() if quad.predicate == NamedNode(RDF + "type")}
    assert types <= {each["iri"] for each in told["classes"]}
    cities = sum(
        quad.predicate == NamedNode(RDF + "type") and quad.object == NamedNode(revision.project.prefixes["ct"] + "City")
        for quad in revision.quads()
    )
    assert term(told["classes"], revision.project.prefixes["ct"] + "City")["uses"] == cities


def test_terms_stand_in_the_order_of_their_use(told: dict[str, Any]) -> None:
    for kind in ("classes", "properties"):
        uses = [each.get("uses", 0) for each in told[kind]]
        assert uses == sorted(uses, reverse=True)


def test_a_term_has_its_names_and_its_meaning_in_each_language(project: Project, told: dict[str, Any]) -> None:
    found = term(told["classes"], project.prefixes["ct"] + "Partnership")
    assert found["labels"] == {"en": "partnership", "nl": "band", "fr": "partenariat", "de": "Partnerschaft"}
    assert {"en", "nl"} <= found["definitions"].keys()


def test_a_property_of_concepts_names_their_scheme(project: Project, told: dict[str, Any]) -> None:
    scheme = project.base + "id/concept/status"
    assert term(told["properties"], project.prefixes["ct"] + "status")["scheme"] == scheme
    concepts = {each["iri"] for each in told["concepts"] if each.get("scheme") == scheme}
    assert concepts == {f"{scheme}/{each}" for each in ("ended", "in-force", "proposed", "suspended", "unknown")}


def test_a_concept_has_its_name_in_every_language(project: Project, told: dict[str, Any]) -> None:
    labels = term(told["concepts"], project.base + "id/concept/status/in-force")["labels"]
    assert labels == {"en": "in force", "nl": "van kracht", "fr": "en vigueur", "de": "in Kraft"}


def test_cities_are_proposed_by_their_names(project: Project, told: dict[str, Any]) -> None:
    assert term(told["things"], project.base + "id/city/jp-kanazawa")["labels"]["en"] == "Kanazawa"


def test_of_more_things_than_an_editor_keeps_none_is_proposed(
    revision: Revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completion, "THINGS", 10)
    assert completion.proposals(revision)["things"] == []


def test_nothing_is_proposed_as_two_kinds(told: dict[str, Any]) -> None:
    iris = [each["iri"] for kind in ("classes", "properties", "concepts", "things") for each in told[kind]]
    assert len(iris) == len(set(iris))


def test_the_prefixes_are_those_of_the_project(project: Project, told: dict[str, Any]) -> None:
    assert told["prefixes"] == project.prefixes
    assert told["base"] == project.base


def test_the_terms_are_kept_by_their_entity_tag(client: FlaskClient, told: dict[str, Any]) -> None:
    response = client.get("/sparql/terms.json")
    assert response.content_type == "application/json"
    assert response.get_json() == told
    again = client.get("/sparql/terms.json", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data


def test_the_terms_fit_into_a_page(client: FlaskClient) -> None:
    assert len(client.get("/sparql/terms.json").data) < 150_000
