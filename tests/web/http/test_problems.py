from __future__ import annotations

import time

import pytest
from flask.testing import FlaskClient

from kg.errors import KgError, QueryError, QuerySyntaxError, QueryTimeout, ServiceBusy, phrase
from kg.query_engine.pool.frames import packed_text, unpacked_text
from kg.translations.catalogue import catalogue
from kg.translations.language_tags import INTERFACE_LANGUAGES
from kg.web.http import problem_texts
from kg.web.http.problems import STATUSES, details, slug, status, title


@pytest.mark.parametrize("kind", STATUSES, ids=lambda kind: kind.__name__)
def test_every_kind_of_problem_has_a_page_that_says_what_it_means(client: FlaskClient, kind: type[KgError]) -> None:
    page = client.get(f"/problem/{slug(kind.__name__)}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert str(STATUSES[kind]) in page.text


def test_a_problem_has_the_fields_of_its_error_under_their_names() -> None:
    problem = details(QueryTimeout("too long", seconds=10, hint="Ask for less."))
    assert problem == {
        "type": "/problem/query-timeout",
        "title": "Query timeout",
        "status": 504,
        "detail": "too long",
        "hint": "Ask for less.",
        "seconds": 10,
    }


def test_a_busy_service_is_503() -> None:
    assert status(ServiceBusy("full", retry_after=1)) == 503


def test_a_machine_gets_problem_details_and_a_browser_a_page(client: FlaskClient, browser: dict[str, str]) -> None:
    machine = client.get("/nowhere")
    assert (machine.status_code, machine.mimetype) == (404, "application/problem+json")
    assert machine.get_json()["status"] == 404
    person = client.get("/nowhere", headers=browser)
    assert (person.status_code, person.mimetype) == (404, "text/html")
    assert "Accept" in person.headers["Vary"]


def test_a_page_of_a_problem_links_to_what_was_meant(client: FlaskClient, browser: dict[str, str]) -> None:
    page = client.get("/id/city/be-gnt", headers=browser)
    assert page.status_code == 404
    assert '<a href="/id/city/be-gent">' in page.text


def test_too_large_a_request_is_413(client: FlaskClient) -> None:
    assert client.post("/sparql", data={"query": "ASK {}" + " " * 2_000_000}).status_code == 413
    assert client.post("/sparql", data={"query": "ASK {}" + " " * 200_000}).status_code == 413


def test_a_page_of_a_problem_calls_what_was_meant_by_its_name(client: FlaskClient) -> None:
    page = client.get("/kanazawa", headers={"Accept": "text/html", "Accept-Language": "nl"}).text
    assert '<a href="/id/city/jp-kanazawa">Kanazawa</a>' in page
    assert '<a href="/search?q=kanazawa">Zoek dit woord</a>' in page


@pytest.mark.parametrize("tag", INTERFACE_LANGUAGES)
def test_every_kind_of_problem_has_a_page_in_each_language(client: FlaskClient, tag: str) -> None:
    assert set(problem_texts.KINDS) == {slug(kind.__name__) for kind in STATUSES}
    for kind in STATUSES:
        name = slug(kind.__name__)
        page = client.get(f"/problem/{name}?lang={tag}").text
        assert f"<h1>{problem_texts.heading(name, title(kind), tag)}</h1>" in page
        assert f'<p class="lead">{problem_texts.meaning(name, tag)}</p>' in page
        assert problem_texts.heading(name, title(kind), "en") == title(kind) == problem_texts.KINDS[name][0]


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("host", ["a" * 70, "a..b", "-" * 60_000])
def test_a_host_that_is_none_is_a_problem_of_the_request(client: FlaskClient, host: str, accept: str) -> None:
    answer = client.get("/nope", headers={"Host": host, "Accept": accept})
    assert answer.status_code in (400, 431)
    assert answer.is_json


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
@pytest.mark.parametrize("name", ["Accept", "Accept-Language", "Accept-Encoding", "If-None-Match"])
def test_a_header_that_takes_long_to_read_is_not_read(client: FlaskClient, name: str, accept: str) -> None:
    for path in ("/doc/city/be-gent", "/sparql", "/nope", "/sparql?query=ASK%7B%7D"):
        start = time.process_time()
        answer = client.get(path, headers={"Accept": accept, name: "a," * 30_000})
        assert answer.status_code == 431
        assert time.process_time() - start < 0.5
        assert client.get("/doc/city/be-gent", headers={"Accept": accept, name: "a," * 900}).status_code in (200, 406)


LANGUAGES = {
    "nl": ("Schrijffout in de query", "het prefix foaf: is niet gedeclareerd", "Voeg deze regel toe: PREFIX foaf:"),
    "fr": ("Erreur de syntaxe dans la requête", "le préfixe foaf: n’est pas déclaré", "Ajoutez la ligne"),
    "de": ("Syntaxfehler in der Abfrage", "das Präfix foaf: ist nicht deklariert", "Fügen Sie diese Zeile hinzu"),
    "en": ("Query syntax error", "the prefix foaf: is not declared", "Add the line: PREFIX foaf:"),
}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_program_gets_a_problem_in_the_language_that_it_accepts(client: FlaskClient, tag: str) -> None:
    query = {"query": "SELECT * { ?s foaf:name ?o }"}
    answer = client.get("/sparql", query_string=query, headers={"Accept": "*/*", "Accept-Language": f"{tag}-BE,ja"})
    problem = answer.get_json()
    title, detail, hint = LANGUAGES[tag]
    assert (answer.status_code, answer.mimetype, problem["type"]) == (
        400,
        "application/problem+json",
        "/problem/query-syntax-error",
    )
    assert answer.headers["Content-Language"] == tag
    assert {"Accept", "Accept-Language"} <= {name.strip() for name in answer.headers["Vary"].split(",")}
    assert (problem["title"], problem["detail"]) == (title, detail)
    assert problem["hint"].startswith(hint)
    assert problem.get("language", "en") == tag


@pytest.mark.parametrize("path", ["/nowhere", "/doc/city/be-gnt", "/cities.docx", "/embed/nothing", "/cite?of=x"])
def test_each_kind_of_problem_is_told_in_dutch(client: FlaskClient, path: str) -> None:
    headers = {"Accept": "application/json"}
    dutch = client.get(path, headers=headers | {"Accept-Language": "nl"})
    english = client.get(path, headers=headers)
    assert dutch.headers["Content-Language"] == "nl"
    assert english.headers["Content-Language"] == "en"
    assert dutch.get_json()["detail"] != english.get_json()["detail"]
    assert dutch.get_json()["title"] != english.get_json()["title"]
    assert client.get(f"{path}{'&' if '?' in path else '?'}lang=nl", headers=headers).get_json()["language"] == "nl"


def test_what_a_parser_says_is_marked_as_english(client: FlaskClient, browser: dict[str, str]) -> None:
    query = {"query": "SELECT * { ?s ?p ?o FILTER(REGEX(?o, '(')) }", "default-graph-uri": "no iri", "lang": "de"}
    problem = client.get("/sparql", query_string=query, headers={"Accept": "application/json"}).get_json()
    assert problem["detail"].startswith("Ein Graph wird mit einer absoluten IRI benannt: ")
    error = QuerySyntaxError("error of an engine")
    assert "language" not in details(error, "de")
    assert details(error, "de")["title"] == "Syntaxfehler in der Abfrage"
    page = client.get("/sparql", query_string={"query": "SELECT * {", "lang": "de"}, headers=browser).text
    assert '<p><span lang="de">Zeile 1, Spalte 10:</span> { wird nirgends geschlossen</p>' in page


def test_numbers_and_sentences_within_a_message_are_in_its_language() -> None:
    sentence = phrase("The query has {size} bytes; the limit is {limit}.", size=2_000_000, limit=1_000)
    assert sentence == "The query has 2,000,000 bytes; the limit is 1,000."
    assert details(QueryError(sentence), "de")["detail"] == "Die Abfrage hat 2.000.000 Bytes; die Grenze ist 1.000."
    reason = phrase("the label of {term} is no name of XML", term="_:a")
    outer = phrase("{label} cannot hold these statements: {reason}.", label="RDF/XML", reason=reason)
    assert details(QueryError(outer), "nl")["detail"].endswith("het label van _:a is geen XML-naam.")
    assert (
        unpacked_text(packed_text(outer)).translated(catalogue("nl").gettext)
        == details(QueryError(outer), "nl")["detail"]
    )


def test_an_error_of_a_worker_is_told_in_the_language_of_the_request(client: FlaskClient) -> None:
    query = {"query": "SELECT (<urn:nothing>(1) AS ?x) {}"}
    answer = client.get("/sparql", query_string=query, headers={"Accept": "application/json", "Accept-Language": "nl"})
    assert answer.get_json()["detail"] == "de functie <urn:nothing> wordt niet aangeboden"


@pytest.mark.parametrize("path", ["/partnerships.json?on=x", "/sparql?query=x", "/embed/map?on=x", "/queries/sister"])
def test_the_type_of_a_problem_is_an_address_that_answers_also_under_a_path(client: FlaskClient, path: str) -> None:
    problem = client.get(path, environ_overrides={"SCRIPT_NAME": "/ties"}).get_json(force=True)
    assert problem["type"].startswith("/ties/problem/")
    assert client.get(problem["type"].removeprefix("/ties")).status_code == 200
    assert all(address.startswith("/ties/") for address in problem.get("similar", ()))
    assert client.get(path).get_json(force=True)["type"].startswith("/problem/")
