from __future__ import annotations

import csv
import io
import re

import pytest
import rdflib
from flask.testing import FlaskClient

from kg.web.pages.search import CHARACTERS, SUGGESTIONS

SCHEMA = rdflib.Namespace("http://schema.org/")
CITY = "https://w3id.org/city-ties/id/city/pl-gdansk"


@pytest.mark.parametrize("query", ["Gdansk", "Danzig", "ゲント", "Luik", "liege"])
def test_a_page_links_what_is_called_so(client: FlaskClient, browser: dict[str, str], query: str) -> None:
    answer = client.get("/search", query_string={"q": query}, headers=browser)
    assert answer.status_code == 200
    assert (answer.mimetype, answer.headers["Content-Language"]) == ("text/html", "en")
    assert {"Accept", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
    assert '<section class="hits">' in answer.text
    assert re.search(r"<h2[^>]*>Place", answer.text)
    assert f'value="{query}"' in answer.text


def test_the_name_that_was_found_stands_beside_the_readers(client: FlaskClient) -> None:
    page = client.get("/search.html?q=danzig&lang=nl").text
    assert '<a href="/id/city/pl-gdansk?lang=nl">Gdansk</a>' in page
    assert '<span lang="de">Danzig</span>' in page
    assert '<span lang="de">Gent – Danzig</span>' in page
    assert "2 resultaten voor <q>danzig</q>" in page


def test_a_country_leads_to_the_cities_there(client: FlaskClient) -> None:
    page = client.get("/search.html?q=japan&lang=en").text
    assert '<a href="/id/city/jp-kanazawa?lang=en">Kanazawa</a>' in page


def test_without_a_query_there_is_the_form(client: FlaskClient, browser: dict[str, str]) -> None:
    for address in ("/search", "/search?q=", "/search?q=%20"):
        answer = client.get(address, headers=browser)
        assert answer.status_code == 200
        assert 'role="search"' in answer.text
        assert 'class="hits"' not in answer.text
    assert client.get("/search.json").json == {"query": "", "more": False, "hits": []}


def test_a_slip_gets_a_proposal(client: FlaskClient) -> None:
    page = client.get("/search.html?q=kanasawa&lang=en").text
    assert "Nothing is called <q>kanasawa</q>" in page
    assert '<a href="/search?q=Kanazawa&amp;lang=en">Kanazawa</a>' in page


def test_what_is_asked_is_never_markup(client: FlaskClient, browser: dict[str, str]) -> None:
    answer = client.get("/search", query_string={"q": '"><script>alert(1)</script>'}, headers=browser)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_json_tells_the_hits_in_order(client: FlaskClient) -> None:
    for answer in (
        client.get("/search?q=danzig", headers={"Accept": "application/json", "Accept-Language": "nl"}),
        client.get("/search.json?q=danzig", headers={"Accept-Language": "nl"}),
        client.get("/search?q=danzig&format=json&lang=nl"),
    ):
        assert answer.mimetype == "application/json"
        assert answer.json is not None
        city, partnership = answer.json["hits"]
        assert partnership["iri"].endswith("/id/partnership/be-gent--pl-gdansk")
        assert city == {
            "iri": CITY,
            "name": "Gdansk",
            "language": "nl",
            "kind": "city",
            "matched": "Danzig",
            "matched_language": "de",
            "match": "exact",
        }


def test_csv_has_a_hit_a_line(client: FlaskClient) -> None:
    answer = client.get("/search.csv?q=gdansk&lang=nl")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert rows[0]["iri"] == CITY
    assert {row["kind"] for row in rows} >= {"city", "partnership", "source"}


@pytest.mark.parametrize(
    ("address", "accept", "media_type", "parser"),
    [
        ("/search?q=danzig", "text/turtle", "text/turtle", "turtle"),
        ("/search.ttl?q=danzig", None, "text/turtle", "turtle"),
        ("/search.rdf?q=danzig", None, "application/rdf+xml", "xml"),
        ("/search.nt?q=danzig", None, "application/n-triples", "nt"),
    ],
)
def test_rdf_lists_the_hits(
    client: FlaskClient, address: str, accept: str | None, media_type: str, parser: str
) -> None:
    answer = client.get(address, headers={"Accept": accept} if accept else {})
    assert answer.mimetype == media_type
    assert client.get("/search?q=danzig", headers={"Accept": "application/ld+json"}).mimetype == "application/ld+json"
    graph = rdflib.Graph().parse(data=answer.data, format=parser)
    (found,) = graph.subjects(rdflib.RDF.type, SCHEMA.ItemList)
    partnership = CITY.replace("city/pl-gdansk", "partnership/be-gent--pl-gdansk")
    hits = [rdflib.URIRef(CITY), rdflib.URIRef(partnership)]
    assert list(graph.items(graph.value(found, SCHEMA.itemListElement))) == hits


def test_another_suffix_is_unknown_and_the_offers_are_told(client: FlaskClient) -> None:
    answer = client.get("/search.pdf?q=gent")
    assert answer.status_code == 404
    assert answer.json is not None
    assert "/search.json" in answer.json["similar"]
    assert client.get("/search?q=gent", headers={"Accept": "image/png"}).status_code == 406


def test_a_query_that_no_name_is_as_long_as_is_refused(client: FlaskClient) -> None:
    assert client.get("/search.json", query_string={"q": "x" * (CHARACTERS + 1)}).status_code == 400


def test_an_answer_is_the_same_until_the_data_changes(client: FlaskClient) -> None:
    first = client.get("/search.json?q=gent")
    again = client.get("/search.json?q=gent", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    other = client.get("/search.json?q=kanazawa", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_suggestions_are_few_and_lead_somewhere(client: FlaskClient, browser: dict[str, str]) -> None:
    answer = client.get("/search/suggest.json?q=gen&lang=en")
    assert answer.json is not None
    told = answer.json["suggestions"]
    assert 0 < len(told) <= SUGGESTIONS
    assert told[0] == {
        "name": "Ghent",
        "language": "en",
        "other": "Gent",
        "otherLanguage": "nl",
        "kind": "place",
        "address": "/id/city/be-gent?lang=en",
    }
    for query in ("gen", "japan", "kanazawa: maintained", "sister"):
        answer = client.get("/search/suggest.json", query_string={"q": query})
        assert answer.json is not None
        assert answer.json["suggestions"]
        for each in answer.json["suggestions"]:
            assert client.get(each["address"], headers=browser, follow_redirects=True).status_code == 200


def test_suggestions_speak_the_readers_language(client: FlaskClient) -> None:
    for tag, kind in (("nl", "plaats"), ("en", "place")):
        answer = client.get("/search/suggest.json?q=luik", headers={"Accept-Language": tag})
        assert answer.json is not None
        assert answer.json["suggestions"][0]["kind"] == kind
        assert answer.headers["Vary"] == "Accept-Language"
        assert "lang=" not in answer.json["suggestions"][0]["address"]


def test_where_nothing_is_found_the_lists_are_offered(client: FlaskClient, browser: dict[str, str]) -> None:
    text = client.get("/search?q=zzzzzz&lang=en", headers=browser).text
    for address in ("/cities", "/partnerships", "/networks", "/sources", "/queries/"):
        assert f'<a href="{address}?lang=en">' in text
        assert client.get(address, headers=browser).status_code == 200
    assert "/cities" not in client.get("/search?q=gent&lang=en", headers=browser).text.partition("<main")[2]


@pytest.mark.parametrize("query", ["Is Wiesbaden still a sister city", "Wiesbaden", "wiesbaden opgezegd"])
def test_the_sentence_about_a_tie_is_the_first_thing_found(client: FlaskClient, query: str) -> None:
    page = client.get("/search.html", query_string={"q": query, "lang": "en"}).text
    first = page.partition('<p class="answer">')[2].partition("</p>")[0]
    assert '<a href="/id/partnership/be-gent--de-wiesbaden?lang=en">' in first
    assert "No: " in first


@pytest.mark.parametrize("query", ["Which sister cities does Ghent have", "dropped"])
def test_where_no_tie_is_named_the_main_city_is_answered_for(client: FlaskClient, query: str) -> None:
    page = client.get("/search.html", query_string={"q": query, "lang": "en"}).text
    first = page.partition('<p class="answer">')[2].partition("</p>")[0]
    assert '<a href="/id/city/be-gent?lang=en">Ghent</a>' in first
    assert "Kanazawa" in first
    assert page.count('<p class="answer">') == 1


@pytest.mark.parametrize("query", ["jumelage", "twin town"])
def test_synonyms_find_ties_though_a_source_is_called_so(client: FlaskClient, query: str) -> None:
    hits = client.get("/search.json", query_string={"q": query, "lang": "en"}).get_json()["hits"]
    assert hits[0]["kind"] == "partnership"
    assert {"concept", "source"} <= {hit["kind"] for hit in hits}
    assert len({hit["iri"] for hit in hits}) == len(hits)


@pytest.mark.parametrize("query", ["dropped", "opgezegd"])
def test_a_word_for_a_drop_finds_ties_before_concepts(client: FlaskClient, query: str) -> None:
    page = client.get("/search.html", query_string={"q": query, "lang": "en"}).text
    ties = page.partition('<h2 id="partnership')[2].partition("</section>")[0]
    assert "/id/partnership/be-gent--de-wiesbaden?lang=en" in ties
    assert page.index('<h2 id="partnership') < page.index('<h2 id="concept')


def test_a_year_is_answered_by_what_held_in_it_and_leads_to_its_list(client: FlaskClient) -> None:
    page = client.get("/search.html?q=which+in+1990&lang=en").text
    first = page.partition('<p class="answer">')[2].partition("</p>")[0]
    assert '<a href="/partnerships?on=1990&amp;lang=en">1990</a>' in first
    assert "In 1990 Ghent had seven sister cities: Kanazawa, " in first
    assert client.get("/partnerships?on=1990&lang=en").status_code == 200


def test_questions_are_found_by_their_words(client: FlaskClient) -> None:
    page = client.get("/search.html?q=how+far&lang=en").text
    assert '<a href="/queries/distance?lang=en">' in page
