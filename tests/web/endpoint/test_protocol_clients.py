"""The endpoint as other people's clients use it, over a socket; and what no request gets out of it."""

from __future__ import annotations

import csv
import io
import itertools
import shutil
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlencode

import pandas
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDF,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)

CT = rdflib.Namespace("https://w3id.org/city-ties/ns#")
MANY = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 2000"
needs_curl = pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl; Debian's package curl has it")


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_takes_the_endpoint_for_a_graph(address: str, method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{address}/sparql", method=method, returnFormat="json"))
    assert len(set(graph.subjects(rdflib.RDF.type, CT.Partnership))) == 12
    assert (rdflib.URIRef("https://w3id.org/city-ties/id/city/be-gent"), rdflib.RDF.type, CT.City) in graph


def test_sparqlwrapper_names_graphs_and_posts_directly(address: str) -> None:
    client = SPARQLWrapper(f"{address}/sparql")
    client.setReturnFormat(JSON)
    client.setMethod(POST)
    client.setRequestMethod(POSTDIRECTLY)
    client.addDefaultGraph("https://w3id.org/city-ties/graph/computed")
    client.setQuery("SELECT DISTINCT ?p { ?s ?p ?o }")
    found = {each["p"]["value"] for each in client.queryAndConvert()["results"]["bindings"]}
    assert str(CT.partneredWith) in found
    assert str(CT.party) not in found


FORMS = {
    "SELECT": "SELECT * { ?s ?p ?o } LIMIT 2",
    "ASK": "ASK { ?s ?p ?o }",
    "CONSTRUCT": "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2",
    "DESCRIBE": "DESCRIBE <https://w3id.org/city-ties/id/city/be-gent>",
}
SOLUTIONS = {JSON: "application/sparql-results+json", XML: "application/sparql-results+xml", CSV: "text/csv",
             TSV: "text/tab-separated-values"}  # fmt: skip
GRAPHS = {TURTLE: "turtle", N3: "turtle", RDF: "rdf+xml", JSON: "json", JSONLD: "json", XML: "rdf+xml",
          RDFXML: "rdf+xml", CSV: "turtle", TSV: "turtle"}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Sending Accept header:RuntimeWarning", "ignore:ConjunctiveGraph")
@pytest.mark.parametrize("form", FORMS)
def test_sparqlwrapper_is_answered_in_each_of_its_settings(address: str, form: str) -> None:
    ways = ((GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY))
    combinations = list(itertools.product(ways, GRAPHS, (True, False)))
    assert len(combinations) == 54
    for (method, encoding), wanted, only_accept in combinations:
        client = SPARQLWrapper(f"{address}/sparql")
        client.setQuery(FORMS[form])
        client.setMethod(method)
        client.setRequestMethod(encoding)
        client.setReturnFormat(wanted)
        client.setOnlyConneg(only_accept)
        answer = client.query().response
        media_type = answer.headers.get_content_type()
        if form in ("SELECT", "ASK"):
            assert media_type == SOLUTIONS.get(wanted, SOLUTIONS[JSON]), (method, encoding, wanted, only_accept)
        else:
            # By Accept alone, it asks for any format of a graph where it cannot name that format.
            names = {"turtle": ("text/turtle", "application/turtle"), "rdf+xml": ("application/rdf+xml",),
                     "json": ("application/ld+json",)}  # fmt: skip
            name = "turtle" if only_accept and wanted in (JSON, RDF) else GRAPHS[wanted]
            assert media_type in names[name], (method, encoding, wanted, only_accept)
            parser = {"application/rdf+xml": "xml", "application/ld+json": "json-ld"}.get(media_type, "turtle")
            assert len(rdflib.Graph().parse(data=answer.read(), format=parser)) >= 2


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_sparqlwrapper_converts_a_graph_in_its_default_setting(address: str) -> None:
    client = SPARQLWrapper(f"{address}/sparql")
    client.setQuery(FORMS["CONSTRUCT"])
    assert len(client.queryAndConvert()) == 2


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_every_statement_in_its_default_setting(address: str, method: str) -> None:
    """It asks for XML, which has no control characters."""
    graph = rdflib.Graph(SPARQLStore(f"{address}/sparql", method=method))
    (count,) = graph.query("SELECT (COUNT(*) AS ?n) { ?s a ?class }")
    assert len(set(graph.triples((None, rdflib.RDF.type, None)))) == int(count[0]) > 500  # type: ignore[index]


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_constructs_a_graph_whatever_format_of_solutions_it_has(address: str, method: str, form: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{address}/sparql", method=method, returnFormat=form))
    assert len(graph.query(FORMS["CONSTRUCT"]).graph or ()) == 2


def test_a_table_is_read_from_the_address_alone(address: str) -> None:
    """As spreadsheets do, which send no Accept that would say CSV."""
    asked = urlencode({"query": "SELECT ?city ?name { ?city a ct:City ; skos:prefLabel ?name }".replace(
        "ct:City", CT.City.n3()).replace("skos:prefLabel", rdflib.SKOS.prefLabel.n3())})  # fmt: skip
    with urllib.request.urlopen(f"{address}/sparql.csv?{asked}") as answer:
        rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8", newline="")))
    assert {"Gent", "金沢市"} & {row["name"] for row in rows}
    assert all(row["city"].startswith("https://w3id.org/city-ties/id/city/") for row in rows)


def test_pandas_reads_a_table_with_its_types_from_the_address_alone(address: str) -> None:
    query = f"""SELECT ?partnership ?name ?west ?from (?west > 5 AS ?eastern) {{
        ?partnership <{CT.party}> ?city ; <{CT.claim}> ?claim . ?claim <{CT.latestStart}> ?from .
        ?city <{rdflib.SKOS.prefLabel}> ?name ; <{rdflib.DCTERMS.spatial}>/<{CT.west}> ?west FILTER(LANG(?name) = "ja")
    }} ORDER BY ?from"""
    table = pandas.read_csv(f"{address}/sparql.csv?{urlencode({'query': query})}", parse_dates=["from"])
    assert list(table.columns) == ["partnership", "name", "west", "from", "eastern"]
    assert dict(zip(table["name"], table["eastern"], strict=True)) == {"金沢市": True, "ゲント市": False}
    assert table["west"].dtype == "float64"
    assert table["eastern"].dtype == "bool"
    assert table["from"].dt.year.min() == 1958


@needs_curl
@pytest.mark.parametrize(
    "options",
    ["--compressed", "--http1.0", "--http2", "-H Expect:100-continue", "-H Transfer-Encoding:chunked"],
)
def test_curl_gets_the_whole_answer(address: str, options: str) -> None:
    command = ["curl", "-sSf", f"{address}/sparql", "-H", "Accept: text/csv", "--data-urlencode", f"query={MANY}"]
    for _ in range(2):
        plain, other = (
            subprocess.run([*command, *more], capture_output=True, check=True, timeout=30).stdout
            for more in ([], options.split())
        )
        assert plain == other
        assert plain.count(b"\n") == 2001


@pytest.fixture
def heard() -> Iterator[tuple[str, list[bytes]]]:
    """An address on the loopback at which every caller is noted."""
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                caller, _ = server.accept()
                with caller:
                    said = caller.recv(1000)
                if said == b"quit":
                    return
                calls.append(said)

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", calls
        with socket.create_connection(server.getsockname()) as last:
            last.sendall(b"quit")
        thread.join()


def answered(request: urllib.request.Request) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


@pytest.mark.parametrize("query", [
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ S\\u0045RVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * FROM <file:///etc/passwd> {{ ?s ?p ?o }}",
    "LOAD <{0}>",
    "LOAD <file:///etc/passwd> INTO GRAPH <http://example.org/>",
    "DESCRIBE <{0}>",
])  # fmt: skip
def test_no_request_gets_out(address: str, heard: tuple[str, list[bytes]], query: str) -> None:
    target, calls = heard
    text = query.format(target)
    for asked in ({"query": text}, {"query": "ASK {}", "default-graph-uri": target}, {"update": text}):
        request = urllib.request.Request(f"{address}/sparql", urlencode(asked).encode())
        status, body = answered(request)
        assert status in (200, 400, 403)
        assert b"root:" not in body
    with urllib.request.urlopen(f"{address}/health") as answer:
        assert answer.status == 200
    assert calls == []
