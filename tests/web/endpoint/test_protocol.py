from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote, unquote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import UnsupportedMediaType

from kg.errors import QueryNotAllowed, UsageError
from kg.web.endpoint.protocol import QueryRequest, is_query, read


def environ(
    query: str = "", method: str = "GET", kind: str = "", body: bytes = b"", coding: str = ""
) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": method, "QUERY_STRING": query, "CONTENT_TYPE": kind, "wsgi.input": io.BytesIO(body),
        "HTTP_CONTENT_ENCODING": coding,
    }  # fmt: skip


def posted(kind: str, body: bytes, query: str = "", coding: str = "") -> QueryRequest:
    return read(environ(query, "POST", kind, body, coding))


def test_a_query_its_graphs_and_its_format_are_read_from_an_address() -> None:
    request = read(
        environ(
            "query=ASK%20%7B%7D&default-graph-uri=urn:a&named-graph-uri=urn:b&named-graph-uri=urn:c&results=&output=xml&format=srx"
        )
    )
    assert request == QueryRequest("ASK {}", ("urn:a",), ("urn:b", "urn:c"), ("srx", "xml"))


def test_a_request_without_graphs_chooses_none() -> None:
    assert read(environ("query=ASK")).graphs is None
    assert read(environ("query=ASK&default-graph-uri=urn:a")).graphs is not None


@pytest.mark.parametrize(("query", "method", "expected"), [
    ("", "GET", False), ("format=ttl", "GET", False), ("query=", "GET", True), ("x=1&query=a", "GET", True),
    ("%71uery=a", "GET", True), ("update=a", "GET", True), ("named-graph-uri=urn:a", "GET", True), ("", "POST", True),
    ("subquery=a", "GET", False), ("query=a", "PUT", False),
])  # fmt: skip
def test_a_request_with_any_parameter_of_the_operation_is_a_query(query: str, method: str, *, expected: bool) -> None:
    assert is_query(environ(query, method)) is expected


@pytest.mark.parametrize("query", ["query=a&query=b", "format=srj&named-graph-uri=urn:a", "query=%FF", "query=\xff"])
def test_none_two_or_broken_queries_are_invalid_usage(query: str) -> None:
    with pytest.raises(UsageError):
        read(environ(query))


def test_as_many_parameters_are_read_as_the_limit() -> None:
    assert read(environ("query=a" + "&x=1" * 999)).text == "a"
    with pytest.raises(UsageError, match="more than 1,000"):
        read(environ("query=a" + "&x=1" * 1_000))
    assert read(environ("query=a" + "&x=1" * 999)).text == "a"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_percent_signs_are_decoded_once(text: str) -> None:
    encoded = quote(text, safe="")
    assert read(environ(f"query={encoded}")).text == text == unquote_plus(encoded)


@pytest.mark.parametrize("text", ["a+b", "%zz", "100%", "\\x41", "%5Cx41", "a%2Bb"])
def test_what_is_no_escape_is_read_as_urllib_reads_it(text: str) -> None:
    assert read(environ(f"query={text}")).text == unquote_plus(text)


def test_a_posted_query_is_a_form_or_the_body_itself() -> None:
    assert posted("application/x-www-form-urlencoded", b"query=ASK+%7B%7D").text == "ASK {}"
    assert posted("application/sparql-query", "ASK { ?s ?p 'é' }".encode()).text == "ASK { ?s ?p 'é' }"
    assert posted("Application/SPARQL-Query; charset=UTF-8", b"\xef\xbb\xbfASK {}").text == "ASK {}"
    assert posted("application/sparql-query", b"ASK {}", "default-graph-uri=urn:a").default == ("urn:a",)


@pytest.mark.parametrize("kind", ["", "text/plain", "multipart/form-data", "application/sparql-query; charset=latin-1"])
def test_a_body_of_another_kind_is_refused(kind: str) -> None:
    with pytest.raises(UnsupportedMediaType):
        posted(kind, b"ASK {}")


@pytest.mark.parametrize("coding", ["gzip", "br", "identity, gzip"])
def test_a_coded_body_is_refused(coding: str) -> None:
    assert posted("application/sparql-query", b"ASK {}", coding="Identity").text == "ASK {}"
    with pytest.raises(UnsupportedMediaType):
        posted("application/sparql-query", b"ASK {}", coding=coding)


def test_an_update_is_not_allowed_however_it_is_sent() -> None:
    for request in (environ("update=a"), environ("", "POST", "application/sparql-update", b"CLEAR ALL")):
        with pytest.raises(QueryNotAllowed):
            read(request)


def test_a_day_as_of_which_is_asked_counts_in_the_address_and_not_in_the_body() -> None:
    kind = "application/x-www-form-urlencoded"
    assert posted(kind, b"query=ASK+%7B%7D", "as-of=2026-03-03").text == "ASK {}"
    with pytest.raises(UsageError, match="as-of was posted"):
        posted(kind, b"query=ASK+%7B%7D&as-of=2026-03-03")
