"""The description in VoID of what a site holds."""

from __future__ import annotations

from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode

from kg.publish.data_catalogue import void_description
from kg.rdf.namespaces import WELL_KNOWN
from kg.revision import Revision

VOID, ROOT = WELL_KNOWN["void"], "https://w3id.org/city-ties/"


def test_it_has_the_size_the_files_and_the_endpoint(revision: Revision) -> None:
    values: dict[str, list[str]] = {}
    for quad in void_description.describe(revision, ROOT):
        if quad.subject == NamedNode(f"{ROOT}data#dataset") and isinstance(quad.object, NamedNode | Literal):
            values.setdefault(quad.predicate.value.removeprefix(VOID), []).append(quad.object.value)
    assert values["triples"] == [str(sum(revision.sizes().values()))]
    assert values["sparqlEndpoint"] == [f"{ROOT}sparql"]
    assert f"{ROOT}dumps/city-ties.nq" in values["dataDump"]
    assert f"{ROOT}graph/data/ghent" in values["subset"]
    assert values["uriSpace"] == [ROOT]


def test_the_well_known_address_leads_to_it(client: FlaskClient) -> None:
    for accept, target in (("*/*", "/data.ttl"), ("text/html", "/data.ttl"), ("application/ld+json", "/data.jsonld")):
        response = client.get("/.well-known/void", headers={"Accept": accept})
        assert (response.status_code, response.headers["Location"]) == (302, target)
    assert "a void:Dataset" in client.get("/data.ttl").text
