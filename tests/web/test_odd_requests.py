"""No path, query string or header field is a fault of the server. ``bench/fuzz.py`` sends many more, over a socket."""

from __future__ import annotations

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

PLACES = ("/", "/id/", "/doc/", "/ns/", "/context/", "/dumps/", "/queries/", "/search", "/resource", "/class", "/cite")
PIECES = st.sampled_from(
    ["%", " ", '"', "<", "{", "\\", "^", "|", "\x00", "\n", "..", "/", "a", "é", "城", ".ttl", ".html"]
)
TEXTS = st.lists(PIECES, max_size=4).map("".join)
NAMES = st.sampled_from(["query", "format", "iri", "q", "lang", "path", "page"])
FIELDS = st.sampled_from(["ACCEPT", "ACCEPT_LANGUAGE", "IF_MODIFIED_SINCE", "IF_NONE_MATCH", "RANGE", "IF_RANGE"])
VALUES = st.sampled_from(["text/html", "*/*;q=", "Mon, 01 Jan 99999 00:00:00 GMT", 'W/"', "bytes=9-1", "*", "\xff"])


@settings(max_examples=60)
@given(
    st.sampled_from(PLACES),
    TEXTS,
    st.dictionaries(NAMES, TEXTS, max_size=2),
    st.dictionaries(FIELDS, VALUES, max_size=2),
)
def test_an_odd_request_is_no_fault_of_the_server(
    app: Flask, place: str, rest: str, arguments: dict[str, str], fields: dict[str, str]
) -> None:
    environ = {f"HTTP_{name}": value for name, value in fields.items()}
    environ["PATH_INFO"] = (place + rest).encode().decode("latin-1")
    answer = app.test_client().get("/", query_string=arguments, environ_overrides=environ)
    assert answer.status_code < 500
