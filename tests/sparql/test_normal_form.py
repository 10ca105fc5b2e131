from __future__ import annotations

import pytest

from kg.errors import QuerySyntaxError
from kg.sparql.normal_form import canonical


@pytest.mark.parametrize(
    "text", ["ASK{?s ?p ?o}", "ASK\r\n{\t?s ?p ?o }", "# c\nASK { # } \n?s ?p ?o }", "ASK { ?s ?p ?o }#"]
)
def test_white_space_and_comments_make_no_difference(text: str) -> None:
    assert canonical(text) == "ASK { ?s ?p ?o }"


@pytest.mark.parametrize(("one", "other"), [
    ("ASK { ?s ?p 'a  b' }", "ASK { ?s ?p 'a b' }"),
    ("ASK { ?s ?p ?o }", "ASK { ?s ?p ?O }"),
    ("ask { ?s ?p ?o }", "ASK { ?s ?p ?o . }"),
    ("ASK { <http://a.org/#a> ?p ?o }", "ASK { <http://a.org/#b> ?p ?o }"),
    ("ASK { ?s ?p 1 , 2 }", "ASK { ?s ?p 1.0 , 2 }"),
    ('ASK { ?s ?p "a"@en }', 'ASK { ?s ?p "a" @en . }'),
])  # fmt: skip
def test_what_the_query_means_is_kept(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize("text", ["ASK { <a#b> ?p ?o }", "ASK   { <it's> ?p ?o }"])
def test_a_query_with_an_ambiguous_iri_is_its_own_normal_form(text: str) -> None:
    assert canonical(text) == text


def test_a_string_without_an_end_has_no_normal_form() -> None:
    with pytest.raises(QuerySyntaxError):
        canonical("ASK { ?s ?p 'a }")
