from __future__ import annotations

import pytest
import rdflib
import rdflib.compare
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode
from rdflib import OWL

from kg.edition import Publication
from kg.project import Project
from kg.publish.serialisations import dump

SUFFIXES = {
    "text/html": "html",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}


@pytest.mark.parametrize(("accept", "suffix"), SUFFIXES.items())
def test_a_thing_redirects_to_its_document_in_the_accepted_format(
    client: FlaskClient, accept: str, suffix: str
) -> None:
    answer = client.get("/id/city/be-gent", headers={"Accept": accept})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/doc/city/be-gent.{suffix}"
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(("media_type", "suffix"), SUFFIXES.items())
def test_a_suffix_decides_the_format_whatever_is_accepted(client: FlaskClient, media_type: str, suffix: str) -> None:
    answer = client.get(f"/doc/city/be-gent.{suffix}", headers={"Accept": "image/png"})
    assert answer.status_code == 200
    assert answer.mimetype == media_type


def test_a_document_without_suffix_is_negotiated_and_says_so(client: FlaskClient) -> None:
    answer = client.get("/doc/city/be-gent", headers={"Accept": "text/turtle"})
    assert answer.mimetype == "text/turtle"
    assert "Accept" in answer.headers["Vary"]
    page = client.get("/doc/city/be-gent", headers={"Accept": "text/html"})
    assert {"Accept", "Accept-Language"} <= set(page.headers["Vary"].split(", "))


def test_links_name_the_thing_the_other_formats_and_the_licence(client: FlaskClient, project: Project) -> None:
    links = client.get("/doc/city/be-gent.ttl").headers["Link"]
    assert f'<{project.base}id/city/be-gent>; rel="describes"' in links
    assert '</doc/city/be-gent.html>; rel="alternate"; type="text/html"' in links
    assert 'rel="license"' in links


@pytest.mark.parametrize(("path", "document"), [
    ("/shape/Partnership-party", "/doc/shape/Partnership-party.ttl"),
    ("/graph/computed", "/doc/graph/computed.ttl"),
])  # fmt: skip
def test_shapes_and_graphs_redirect_like_things(client: FlaskClient, path: str, document: str) -> None:
    answer = client.get(path, headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["Location"]) == (303, document)
    assert client.get(document).status_code == 200


