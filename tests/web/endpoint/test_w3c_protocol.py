"""The W3C's tests of the SPARQL 1.1 Protocol and of Service Description, as HTTP requests to a server process.

This service answers queries and changes nothing, so each test that wants an update carried out is expected to be
refused, for the reason that stands in ``REFUSED``.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS

from ...presence import present

SHARED = Path(os.environ.get("CITY_TIES_SHARED", Path(__file__).resolve().parents[4] / "shared"))
SUITE = SHARED / "suites" / "sparql11" / "protocol"
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
SETTINGS = """base = "https://example.org/"
languages = ["en"]

[prefixes]
ct = "https://example.org/ns#"
"""
SHAPES = """BASE <https://example.org/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX sh: <http://www.w3.org/ns/shacl#>

<shape/Document> a sh:NodeShape ; sh:targetClass foaf:Document ; sh:nodeKind sh:IRI .
"""

pytestmark = pytest.mark.usefixtures("shared")

UPDATES = "an update: this service changes nothing"
REFUSED = {
    "update_dataset_default_graph": UPDATES,
    "update_dataset_default_graphs": UPDATES,
    "update_dataset_named_graphs": UPDATES,
    "update_dataset_full": UPDATES,
    "update_post_form": UPDATES,
    "update_post_direct": UPDATES,
    "update_base_uri": UPDATES + "; what it says of the base IRI is tested with a query, below",
}
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                "text/tab-separated-values"},
    "RDF": {"application/rdf+xml", "text/turtle", "application/n-triples"},
}  # fmt: skip


@dataclass(frozen=True)
class Request:
    """A request of the manifest and what it expects."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[int, ...]
    format: str | None
    boolean: bool | None


def names() -> list[str]:
    if not SUITE.is_dir():
        return []
    graph = rdflib.Graph().parse(SUITE / "manifest.ttl")
    entries = Collection(graph, next(graph.objects(None, MF.entries)))
    return [str(entry).rpartition("#")[2] for entry in entries]


@pytest.fixture(scope="module")
def manifest() -> rdflib.Graph:
    return rdflib.Graph().parse(SUITE / "manifest.ttl")


