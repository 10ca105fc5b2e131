"""The requests whose answers are recorded: 37 addresses in two languages, and about 200 requests to the endpoint.

Each has a name that a person reads in the list of differences. ``{etag}`` in a header stands for the entity tag of the
same request without that header.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RESULTS = {
    "srj": "application/sparql-results+json",
    "srx": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPHS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "trig": "application/trig",
    "nq": "application/n-quads",
}


@dataclass(frozen=True)
class Request:
    """One request; ``name`` is unique."""

    name: str
    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True)
class Names:
    """What the requests name of a project: its base IRI, and resources that it has."""

    base: str = "https://w3id.org/city-ties/"
    city: str = "be-gent"
    partnership: str = "be-gent--jp-kanazawa"
    network: str = "eurocities"
    source: str = "gent-reorientation"
    decision: str = "gent-reorientation"
    graph: str = "data/ghent"
    query: str = "partners-on-a-day"


def all_requests(names: Names) -> list[Request]:
    """Every request, the pages first."""
    return [*addresses(names), *endpoint_requests(names)]


def addresses(names: Names) -> Iterator[Request]:
    """37 addresses in two languages, as a browser asks for them."""
    paths = [
        "/",
        "/partnerships",
        "/partnerships?on=2015-06-01&status=in-force",
        "/cities.csv",
        "/networks",
        "/sources",
        f"/doc/city/{names.city}.html",
        f"/doc/partnership/{names.partnership}.html",
        f"/doc/network/{names.network}.html",
        f"/doc/decision/{names.decision}.html",
        f"/doc/source/{names.source}.html",
        "/doc/concept/status/in-force.html",
        f"/doc/graph/{names.graph}.html",
        "/doc/shape/Partnership-party.html",
        f"/doc/city/{names.city}.ttl",
        f"/doc/city/{names.city}.jsonld",
        f"/id/city/{names.city}",
        "/pictures/map.html",
        "/pictures/timeline.svg",
        "/pictures/networks.png",
        "/pictures/countries",
        "/queries/",
        f"/queries/{names.query}",
        f"/queries/{names.query}?day=2015-06-01&format=csv",
        f"/queries/{names.query}?format=json",
        "/search?q=gent",
        "/search/suggest.json?q=kan",
        "/sitemap.xml",
        "/robots.txt",
        "/data",
        "/quality",
        "/sparql",
        "/dumps/",
        "/embed/map",
        "/ns",
        "/nowhere",
        f"/queries/{names.query}?day=someday",
    ]
    for path in paths:
        for language in ("nl", "en"):
            headers = {"Accept": BROWSER, "Accept-Language": language, "Accept-Encoding": "gzip"}
            yield Request(f"{path} in {language}", path, headers=headers)


def endpoint_requests(names: Names) -> Iterator[Request]:
    """About 200 requests to the endpoint."""
    queries = _queries(names)
    yield from _formats(queries)
    yield from _posted(queries)
    yield from _negotiated(queries)
    yield from _coded(queries)
    yield from _conditional(queries)
    yield from _graphs(names)
    yield from _wrong(names, queries)
    yield from _hostile()
    yield from _service(queries)


def _queries(names: Names) -> dict[str, str]:
    ct = f"PREFIX ct: <{names.base}ns#> "
    city = f"<{names.base}id/city/{names.city}>"
    return {
        "select": ct + "SELECT ?s ?type WHERE { ?s a ct:Partnership ; ct:partnershipType ?type } ORDER BY ?s",
        "ask": ct + f"ASK {{ {city} a ct:City }}",
        "construct": ct + f"CONSTRUCT {{ ?s ct:party {city} }} WHERE {{ ?s ct:party {city} }}",
        "describe": f"DESCRIBE {city}",
        "large": "SELECT * WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o",
        "now": "SELECT (NOW() = NOW() AS ?same) WHERE {}",
        "count": "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }",
        "aggregate": ct
        + "SELECT ?type (COUNT(?s) AS ?n) { ?s ct:partnershipType ?type } GROUP BY ?type ORDER BY ?type",
        "relative": "SELECT ?p WHERE { <id/city/" + names.city + "> ?p ?o } ORDER BY ?p LIMIT 3",
        "literals": 'SELECT * WHERE { VALUES (?a ?b) { ("é"@nl 1.50) ("\\n\\t\\"<&"  "x"^^<urn:t>) (UNDEF true) } }',
        "empty": "SELECT * WHERE { <urn:nothing> <urn:nothing> ?o }",
    }


def _get(name: str, query: str, accept: str | None = "application/sparql-results+json", **more: str) -> Request:
    """A GET; further parameters of the address are given by name, ``_`` standing for a hyphen."""
    parameters = {"query": query, **{key.replace("_", "-"): value for key, value in more.items()}}
    return Request(name, f"/sparql?{urlencode(parameters)}", headers={"Accept": accept} if accept else {})


def _formats(queries: Mapping[str, str]) -> Iterator[Request]:
    for form, offers in (("select", RESULTS), ("ask", RESULTS), ("construct", GRAPHS), ("describe", GRAPHS)):
        for extension, media_type in offers.items():
            yield _get(f"{form} accepted as {extension}", queries[form], media_type)
            if form != "describe":
                yield _get(f"{form} named by format={extension}", queries[form], None, format=extension)
                suffixed = f"/sparql.{extension}?{urlencode({'query': queries[form]})}"
                yield Request(f"{form} named by the suffix {extension}", suffixed)
    for form, others in (("select", ("json", "xml", "html", "text/csv", "ttl", "pdf")), ("construct", ("json", "srj"))):
        for name in others:
            yield _get(f"{form} named by format={name}", queries[form], None, format=name)
    for name in ("json", "xml", "html", "pdf"):
        yield Request(f"select named by the suffix {name}", f"/sparql.{name}?{urlencode({'query': queries['select']})}")
    for name in ("aggregate", "relative", "literals", "empty", "count"):
        yield _get(f"{name} accepted as JSON", queries[name])
    for extension, media_type in list(RESULTS.items())[1:]:
        yield _get(f"literals accepted as {extension}", queries["literals"], media_type)


def _posted(queries: Mapping[str, str]) -> Iterator[Request]:
    form, direct = "application/x-www-form-urlencoded", "application/sparql-query"
    encoded = urlencode({"query": queries["select"]}).encode()
    text = queries["select"].encode()
    csv = {"Accept": "text/csv"}

    def post(name: str, kind: str | None, body: bytes, path: str = "/sparql", **headers: str) -> Request:
        given = csv | ({"Content-Type": kind} if kind else {})
        return Request(
            name, path, "POST", given | {key.replace("_", "-"): value for key, value in headers.items()}, body
        )

    yield post("posted as a form", form, encoded)
    yield post("posted directly", direct, text)
    yield post("posted directly in UTF-8", f"{direct}; charset=UTF-8", text)
    yield post("posted directly in Latin-1", f"{direct}; charset=iso-8859-1", text)
    yield post("posted directly after a byte order mark", direct, b"\xef\xbb\xbf" + text)
    yield post("posted directly with bytes that are not UTF-8", direct, b"SELECT * { ?s ?p '\xff' }")
    yield post("posted as plain text", "text/plain", text)
    yield post("posted without a type", None, text)
    yield post("posted as parts", "multipart/form-data; boundary=x", b"--x--")
    yield post("posted with a content coding", direct, queries["ask"].encode(), Content_Encoding="gzip")
    yield post("posted without a body", form, b"")
    yield post("posted with two queries", form, encoded + b"&" + encoded)
    yield post("posted with the query in the address", form, b"", f"/sparql?{encoded.decode()}")
    yield post("posted with format in the body", form, encoded + b"&format=srx")
    yield post("posted with a suffix", form, encoded, "/sparql.tsv")
    yield post("posted for a browser", form, encoded, Accept=BROWSER)
    yield post("posted with If-None-Match", form, encoded, If_None_Match="*")
    yield post("an update posted directly", "application/sparql-update", b"CLEAR ALL")
    yield post("an update posted as a form", form, b"update=CLEAR+ALL")
    yield post("an update posted as a query", direct, b"INSERT DATA { <urn:a> <urn:b> <urn:c> }")


def _negotiated(queries: Mapping[str, str]) -> Iterator[Request]:
    select = queries["select"]
    accepts = {
        "nothing said": None,
        "anything": "*/*",
        "a browser": BROWSER,
        "an asterisk": "*",
        "JSON by its alias": "application/json",
        "XML by its alias": "text/xml",
        "a graph only": "text/turtle",
        "a graph or anything": "text/turtle, */*;q=0.1",
        "CSV before JSON": "application/json;q=0.5, text/csv",
        "no CSV": "text/csv;q=0, text/*",
        "text of any kind": "text/*",
        "parameters": "text/csv;charset=utf-8;header=present",
        "nonsense": "nonsense",
        "an empty value": "",
        "a long list": ", ".join(f"application/x-{number}" for number in range(120)) + ", text/csv",
        "a problem": "application/problem+json",
    }
    for name, accept in accepts.items():
        yield _get(f"select for who accepts {name}", select, accept)
    for language in ("nl", "de"):
        headers = {"Accept": BROWSER, "Accept-Language": language}
        yield Request(f"a page of results in {language}", f"/sparql?{urlencode({'query': select})}", headers=headers)
        wrong = f"/sparql?{urlencode({'query': 'SELECT ?s WHERE {'})}"
        yield Request(f"a page of a syntax error in {language}", wrong, headers=headers)
    yield _get("a graph for a browser", queries["construct"], BROWSER)
    yield _get("yes or no for a browser", queries["ask"], BROWSER)
    yield _get("a volatile query for a browser", queries["now"], BROWSER)


def _coded(queries: Mapping[str, str]) -> Iterator[Request]:
    for coding in (
        "gzip",
        "br",
        "zstd",
        "identity",
        "*",
        "gzip, br;q=0.5",
        "br, zstd",
        "gzip;q=0",
        "x-gzip",
        "deflate",
    ):
        request = _get(f"a large answer as {coding}", queries["large"], "text/csv")
        yield Request(request.name, request.path, headers={**request.headers, "Accept-Encoding": coding})
    small = _get("a small answer as gzip", queries["ask"])
    yield Request(small.name, small.path, headers={**small.headers, "Accept-Encoding": "gzip"})


def _conditional(queries: Mapping[str, str]) -> Iterator[Request]:
    tags = {
        "its tag": "{etag}",
        "its tag, weakly": "W/{etag}",
        "its tag among others": '"a", {etag}, "b"',
        "another tag": '"other"',
        "any tag": "*",
    }
    for name, tag in tags.items():
        request = _get(f"select for who has {name}", queries["select"])
        yield Request(request.name, request.path, headers={**request.headers, "If-None-Match": tag})
    for coding in ("gzip", "br", "zstd"):
        request = _get(f"a large answer as {coding} for who has it", queries["large"], "text/csv")
        headers = {**request.headers, "Accept-Encoding": coding, "If-None-Match": "{etag}"}
        yield Request(request.name, request.path, headers=headers)
    volatile = _get("a volatile query for who has any", queries["now"])
    yield Request(volatile.name, volatile.path, headers={**volatile.headers, "If-None-Match": "*"})
    yield _get("a volatile query", queries["now"])
    for name in ("select", "construct", "large", "now"):
        request = _get(f"the header fields of {name}", queries[name], "*/*")
        yield Request(request.name, request.path, "HEAD", request.headers)
    wrong = _get("the header fields of an error", "SELECT")
    yield Request(wrong.name, wrong.path, "HEAD", wrong.headers)


def _graphs(names: Names) -> Iterator[Request]:
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    each = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    data, other = f"{names.base}graph/{names.graph}", f"{names.base}graph/ontology/status"
    yield _get("a default graph by request", count, default_graph_uri=data)
    yield _get("a named graph by request", each, named_graph_uri=data)
    yield _get("another named graph by request", each, named_graph_uri=other)
    yield _get("a default and a named graph by request", each, default_graph_uri=data, named_graph_uri=other)
    yield _get("the same graphs the other way around", each, default_graph_uri=other, named_graph_uri=data)
    yield _get("a default graph that nobody has", count, default_graph_uri="urn:none")
    yield _get("a default graph by a relative IRI", count, default_graph_uri="graph/data")
    two = urlencode([("query", each), ("named-graph-uri", data), ("named-graph-uri", other)])
    yield Request("two named graphs by request", f"/sparql?{two}", headers={"Accept": "text/csv"})
    yield _get("a graph by FROM", f"SELECT (COUNT(*) AS ?n) FROM <{data}> WHERE {{ ?s ?p ?o }}")
    yield _get("a graph by FROM NAMED", each.replace(" WHERE", f" FROM NAMED <{data}> WHERE", 1))
    yield _get(
        "a graph by request over FROM", f"SELECT * FROM <{data}> {{ ?s ?p ?o }} LIMIT 1", default_graph_uri=other
    )
    yield _get("every graph", each)


def _wrong(names: Names, queries: Mapping[str, str]) -> Iterator[Request]:
    ct = f"PREFIX ct: <{names.base}ns#> "
    texts = {
        "no query form": "SELEC ?s WHERE { ?s ?p ?o }",
        "a bracket that is never closed": "SELECT * WHERE { ?s ?p ?o",
        "a bracket that closes nothing": "SELECT * WHERE { ?s ?p ?o } }",
        "a misspelt keyword": "SELECT * WHERE { ?s ?p ?o } ORDR BY ?s",
        "an undeclared prefix": "SELECT * WHERE { ?s skos:prefLabel ?o }",
        "a misspelt prefix": "SELECT * WHERE { ?s sko:prefLabel ?o }",
        "a comma between variables": "SELECT ?s, ?p WHERE { ?s ?p ?o }",
        "a text that never ends": 'SELECT * WHERE { ?s ?p "text }',
        "a missing object": "SELECT * WHERE { ?s ?p }",
        "a variable outside the group": "SELECT ?s (COUNT(?p) AS ?n) WHERE { ?s ?p ?o }",
        "an IRI with a space": "SELECT * WHERE { <http://a b> ?p ?o }",
        "an unknown term": ct + "SELECT * WHERE { ?s a ct:Partnerschip }",
        "an unknown function": "SELECT (<urn:f>(1) AS ?x) WHERE {}",
        "an expression that fails": "SELECT (1/0 AS ?x) WHERE {}",
        "SERVICE": "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "an escaped SERVICE": "SELECT * WHERE { S\\u0045RVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "LOAD": "LOAD <http://127.0.0.1:9/>",
        "DELETE": "DELETE WHERE { ?s ?p ?o }",
        "nothing but a comment": "# nothing",
        "an empty text": "",
        "a null character": "SELECT * WHERE { ?s ?p '\0' }",
    }
    for name, text in texts.items():
        yield _get(f"a query with {name}", text)
    for name in ("an undeclared prefix", "an unknown term", "SERVICE"):
        yield _get(f"a browser's query with {name}", texts[name], BROWSER)
    encoded = quote(queries["ask"])
    yield Request("two queries", f"/sparql?query={encoded}&query={encoded}")
    yield Request("an update in the address", "/sparql?update=CLEAR%20ALL")
    yield Request("graphs without a query", "/sparql?default-graph-uri=urn:a")
    yield Request("a percent sign that is none", f"/sparql?query={encoded}%2")
    yield Request("bytes that are not UTF-8", "/sparql?query=ASK%7B%7D%FF")
    yield Request("a parameter that nobody knows", f"/sparql?query={encoded}&timeout=1")
    yield Request("two formats", f"/sparql?query={encoded}&format=srx&format=srj")
    yield Request("an empty format", f"/sparql?query={encoded}&format=")
    yield Request("more parameters than are read", "/sparql?query=ASK%7B%7D" + "&a=b" * 1_001)


def _hostile() -> Iterator[Request]:
    cross = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
    texts = {
        "a cross product": f"SELECT (COUNT(*) AS ?n) {{ {cross} }}",
        "an answer over the limit": f"SELECT * {{ {cross} }}",
        "200 groups in groups": "SELECT * {" + "{" * 200 + "}" * 200 + "}",
        "5,000 unions": "SELECT * { {}" + " UNION {}" * 5_000 + " }",
        "a path of 2,000 steps": "SELECT * { ?s <urn:p>" + "/<urn:p>" * 2_000 + " ?o }",
    }
    for name, text in texts.items():
        body = text.encode()
        kind = {"Content-Type": "application/sparql-query"}
        yield Request(f"hostile: {name}", "/sparql", "POST", kind, body)
    long = b"SELECT * { ?s ?p '" + b"x" * 140_000 + b"' }"
    yield Request("hostile: a long text", "/sparql", "POST", {"Content-Type": "application/sparql-query"}, long)


def _service(queries: Mapping[str, str]) -> Iterator[Request]:
    for accept in ("*/*", BROWSER, "text/turtle", "application/ld+json", "application/rdf+xml", "image/png"):
        yield Request(f"the service for who accepts {accept[:24]}", "/sparql", headers={"Accept": accept})
    yield Request("the service as format=nt", "/sparql?format=nt")
    yield Request("the service at an address with a suffix", "/sparql.ttl")
    yield Request("the header fields of the service", "/sparql", "HEAD")
    for method in ("OPTIONS", "PUT", "DELETE", "PATCH"):
        yield Request(f"the endpoint by {method}", "/sparql", method)
    encoded = urlencode({"query": queries["ask"]})
    yield Request("the endpoint with a slash at its end", f"/sparql/?{encoded}")
    yield Request("the endpoint in Dutch", f"/nl/sparql?{encoded}")
    yield Request("terms for completion", "/sparql/terms.json")
