from __future__ import annotations

import pytest

from kg.errors import QueryNotAllowed
from kg.query_engine import guard
from kg.settings.query import Limits


def check(text: str) -> None:
    guard.check(text, Limits())


@pytest.mark.parametrize("text", [
    "SELECT * { SERVICE <urn:a> {} }",
    "SELECT * { service silent <urn:a> {} }",
    "SELECT * { S\\u0045RVICE <urn:a> {} }",
    "PREFIX e: <urn:x> SELECT * { SERVICEe:a {} }",
    "PREFIX p: <http://x#> SELECT * { ?s ?p p:SERVICEe:a\\#b {} }",
    "SELECT * { FILTER(?a<?b#>) SERVICE <urn:a> {}\n}",
])  # fmt: skip
def test_a_call_of_service_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(QueryNotAllowed) as caught:
        check(text)
    assert (caught.value.line, bool(caught.value.column)) == (1, True)


@pytest.mark.parametrize("text", [
    "ASK { ?s ?p 'SERVICE <urn:a> {}' }",
    "ASK { ?s <http://example.org/SERVICE> ?o } # SERVICE",
    "ASK { ?service ?p ?o }",
    "PREFIX service: <urn:s:> ASK { ?s service:name ?o }",
    "PREFIX ex: <http://example.org/> ASK { ?s ex:SERVICE ?o }",
])  # fmt: skip
def test_the_word_in_texts_names_and_comments_is_no_call(text: str) -> None:
    check(text)