@pytest.fixture(scope="module")
def endpoint(root: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server on a project whose graphs are those of the suite."""
    folder = tmp_path_factory.mktemp("suite")
    suite = shared / "suites" / "sparql11" / "protocol"
    for name in ("data", "ontology", "shapes", "queries"):
        (folder / name).mkdir()
    trig = "".join(
        f"<{DATA.format(number)}> {{ {(suite / f'data{number}.nt').read_text('utf-8')} }}\n" for number in (1, 2, 3)
    )
    (folder / "data" / "suite.trig").write_text(trig, "utf-8")
    (folder / "shapes" / "suite.ttl").write_text(SHAPES, "utf-8")
    (folder / "kg.toml").write_text(SETTINGS, "utf-8")
    shutil.copy(root / "server.py", folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "server.py"],
        cwd=folder,
        env={**os.environ, "HOST": "127.0.0.1", "PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout
    try:
        assert server.stdout.readline().endswith(f":{port}/\n")
        yield f"http://127.0.0.1:{port}/sparql"
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)


def requests(manifest: rdflib.Graph, name: str) -> Iterator[Request]:
    test = next(each for each in manifest.subjects() if str(each).endswith(f"#{name}"))
    for node in Collection(manifest, manifest.value(manifest.value(test, MF.action), HT.requests)):
        response = manifest.value(node, HT.resp)
        headers = manifest.value(node, HT.headers)
        body = manifest.value(node, HT.body)
        boolean = manifest.value(response, MF.expectedBoolean)
        yield Request(
            str(manifest.value(node, HT.methodName)),
            str(manifest.value(node, HT.absolutePath)),
            {
                str(manifest.value(each, HT.fieldName)): str(manifest.value(each, HT.fieldValue))
                for each in (Collection(manifest, headers) if headers else ())
            },
            str(manifest.value(body, CNT.chars)).encode(str(manifest.value(body, CNT.characterEncoding)))
            if body
            else None,
            tuple(int(str(each)[-3]) for each in manifest.objects(response, MF.expectedStatus)),
            str(manifest.value(response, MF.expectedFormat) or "") or None,
            None if boolean is None else bool(boolean.toPython()),
        )


def send(endpoint: str, request: Request) -> tuple[http.client.HTTPResponse, bytes]:
    """``/sparql/`` of the manifest is the path of this endpoint."""
    at = urlsplit(endpoint)
    connection = http.client.HTTPConnection(at.netloc, timeout=30)
    try:
        path = request.path.replace("/sparql/", at.path, 1)
        connection.request(request.method, path, request.body, request.headers)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize("name", names())
def test_the_protocol_is_that_of_the_w3c(name: str, manifest: rdflib.Graph, endpoint: str) -> None:
    for request in present(requests(manifest, name)):
        response, body = send(endpoint, request)
        if name in REFUSED:
            assert response.status == 403
            assert "changes nothing" in json.loads(body)["detail"]
            return
        assert response.status // 100 in request.statuses
        kind = (response.headers["Content-Type"] or "").partition(";")[0]
        if request.format:
            assert kind in FORMATS[request.format]
        if request.boolean is not None:
            assert json.loads(body)["boolean"] is request.boolean


def test_all_of_the_suite_is_run() -> None:
    assert len(names()) == 34
    assert set(REFUSED) < set(names())


def test_an_iri_without_a_base_is_resolved_by_the_service(endpoint: str) -> None:
    asked = 'ASK { BIND(<test> AS ?o) FILTER(isIRI(?o) && STR(?o) = "https://example.org/test") }'
    headers = {"Content-Type": "application/sparql-query"}
    response, body = send(endpoint, Request("POST", "/sparql/", headers, asked.encode(), (2,), None, True))
    assert response.status == 200
    assert json.loads(body)["boolean"] is True


def describe(endpoint: str, accept: str = "text/turtle") -> rdflib.Graph:
    """``returns-rdf``: what GET on the endpoint gives is read as RDF."""
    response, body = send(endpoint, Request("GET", "/sparql/", {"Accept": accept}, None, (2,), None, None))
    assert response.status == 200
    assert response.headers["Content-Type"].partition(";")[0] == accept
    return rdflib.Graph().parse(data=body, format=accept)


# rdflib's own JSON-LD parser uses its deprecated class.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_get_on_the_endpoint_returns_rdf(endpoint: str) -> None:
    sizes = {
        len(describe(endpoint, accept))
        for accept in ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json")
    }
    assert len(sizes) == 1
    assert sizes.pop() > 50


def test_the_description_has_a_matching_endpoint_triple(endpoint: str) -> None:
    found = list(describe(endpoint).objects(None, SD.endpoint))
    assert found == [rdflib.URIRef(endpoint)]


def test_the_description_conforms_to_the_schema(endpoint: str) -> None:
    """Each term of the vocabulary stands where section 3 lets it, and a service has what it must have."""
    graph = describe(endpoint)
    domains = {
        SD.endpoint: SD.Service, SD.supportedLanguage: SD.Service, SD.feature: SD.Service, SD.resultFormat: SD.Service,
        SD.defaultEntailmentRegime: SD.Service, SD.extensionFunction: SD.Service, SD.defaultDataset: SD.Service,
        SD.defaultGraph: SD.Dataset, SD.namedGraph: SD.Dataset, SD.name: SD.NamedGraph, SD.graph: SD.NamedGraph,
    }  # fmt: skip
    ranges = {
        SD.extensionFunction: SD.Function, SD.defaultDataset: SD.Dataset, SD.defaultGraph: SD.Graph,
        SD.namedGraph: SD.NamedGraph, SD.graph: SD.Graph,
    }  # fmt: skip
    for subject, predicate, value in graph:
        if predicate in domains:
            assert (subject, RDF.type, domains[predicate]) in graph
        if predicate in ranges:
            assert (value, RDF.type, ranges[predicate]) in graph
    assert {each for each in graph.predicates() if str(each).startswith(str(SD))} == set(domains)
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert (service, SD.feature, SD.UnionDefaultGraph) in graph
    assert not set(graph.objects(None, SD.feature)) & {SD.DereferencesURIs, SD.BasicFederatedQuery}


def test_the_description_names_the_graphs_with_their_sizes(endpoint: str) -> None:
    graph = describe(endpoint)
    sizes = {
        str(name): int(graph.value(graph.value(entry, SD.graph), VOID.triples))
        for entry, name in graph.subject_objects(SD.name)
    }
    assert sizes == {DATA.format(number): 1 for number in (1, 2, 3)}
    (whole,) = graph.objects(None, SD.defaultGraph)
    assert int(graph.value(whole, VOID.triples)) == 3
    assert not list(graph.subjects(RDFS.label))
