from __future__ import annotations

import contextlib
import time

import pytest

from kg.errors import NotAcceptable
from kg.rdf.formats import GRAPH_FORMATS, RESULTS_FORMATS
from kg.web.http.negotiation import HTML, choose, prefers_page

DOCUMENT = (HTML, *GRAPH_FORMATS)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
RDFLIB = (
    "text/turtle, application/rdf+xml, application/ld+json, application/n-triples, text/n3, application/trig,"
    " application/xhtml+xml;q=0.5, */*;q=0.1"
)


@pytest.mark.parametrize(
    ("accept", "chosen", "media_type"),
    [
        (None, "html", "text/html"),
        ("", "html", "text/html"),
        (" ,, ,", "html", "text/html"),
        (", text/turtle,,", "turtle", "text/turtle"),
        ("*/*", "html", "text/html"),
        (BROWSER, "html", "text/html"),
        (RDFLIB, "turtle", "text/turtle"),
        ("text/turtle", "turtle", "text/turtle"),
        ("TEXT/Turtle", "turtle", "text/turtle"),
        ("text/turtle;charset=utf-8", "turtle", "text/turtle"),
        ("text/turtle; charset=utf-8; q=0.5, application/rdf+xml;q=0.9", "rdfxml", "application/rdf+xml"),
        ("text/turtle;q=0.3, application/ld+json;q=0.4", "jsonld", "application/ld+json"),
        ("text/turtle, */*", "turtle", "text/turtle"),
        ("text/turtle;q=0.5, */*;q=0.5", "turtle", "text/turtle"),
        ("application/json", "jsonld", "application/json"),
        ("application/*", "jsonld", "application/ld+json"),
        ("text/html;q=0, */*", "turtle", "text/turtle"),
        ("text/*;q=0.2, text/turtle;q=0, application/n-triples;q=0.1", "html", "text/html"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted, x", text/html;q=0.1', "jsonld", None),
        ("application/xhtml+xml", "html", "text/html"),
        ("text/csv, */*;q=.1", "html", "text/html"),
        ("text/turtle;q=.1, application/n-triples;q=.25", "ntriples", "application/n-triples"),
        ("image/gif, image/jpeg, *; q=.2, */*; q=.2", "html", "text/html"),
        ('text/turtle;a="b\\", application/rdf+xml', "turtle", "text/turtle"),
    ],
)
def test_the_offer_with_the_highest_quality_is_chosen(accept: str | None, chosen: str, media_type: str | None) -> None:
    choice = choose(accept, DOCUMENT)
    assert choice.offer.name == chosen
    assert media_type in (None, choice.media_type)


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "*/*;q=0"])
def test_where_no_offer_is_accepted_the_offers_are_listed(accept: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        choose(accept, GRAPH_FORMATS)
    assert caught.value.offers == ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/json", "*/*", None])
def test_solutions_are_json_for_who_accepts_anything(accept: str | None) -> None:
    assert choose(accept, (*RESULTS_FORMATS, HTML)).offer.name == "json"


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [("ttl", "turtle"), ("turtle", "turtle"), (".nt", "ntriples"), ("text/turtle", "turtle"), ("html", "html"),
     ("application/rdf xml", "rdfxml"), ("RDF", "rdfxml"), ("xml", "rdfxml"), ("json-ld", "jsonld"), ("n3", "turtle"),
     ("json", "jsonld"), ("rdf+xml", "rdfxml"), ("N-Triples", "ntriples"), ("text/turtle; charset=utf-8", "turtle")],
)  # fmt: skip
def test_a_format_that_is_asked_for_by_name_wins_over_accept(wanted: str, chosen: str) -> None:
    assert choose("application/ld+json", DOCUMENT, wanted=wanted).offer.name == chosen


@pytest.mark.parametrize("wanted", ["csv", "auto", "application/vnd.ms-excel", "?", " "])
def test_a_format_that_is_not_offered_is_ignored(wanted: str) -> None:
    assert choose("application/ld+json", DOCUMENT, wanted=wanted).offer.name == "jsonld"
    with pytest.raises(NotAcceptable):
        choose("text/csv", DOCUMENT, wanted=wanted)


def test_only_who_names_html_is_shown_pages_of_problems() -> None:
    assert prefers_page(BROWSER)
    assert not prefers_page("*/*")
    assert not prefers_page(None)
    assert not prefers_page("application/problem+json, text/html;q=0.5")


@pytest.mark.parametrize("pattern", [",", '",', "a/b,", ";q=1", '"', "\\", 'text/csv;a="', "a/b;q=0.1,"])
def test_a_header_that_is_long_is_read_in_little_time(pattern: str) -> None:
    start = time.process_time()
    for accept in (pattern * (300_000 // len(pattern)), f"text/turtle, {pattern * 50_000}"):
        prefers_page(accept)
        with contextlib.suppress(NotAcceptable):
            choose(accept, DOCUMENT)
    assert time.process_time() - start < 1


def test_a_long_header_is_not_told_back_whole() -> None:
    with pytest.raises(NotAcceptable) as caught:
        choose("image/png, " * 1_000, GRAPH_FORMATS)
    assert len(str(caught.value)) < 1_000
