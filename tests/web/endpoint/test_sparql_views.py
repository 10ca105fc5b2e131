from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
import rdflib
from flask.testing import FlaskClient

from kg.project import Project

SELECT = "SELECT ?s WHERE { ?s a <https://w3id.org/city-ties/ns#Partnership> } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT WHERE { ?s a <https://w3id.org/city-ties/ns#Partnership> }"
ASK = "ASK { ?s a <https://w3id.org/city-ties/ns#Partnership> }"
SOLUTIONS = {
    "application/sparql-results+json": "srj",
    "application/sparql-results+xml": "srx",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/trig": "trig",
    "application/n-quads": "nq",
}


def test_a_query_is_asked_by_get_by_form_and_directly(client: FlaskClient) -> None:
    answers = [
        client.get("/sparql", query_string={"query": SELECT}),
        client.post("/sparql", data={"query": SELECT}),
        client.post("/sparql", data=SELECT, content_type="application/sparql-query"),
        client.post("/sparql", data=SELECT, content_type="application/sparql-query; charset=UTF-8"),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert {len(answer.get_json(force=True)["results"]["bindings"]) for answer in answers} == {12}


@pytest.mark.parametrize(("query", "media_type"), [
    *((SELECT, each) for each in SOLUTIONS),
    *((ASK, each) for each in list(SOLUTIONS)[:2]),
    *((CONSTRUCT, each) for each in GRAPHS),
])  # fmt: skip
def test_answers_come_in_every_accepted_format(client: FlaskClient, query: str, media_type: str) -> None:
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": media_type})
    assert (answer.status_code, answer.mimetype) == (200, media_type)
    assert "Accept" in answer.headers["Vary"]
    assert answer.content_length == len(answer.data) > 0


@pytest.mark.parametrize(("media_type", "extension"), [*SOLUTIONS.items(), *GRAPHS.items()])
def test_people_name_a_format_in_the_address(client: FlaskClient, media_type: str, extension: str) -> None:
    query = SELECT if media_type in SOLUTIONS else CONSTRUCT
    answer = client.get("/sparql", query_string={"query": query, "format": extension})
    suffixed = client.get(f"/sparql.{extension}", query_string={"query": query})
    assert answer.mimetype == suffixed.mimetype == media_type
    assert answer.data == suffixed.data


def test_a_client_that_accepts_only_json_gets_what_it_calls_json(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": SELECT}, headers={"Accept": "application/json"})
    assert answer.mimetype == "application/json"


@pytest.mark.parametrize("query", [SELECT, ASK, CONSTRUCT])
def test_what_an_answer_cannot_be_is_406_with_the_offers(client: FlaskClient, query: str) -> None:
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.get_json()["offers"]


def test_a_missing_query_and_two_queries_are_400(client: FlaskClient) -> None:
    assert client.get("/sparql?default-graph-uri=http://example.org/").status_code == 400
    assert client.post("/sparql", data={"format": "csv"}).status_code == 400
    assert client.get(f"/sparql?query={ASK}&query={ASK}").status_code == 400
    assert client.post("/sparql", data={"query": [ASK, ASK]}).status_code == 400
    assert client.post("/sparql?query=x", data={"query": ASK}).status_code == 400
    twice = client.post("/sparql", query_string={"query": ASK}, data=ASK, content_type="application/sparql-query")
    assert twice.status_code == 400


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", ""])
def test_a_body_of_another_type_is_415(client: FlaskClient, content_type: str) -> None:
    assert client.post("/sparql", data=ASK, content_type=content_type).status_code == 415


def test_a_body_in_another_encoding_is_415_and_a_broken_one_400(client: FlaskClient) -> None:
    utf16 = client.post("/sparql", data=ASK.encode("utf-16"), content_type="application/sparql-query; charset=utf-16")
    assert utf16.status_code == 415
    assert client.post("/sparql", data=b"ASK \xff", content_type="application/sparql-query").status_code == 400


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_405_and_the_allowed_ones_are_named(client: FlaskClient, method: str) -> None:
    answer = getattr(client, method)("/sparql")
    assert answer.status_code == 405
    assert {"GET", "HEAD", "POST", "OPTIONS"} == set(answer.headers["Allow"].split(", "))
    assert "changes nothing" in answer.get_json()["detail"]


def test_updates_are_refused_with_a_reason(client: FlaskClient) -> None:
    update = "INSERT DATA { <http://example.org/a> <http://example.org/b> 1 }"
    answers = [
        client.get("/sparql", query_string={"update": update}),
        client.post("/sparql", data={"update": update}),
        client.post("/sparql", data={"query": ASK}, query_string={"update": update}),
        client.post("/sparql", data=update, content_type="application/sparql-update"),
        client.post("/sparql", data={"query": update}),
        client.post("/sparql", data=update, content_type="application/sparql-query"),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 403, 400, 400]
    for answer in answers:
        assert "changes nothing" in answer.get_json()["detail"]


def test_a_syntax_error_is_400_with_its_place(client: FlaskClient) -> None:
    problem = client.get("/sparql", query_string={"query": "SELECT ?s WHERE {\n  ?s a foo:Bar }"})
    assert problem.status_code == 400
    assert problem.mimetype == "application/problem+json"
    told = problem.get_json()
    assert (told["line"], told["column"], told["status"]) == (2, 8, 400)
    assert told["type"].endswith("/problem/query-syntax-error")
    assert client.get(told["type"]).status_code == 200


def test_the_default_graph_is_the_union_unless_graphs_are_named(client: FlaskClient, project: Project) -> None:
    def count(**graphs: list[str]) -> int:
        asked = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **graphs}
        return int(
            client.get("/sparql", query_string=asked).get_json(force=True)["results"]["bindings"][0]["n"]["value"]
        )

    status, verdict = (f"{project.base}graph/ontology/{name}" for name in ("status", "verdict"))
    one = {"default-graph-uri": [status]}
    both = {"default-graph-uri": [status, verdict]}
    assert 0 < count(**one) < count(**both) < count()
    assert count(**{"default-graph-uri": ["https://example.org/unknown"]}) == 0
    assert count(**{"named-graph-uri": [status]}) == 0


def test_graphs_are_named_in_a_form_too(client: FlaskClient, project: Project) -> None:
    asked = {
        "query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
        "named-graph-uri": f"{project.base}graph/computed",
    }
    found = client.post("/sparql", data=asked).get_json(force=True)["results"]["bindings"]
    assert [each["g"]["value"] for each in found] == [f"{project.base}graph/computed"]


def test_a_known_answer_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/sparql", query_string={"query": SELECT})
    again = client.get("/sparql", query_string={"query": SELECT}, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    other = client.get("/sparql", query_string={"query": ASK})
    assert other.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize(("wanted", "status"), [("*", 200), ("{}", 200), ('"x", {}', 200), ("W/{}", 412), ('"x"', 412)])
def test_an_answer_is_sent_only_in_the_state_that_if_match_names(client: FlaskClient, wanted: str, status: int) -> None:
    tag = client.get("/sparql", query_string={"query": SELECT}).headers["ETag"]
    headers = {"If-Match": wanted.format(tag)}
    assert client.get("/sparql", query_string={"query": SELECT}, headers=headers).status_code == status
    both = client.get("/sparql", query_string={"query": SELECT}, headers={**headers, "If-None-Match": tag})
    assert both.status_code == (304 if status == 200 else 412)
    assert client.post("/sparql", data={"query": SELECT}, headers=headers).status_code == 200


def test_an_answer_that_differs_each_time_is_not_kept(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT (NOW() AS ?now) {}"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_suffix_that_is_no_format_is_404_with_those_that_are(client: FlaskClient) -> None:
    answer = client.get("/sparql.xlsx", query_string={"query": ASK})
    assert answer.status_code == 404
    assert "/sparql.csv" in answer.get_json()["similar"]


@pytest.mark.parametrize("request_", [
    {"query_string": "query=ASK%7B%7D%FF"},
    {"query_string": b"query=ASK{}\xff".decode("latin-1")},
    {"method": "POST", "data": b"query=ASK%7B%7D%FF", "content_type": "application/x-www-form-urlencoded"},
    {"method": "POST", "data": b"ASK {} # \xff", "content_type": "application/sparql-query"},
])  # fmt: skip
def test_a_query_that_is_no_utf_8_is_400_and_not_another_query(client: FlaskClient, request_: dict[str, Any]) -> None:
    assert client.open("/sparql", **request_).status_code == 400


def test_a_form_is_decoded_once(client: FlaskClient) -> None:
    asked = 'SELECT ("100%25 a+b" AS ?x) {}'
    for answer in (
        client.post("/sparql", data={"query": asked}, headers={"Accept": "text/csv"}),
        client.get("/sparql", query_string={"query": asked}, headers={"Accept": "text/csv"}),
    ):
        assert answer.text == "x\r\n100%25 a+b\r\n"


def test_a_preflight_is_answered(client: FlaskClient) -> None:
    answer = client.options("/sparql", headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    exposed = client.get("/sparql", query_string={"query": ASK}).headers["Access-Control-Expose-Headers"]
    assert {"ETag", "Link", "Retry-After", "Content-Location"} <= set(exposed.split(", "))


def test_a_browser_gets_a_form_an_answer_as_a_table_and_an_error_with_its_place(
    client: FlaskClient, browser: dict[str, str]
) -> None:
    form = client.get("/sparql", headers=browser)
    assert form.status_code == 200
    assert '<textarea id="query" name="query"' in form.text
    table = client.get("/sparql", query_string={"query": SELECT}, headers=browser).text
    assert "12 solutions" in table
    assert '<a href="/id/partnership/be-gent--jp-kanazawa"' in table
    wrong = client.get("/sparql", query_string={"query": "SELECT *\n{ ?s a x:Y }"}, headers=browser)
    assert wrong.status_code == 400
    assert "Line 2, column 8" in wrong.text


def test_a_page_escapes_what_a_query_says(client: FlaskClient, browser: dict[str, str]) -> None:
    query = 'SELECT ("<script>alert(1)</script>" AS ?x) (<javascript:alert(1)> AS ?y) {} # </textarea><script>'
    page = client.get("/sparql", query_string={"query": query}, headers=browser).text
    assert "<script>" not in page
    assert "</textarea><script" not in page
    assert 'href="javascript:' not in page


@pytest.mark.parametrize("data", [ASK, {"query": ASK}])
def test_a_packed_body_is_415_and_says_that_queries_are_sent_plain(client: FlaskClient, data: Any) -> None:
    kind = {"content_type": "application/sparql-query"} if data == ASK else {}
    packed = client.post("/sparql", data=data, headers={"Content-Encoding": "gzip"}, **kind)
    assert packed.status_code == 415
    assert "posted plain" in packed.get_json(force=True)["detail"]
    assert client.post("/sparql", data=data, headers={"Content-Encoding": "identity"}, **kind).status_code == 200


def test_a_byte_order_mark_before_a_query_is_no_part_of_it(client: FlaskClient) -> None:
    answer = client.post("/sparql", data=b"\xef\xbb\xbf" + ASK.encode(), content_type="application/sparql-query")
    assert answer.get_json(force=True)["boolean"] is True


CT = "PREFIX ct: <https://w3id.org/city-ties/ns#> "


def test_a_query_with_an_unknown_term_is_answered_with_a_link_to_the_one_that_may_be_meant(client: FlaskClient) -> None:
    query = CT + "SELECT ?c ?p { ?c a ct:City OPTIONAL { ?c ct:populatoin ?p } }"
    answer = client.get("/sparql", query_string={"query": query})
    assert answer.status_code == 200
    bindings = answer.get_json()["results"]["bindings"]
    assert len(bindings) > 10
    assert all(set(binding) == {"c"} for binding in bindings)
    assert answer.headers["Link"].startswith("<https://w3id.org/city-ties/ns#")
    assert '; rel="help"; title="1:' in answer.headers["Link"]
    absent = client.get("/sparql", query_string={"query": CT + "ASK { FILTER NOT EXISTS { ?c ct:mayor ?m } }"})
    assert (absent.status_code, absent.get_json()["boolean"]) == (200, True)


def test_a_link_to_help_is_a_header_field_whatever_the_term_is(client: FlaskClient) -> None:
    for name in ("stä\u0304dte", "a%22b", "城", "a\\,b"):
        answer = client.get("/sparql", query_string={"query": f"{CT} ASK {{ ?c ct:{name} ?m }}"})
        assert answer.status_code == 200, name
        assert answer.headers["Link"].isascii()
    known = client.get("/sparql", query_string={"query": CT + "ASK { ?c a ct:City }"})
    assert "Link" not in known.headers


def test_a_page_says_which_terms_are_unknown_and_why_an_answer_is_empty(
    client: FlaskClient, browser: dict[str, str]
) -> None:
    def page(text: str) -> str:
        return client.get("/sparql", query_string={"query": CT + text}, headers=browser).text

    unknown = page("SELECT * { ?c a ct:City OPTIONAL { ?c ct:partys ?p } }")
    assert "ct:partys is not a term of the ontology. Did you mean ct:party?" in unknown
    assert "<table" in unknown
    assert "nothing of the class ct:City has ct:earliestStart" in page(
        "SELECT * { ?c a ct:City ; ct:earliestStart ?day }"
    )
    assert 'class="notes"' not in page("SELECT * { ?c a ct:City }")


@pytest.mark.parametrize(("query", "media_type"), [
    ('SELECT ("a\\u0001b" AS ?x) {}', "application/sparql-results+xml"),
    ('SELECT ("a\\uFFFEb" AS ?x) {}', "application/xml"),
    ("CONSTRUCT { <urn:s> <http://x/2020> 'v' } WHERE {}", "application/rdf+xml"),
    ("CONSTRUCT { <urn:s> <http://x/a> 'a\\u0008b' } WHERE {}", "application/rdf+xml"),
    (f"CONSTRUCT {{ <urn:s> <{rdflib.RDF}li> 'v' }} WHERE {{}}", "application/rdf+xml"),
])  # fmt: skip
def test_what_xml_cannot_hold_is_406_or_in_another_format(client: FlaskClient, query: str, media_type: str) -> None:
    refused = client.get("/sparql", query_string={"query": query}, headers={"Accept": media_type})
    assert refused.status_code == 406
    assert media_type not in refused.get_json()["offers"]
    assert refused.get_json()["offers"]
    other = client.get(
        "/sparql", query_string={"query": query, "format": "xml"}, headers={"Accept": f"{media_type}, */*"}
    )
    assert other.status_code == 200
    assert "xml" not in other.mimetype


def test_a_carriage_return_comes_back_from_xml(client: FlaskClient) -> None:
    def get(query: str, accept: str) -> str:
        return client.get("/sparql", query_string={"query": query}, headers={"Accept": accept}).text

    solutions = ElementTree.fromstring(get('SELECT ("a\\r\\nb" AS ?x) {}', "application/sparql-results+xml"))
    assert solutions.findtext(".//{*}literal") == "a\r\nb"
    graph = get("CONSTRUCT { <urn:s> <urn:p> 'a\\r\\nb' } WHERE {}", "application/rdf+xml")
    assert str(next(rdflib.Graph().parse(data=graph, format="xml").objects())) == "a\r\nb"
