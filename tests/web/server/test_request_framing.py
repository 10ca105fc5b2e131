"""What a server on the way may read otherwise is refused: over a socket, in the bytes that were sent."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from ...web.server.test_operations import Server, serving

HOSTS = ("data.example.org", "[::1]", "127.0.0.1")
TEXT = "ASK { ?s ?p ?o }"
POST = "POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\nConnection: close\r\n"


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = f"[serve]\nhosts = {list(HOSTS)}\n".replace("'", '"')
    with serving(root, tmp_path_factory.mktemp("framing"), settings) as server:
        yield server


def answer(server: Server, head: str, body: str = "", *, ends: bool = False) -> str:
    """What comes back for these bytes; with ``ends``, nothing can come after them."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(f"{head}\r\n{body}".encode())
        if ends:
            connection.shutdown(socket.SHUT_WR)
        received = b""
        while part := connection.recv(65536):
            received += part
    return received.decode("latin-1")


def status(server: Server, head: str, body: str = "", *, ends: bool = False) -> int:
    return int(answer(server, head, body, ends=ends).split()[1])


@pytest.mark.parametrize("fields", [
    "", "Host: 127.0.0.1\r\nHost: 127.0.0.1\r\n", "Host: a/b\r\n", "Host: u@a\r\n", "Host: a b\r\n", "Host: \r\n",
    "Host: a:b\r\n", "Host: a?b\r\n", "Host: [::1\r\n", "Host: a,127.0.0.1\r\n" "Host: b\r\n",
])  # fmt: skip
def test_a_host_that_is_missing_double_or_none_is_400(server: Server, fields: str) -> None:
    assert status(server, f"GET /health HTTP/1.1\r\n{fields}Connection: close\r\n") == 400


@pytest.mark.parametrize("host", ["data.example.org", "DATA.example.org.:8080", "[::1]:80", "127.0.0.1"])
def test_a_host_of_the_settings_is_served(server: Server, host: str) -> None:
    assert status(server, f"GET /robots.txt HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n") == 200


def test_another_host_is_421_but_may_ask_for_the_state_of_the_server(server: Server) -> None:
    other = "Host: evil.example\r\nConnection: close\r\n"
    assert status(server, f"GET / HTTP/1.1\r\n{other}") == 421
    assert "evil.example" not in answer(server, f"GET / HTTP/1.1\r\nAccept: text/html\r\n{other}")
    assert (
        status(server, f"GET /health HTTP/1.1\r\n{other}") == status(server, f"GET /ready HTTP/1.1\r\n{other}") == 200
    )


def test_http_1_0_needs_no_host(server: Server) -> None:
    assert status(server, "GET /health HTTP/1.0\r\n") == 200


def test_the_address_in_the_request_line_counts_and_not_host(server: Server) -> None:
    line = "GET http://data.example.org/robots.txt HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    assert "Sitemap: http://data.example.org/" in answer(server, line)
    assert status(server, line.replace("//data.example.org", "//evil.example")) == 421


@pytest.mark.parametrize(("line", "expected"), [
    ("get /health", 501), ("Get /health", 501), ("FOO /health", 501), ("CONNECT 127.0.0.1:80", 501),
    ("PUT /health", 405), ("TRACE /health", 405), ("GET health", 400), ("GET *", 400), ("OPTIONS *", 204),
])  # fmt: skip
def test_methods_are_case_sensitive_and_targets_are_paths(server: Server, line: str, expected: int) -> None:
    assert status(server, f"{line} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n") == expected


@pytest.mark.parametrize("coding", [
    "gzip, chunked", "identity, chunked", "chunked, chunked", "chunked\r\nTransfer-Encoding: chunked"
])  # fmt: skip
def test_a_transfer_coding_but_chunked_is_501(server: Server, coding: str) -> None:
    body = f"{len(TEXT):x}\r\n{TEXT}\r\n0\r\n\r\n"
    assert status(server, f"{POST}Transfer-Encoding: {coding}\r\n", body) in (400, 501)
    assert status(server, f"{POST}Transfer-Encoding: chunked\r\n", body) == 200
    assert status(server, f"{POST}Transfer-Encoding: Chunked\r\n", body) == 200


@pytest.mark.parametrize(("framing", "body"), [
    ("Content-Length: 40", TEXT),
    ("Transfer-Encoding: chunked", f"{len(TEXT):x}\r\n{TEXT}\r\n"),
    ("Transfer-Encoding: chunked", f"{len(TEXT):x}\r\n{TEXT}\r\n0\r\n"),
    ("Transfer-Encoding: chunked", f"{len(TEXT):x}\r\n{TEXT}\r\nxyz\r\n"),
    ("Transfer-Encoding: chunked", f"ff\r\n{TEXT}"),
])  # fmt: skip
def test_a_query_that_is_cut_short_is_not_run(server: Server, framing: str, body: str) -> None:
    assert "boolean" not in answer(server, f"{POST}{framing}\r\n", body, ends=True)


def test_two_lengths_are_400(server: Server) -> None:
    assert status(server, f"{POST}Content-Length: 5\r\nContent-Length: {len(TEXT)}\r\n", TEXT) == 400


def test_a_redirection_names_no_host(server: Server) -> None:
    text = answer(server, "GET /doc//city/be-gent?lang=nl HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n")
    assert text.startswith("HTTP/1.1 308")
    assert "\r\nlocation: /doc/city/be-gent?lang=nl\r\n" in text.lower()


def test_a_static_file_is_sent_only_in_the_state_that_if_match_names(server: Server) -> None:
    line = "GET /static/city-ties.css HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    tag = answer(server, line).lower().partition("\r\netag: ")[2].partition("\r\n")[0]
    assert tag
    assert status(server, f"{line}If-Match: {tag}\r\n") == status(server, f"{line}If-Match: *\r\n") == 200
    assert status(server, f'{line}If-Match: "other"\r\n') == 412