def test_the_ontology_answers_at_once_for_its_terms_are_fragments(client: FlaskClient) -> None:
    answer = client.get("/ns", headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    assert b"\nct:Partnership\n" in answer.data
    assert client.get("/ns.rdf").mimetype == "application/rdf+xml"
    page = client.get("/ns.html").text
    assert 'id="Partnership"' in page
    assert 'id="party"' in page


def test_the_version_iri_of_the_ontology_leads_to_it(client: FlaskClient) -> None:
    assert client.get("/ns/0.2.0").headers["Location"] == "/ns"
    assert client.get("/ns/9.9.9").status_code == 404
    assert client.get("/ns/9.9.9.ttl").status_code == 404


def test_an_earlier_version_of_the_ontology_is_served_at_its_version_iri(client: FlaskClient, project: Project) -> None:
    (_, path), *_ = project.earlier_ontologies().items()
    kept = rdflib.Graph().parse(path)
    for address, accept, media_type, form in (
        ("/ns/0.1.0", "*/*", "text/turtle", "turtle"),
        ("/ns/0.1.0", "text/html", "text/turtle", "turtle"),
        ("/ns/0.1.0", "application/rdf+xml", "application/rdf+xml", "xml"),
        ("/ns/0.1.0.nt", "*/*", "application/n-triples", "nt"),
    ):
        answer = client.get(address, headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (200, media_type)
        assert rdflib.compare.isomorphic(rdflib.Graph().parse(data=answer.data, format=form), kept)
    assert "Accept" in client.get("/ns/0.1.0").headers["Vary"]
    assert 'href="/ns/0.1.0"' in client.get("/ns.html").text


def test_an_earlier_version_is_no_part_of_the_data(client: FlaskClient, project: Project) -> None:
    ((version, _),) = project.earlier_ontologies().items()
    (ontology,) = rdflib.Graph().parse(project.root / "ontology" / "city-ties.ttl").subjects(predicate=OWL.priorVersion)
    answer = rdflib.Graph().parse(data=client.get("/ns.ttl").data, format="turtle")
    assert (ontology, OWL.priorVersion, rdflib.URIRef(f"{ontology}/{version}")) in answer
    assert len(set(answer.objects(ontology, OWL.versionIRI))) == 1


@pytest.mark.parametrize("suffix", ["ttl", "html"])
def test_who_has_the_current_entity_gets_no_body_again(client: FlaskClient, suffix: str) -> None:
    first = client.get(f"/doc/city/be-gent.{suffix}")
    again = client.get(f"/doc/city/be-gent.{suffix}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_entity_tags_differ_by_format_and_by_language(client: FlaskClient) -> None:
    asked = [("ttl", ""), ("nt", ""), ("html", "?lang=nl"), ("html", "?lang=en"), ("html", "")]
    tags = {client.get(f"/doc/city/be-gent.{suffix}{query}").headers["ETag"] for suffix, query in asked}
    assert len(tags) == len(asked)


def test_head_has_the_headers_of_get_and_no_body(client: FlaskClient) -> None:
    got, head = client.get("/doc/city/be-gent.ttl"), client.head("/doc/city/be-gent.ttl")
    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(got.data))
    assert head.headers["ETag"] == got.headers["ETag"]


def test_identifiers_are_never_rewritten_and_links_always_are(client: FlaskClient, project: Project) -> None:
    page = client.get("/doc/city/be-gent.html").text
    assert f"<code>{project.base}id/city/be-gent</code>" in page
    assert f'href="{project.base}' not in page
    assert 'href="/id/partnership/be-gent--jp-kanazawa"' in page
    assert "\n<id/city/be-gent>\n" in client.get("/doc/city/be-gent.ttl").text


def test_an_unknown_thing_is_404_with_what_may_have_been_meant(client: FlaskClient, project: Project) -> None:
    for path in ("/id/city/be-gnt", "/doc/city/be-gnt", "/doc/city/be-gnt.ttl"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.mimetype == "application/problem+json"
        assert f"{project.base}id/city/be-gent" in answer.get_json()["similar"]


def test_what_nobody_offers_is_406_with_the_offers(client: FlaskClient) -> None:
    answer = client.get("/id/city/be-gent", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.get_json()["offers"] == list(SUFFIXES)


def test_any_origin_may_read_and_sees_the_headers_it_needs(client: FlaskClient) -> None:
    answer = client.get("/doc/city/be-gent.ttl", headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "Link"} <= set(answer.headers["Access-Control-Expose-Headers"].split(", "))


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "jsonld", "trig"])
def test_dumps_are_served_under_their_graphs_name(client: FlaskClient, suffix: str) -> None:
    assert client.get(f"/dumps/ghent.{suffix}").status_code == 200
    assert client.get(f"/dumps/ontology/status.{suffix}").status_code == 200
    assert client.get(f"/dumps/computed.{suffix}").status_code == 200


def test_the_dump_of_everything_is_quads_and_unknown_dumps_are_404(client: FlaskClient) -> None:
    assert client.get("/dumps/city-ties.nq").mimetype == "application/n-quads"
    assert client.get("/dumps/city-ties.trig").mimetype == "application/trig"
    assert "ghent.ttl" in client.get("/dumps/gent.ttl").get_json()["similar"]
    assert client.get("/dumps/ghent.zip").status_code == 404


def test_every_named_graph_answers_to_its_name_with_its_size_files_and_licence(app: Flask, client: FlaskClient) -> None:
    publication: Publication = app.extensions["publication"]
    revision = publication.current().revision
    graphs = {each.graph.value for each in dump.dumps(revision) if each.graph}
    assert graphs == {q.graph_name.value for q in revision.quads() if isinstance(q.graph_name, NamedNode)}
    for iri in graphs:
        path = iri.removeprefix(revision.project.base)
        assert client.get(f"/{path}", headers={"Accept": "text/html"}).status_code == 303
        page = client.get(f"/doc/{path}.html?lang=en").text
        assert "Named graph" in page
        assert 'rel="license"' in page
        said = rdflib.Graph().parse(data=client.get(f"/doc/{path}.ttl").data, format="turtle")
        (size,) = said.objects(rdflib.URIRef(iri), rdflib.VOID.triples)
        assert int(size) > 0
        for file in said.objects(rdflib.URIRef(iri), rdflib.VOID.dataDump):
            assert client.head("/" + file.removeprefix(revision.project.base)).status_code == 200


def test_data_sets_services_and_catalogues_are_told_in_words(client: FlaskClient) -> None:
    for path, kind in {"dataset/ghent": "data set", "catalog": "catalogue", "service/sparql": "data service"}.items():
        page = client.get(f"/doc/{path}.html?lang=en").text
        assert f'<p class="kind">{kind}</p>' in page
        assert '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>' in page
