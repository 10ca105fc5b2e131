from __future__ import annotations

import time

from kg.query_engine.request_context import Run
from kg.web.http.http_response import FROM_MEMORY, HttpResponse
from kg.web.server.observers import observation

ENVIRON = {"REQUEST_METHOD": "GET", "PATH_INFO": "/sparql", "QUERY_STRING": "query=secret", "REMOTE_ADDR": "192.0.2.1"}


def test_an_observation_has_neither_the_client_nor_what_was_asked() -> None:
    response = HttpResponse(200, [("Content-Length", "12"), ("ETag", '"a"'), FROM_MEMORY], [b"x" * 12])
    seen = observation(ENVIRON, response, time.perf_counter() - 1, [Run("ASK {}")])
    assert (seen.method, seen.path, seen.status, seen.size, seen.etag, seen.hit) == (
        "GET",
        "/sparql",
        200,
        12,
        '"a"',
        True,
    )
    assert 1 <= seen.seconds < 5
    assert "secret" not in repr(seen)
    assert "192.0.2.1" not in repr(seen)


def test_without_a_length_or_a_tag_there_is_none() -> None:
    seen = observation(ENVIRON, HttpResponse(304, [], []), time.perf_counter(), [])
    assert (seen.size, seen.etag, seen.hit, seen.status) == (None, "", False, 304)
