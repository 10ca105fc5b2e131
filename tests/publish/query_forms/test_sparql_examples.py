"""The questions in RDF, as others collect examples of queries: each of them asks what its page does."""

from __future__ import annotations

import json

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib.namespace import RDF, RDFS, SH

from kg.rdf.formats import GRAPH_FORMATS

from ...presence import present

BASE = "https://w3id.org/city-ties/"
SCHEMA = rdflib.Namespace("https://schema.org/")
_LISTED = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|spex:describe ?query .
  FILTER(LANG(?comment) = "en")
} ORDER BY ?sq"""
"""How editors look for examples."""


@pytest.fixture
def examples(client: FlaskClient) -> rdflib.Graph:
    return rdflib.Graph().parse(data=client.get("/queries.ttl").data, format="turtle")


def test_each_question_is_an_example_that_is_answered_as_on_its_page(
    client: FlaskClient, examples: rdflib.Graph
) -> None:
    listed = json.loads(client.get("/queries.json?lang=en").data)
    rows = {str(row[0]): (str(row[1]), str(row[2])) for row in examples.query(_LISTED)}  # type: ignore[index]
    assert {node: comment for node, (comment, _) in rows.items()} == {
        f"{BASE}queries/{question['name']}": question["title"] for question in present(listed)
    }
    accept = {"Accept": "application/sparql-results+json, application/n-triples;q=0.9"}
    for node, (_, query) in present(rows.items()):
        by_name = client.get(f"/{node.removeprefix(BASE)}", headers=accept)
        by_text = client.post("/sparql", data={"query": query}, headers=accept)
        assert by_text.status_code == by_name.status_code == 200, node
        assert by_text.data == by_name.data, node


def test_each_example_names_the_endpoint_and_the_prefixes(client: FlaskClient, examples: rdflib.Graph) -> None:
    nodes = list(examples.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(nodes) > 30
    for node in nodes:
        assert list(examples.objects(node, SCHEMA.target)) == [rdflib.URIRef(f"{BASE}sparql")]
        (prefixes,) = examples.objects(node, SH.prefixes)
        declared = {str(examples.value(one, SH.prefix)) for one in examples.objects(prefixes, SH.declare)}
        assert {"ct", "skos", "dct"} <= declared
        assert {comment.language for comment in examples.objects(node, RDFS.comment)} >= {"en", "nl", "fr", "de"}  # type: ignore[attr-defined]
    services = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert "queries.ttl" in services


def test_every_format_says_the_same(client: FlaskClient, examples: rdflib.Graph) -> None:
    for form in present(GRAPH_FORMATS):
        response = client.get(f"/queries.{form.extension}")
        assert (response.status_code, response.mimetype) == (200, form.media_type)
    other = rdflib.Graph().parse(data=client.get("/queries.nt").data, format="nt")
    assert set(other) == set(examples)
