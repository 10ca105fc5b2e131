"""An engine that answers something else than it should is out of order; it never is an internal error."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.errors import ServiceBusy, UsageError
from kg.query_engine.remote import pushed_revision
from kg.query_engine.remote.authentication import Fixed
from kg.query_engine.remote.graph_store import GraphStore

RESULTS = "application/sparql-results+json"
ROW = '{"head": {"vars": [%s]}, "results": {"bindings": [{%s}]}}'
URI = '"%s": {"type": "uri", "value": "urn:x"}'


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "<html>Welcome</html>",
        '{"head":',
        "[1, 2]",
        '{"head": {}, "boolean": true}',
        ROW % ('"other"', URI % "other"),
        ROW % ('"digest", "graph", "checksum"', ", ".join(URI % name for name in ("digest", "graph", "checksum"))),
    ],
)
def test_an_answer_about_the_revision_that_is_none_is_an_engine_out_of_order(answer: str) -> None:
    with pytest.raises(ServiceBusy, match="sent something that answers no query"):
        pushed_revision.pushed(lambda *_: answer.encode(), "https://ties.example/")
    assert pushed_revision.digest(lambda *_: answer.encode(), "https://ties.example/graph/x") is None


@pytest.fixture(scope="module")
def serving() -> Iterator[Callable[[int, str, bytes], str]]:
    """A server that gives the last reply which it was given; the address of a graph store there."""
    replies: list[tuple[int, str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, media_type, body = replies[-1]
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Servers of tests say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def address(status: int, media_type: str, body: bytes) -> str:
        replies.append((status, media_type, body))
        return f"http://127.0.0.1:{server.server_port}/store"

    yield address
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "media_type", "body", "words"),
    [
        (200, "text/html", b"<html>", "no RDF for urn:g: text/html"),
        (200, "text/turtle", b"<urn:a> <urn:b>", "no RDF for urn:g: Parser error"),
        (200, "application/n-triples", b"\xff", "no RDF for urn:g"),
        (403, "text/html", b"<p>\x1b[31mNo\x07</p>\r\n", r"answered 403: \[31mNo"),
    ],
)
def test_what_a_graph_store_sends_and_is_no_rdf_is_told(
    serving: Callable[[int, str, bytes], str], status: int, media_type: str, body: bytes, words: str
) -> None:
    with closing(GraphStore(serving(status, media_type, body), Fixed())) as store:
        with pytest.raises(UsageError, match=words) as refused:
            store.get("urn:g")
        assert refused.value.message.isprintable()
        assert refused.value.hint == "Is graph_store its right address?"
