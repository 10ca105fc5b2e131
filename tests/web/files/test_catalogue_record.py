"""The catalogue for harvesters: every address in it answers, and sizes and checksums are those of the files."""

from __future__ import annotations

import hashlib

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib.namespace import DCAT, DCTERMS, RDF, RDFS

from ...presence import present

BASE = "https://w3id.org/city-ties/"
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")


@pytest.fixture
def catalogue(client: FlaskClient) -> rdflib.Graph:
    response = client.get("/data", headers={"Accept": "text/turtle"})
    assert (response.status_code, response.mimetype) == (200, "text/turtle")
    assert "Accept" in response.headers["Vary"]
    return rdflib.Graph().parse(data=response.data, format="turtle")


def test_each_file_has_its_size_and_its_checksum(client: FlaskClient, catalogue: rdflib.Graph) -> None:
    files = list(catalogue.subject_objects(DCAT.downloadURL))
    assert len(files) >= 5
    stated = {}
    for distribution, address in files:
        (size,) = catalogue.objects(distribution, DCAT.byteSize)
        (checksum,) = catalogue.objects(distribution, SPDX.checksum)
        assert catalogue.value(checksum, RDF.type) == SPDX.Checksum
        assert catalogue.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        stated[str(address)] = (str(size), str(catalogue.value(checksum, SPDX.checksumValue)).lower())
    bodies = {address: client.get("/" + address.removeprefix(BASE)).data for address in stated}
    assert stated == {address: (str(len(body)), hashlib.sha256(body).hexdigest()) for address, body in bodies.items()}


def test_each_file_is_of_the_format_that_the_catalogue_says(client: FlaskClient, catalogue: rdflib.Graph) -> None:
    for distribution, address in present(catalogue.subject_objects(DCAT.downloadURL)):
        (stated,) = catalogue.objects(distribution, DCAT.mediaType)
        response = client.get("/" + str(address).removeprefix(BASE))
        assert (response.status_code, response.mimetype) == (200, str(stated).partition("/media-types/")[2])


def test_the_catalogue_leads_to_the_other_descriptions_of_the_data(
    client: FlaskClient, catalogue: rdflib.Graph
) -> None:
    others = set(catalogue.objects(rdflib.URIRef(f"{BASE}data#dataset"), RDFS.seeAlso))
    assert others == {rdflib.URIRef(f"{BASE}croissant.json"), rdflib.URIRef(f"{BASE}queries.ttl")}
    page = client.get("/data", headers={"Accept": "text/html"}).text
    assert all(f'href="/{str(address).removeprefix(BASE)}"' in page for address in others)


def test_every_address_of_ours_in_the_catalogue_answers(client: FlaskClient, catalogue: rdflib.Graph) -> None:
    nodes = {str(node) for triple in catalogue for node in triple if isinstance(node, rdflib.URIRef)}
    own = {"/" + node.removeprefix(BASE).partition("#")[0] for node in nodes if node.startswith(BASE)}
    assert {"/id/catalog", "/id/dataset/ghent", "/dumps/ghent.ttl", "/sparql"} <= own
    statuses = {path: client.get(path, follow_redirects=True).status_code for path in own}
    assert set(statuses.values()) == {200}, statuses
    assert list(catalogue.subjects(RDF.type, DCAT.Catalog))
    assert list(catalogue.subject_objects(DCTERMS.license))


@pytest.mark.parametrize(("accept", "target"), [("text/turtle", "/data.ttl"), ("application/ld+json", "/data.jsonld")])
def test_the_start_leads_a_harvester_to_the_catalogue(client: FlaskClient, accept: str, target: str) -> None:
    response = client.get("/", headers={"Accept": accept})
    assert (response.status_code, response.headers["Location"]) == (303, target)
    assert client.get(target).mimetype == accept


def test_people_and_clients_without_a_wish_get_pages(client: FlaskClient) -> None:
    answers = [client.get(path, headers=headers) for path in ("/", "/data") for headers in ({}, {"Accept": "*/*"})]
    assert [answer.mimetype for answer in answers] == ["text/html"] * 4
    assert client.get("/data.csv").status_code == 404
