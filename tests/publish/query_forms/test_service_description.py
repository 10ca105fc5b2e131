from __future__ import annotations

import rdflib
from flask.testing import FlaskClient

from kg.publish.query_forms.engine_deviations import DEVIATIONS

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


def described(client: FlaskClient) -> rdflib.Graph:
    return rdflib.Graph().parse(data=client.get("/sparql", headers={"Accept": "text/turtle"}).text, format="turtle")


def test_the_service_describes_its_address_its_language_and_its_formats(client: FlaskClient) -> None:
    graph = described(client)
    (service,) = graph.subjects(rdflib.RDF.type, SD.Service)
    assert str(graph.value(service, SD.endpoint)).endswith("/sparql")
    assert SD.SPARQL11Query in set(graph.objects(service, SD.supportedLanguage))
    assert len(set(graph.objects(service, SD.resultFormat))) == 10


def test_each_named_graph_has_its_size(client: FlaskClient) -> None:
    graph = described(client)
    named = list(graph.subjects(rdflib.RDF.type, SD.NamedGraph)) or list(graph.subjects(SD.name, None))
    assert len(named) > 10
    sizes = [int(value) for value in graph.objects(None, rdflib.URIRef("http://rdfs.org/ns/void#triples"))]
    assert len(sizes) >= len(named)
    assert all(size > 0 for size in sizes)


def test_it_says_in_four_languages_where_answers_deviate(client: FlaskClient) -> None:
    graph, schema = described(client), rdflib.Namespace("http://schema.org/")
    nodes = list(graph.subjects(schema.propertyID, rdflib.Literal("deviation")))
    assert {str(graph.value(node, schema.value)) for node in nodes} == {name for name, _ in DEVIATIONS}
    texts = [list(graph.objects(node, schema.description)) for node in nodes]
    assert texts
    assert all(len(set(map(str, sentences))) == 4 for sentences in texts)
