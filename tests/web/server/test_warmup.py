"""After a reload, the page on the data is made ready as at the start."""

from __future__ import annotations

from flask import Flask, request_started

from kg.web.server import warmup


def test_the_data_is_prepared_again_after_a_reload_that_was_served(app: Flask) -> None:
    paths: list[str] = []

    def note(_: Flask, **__: object) -> None:
        from flask import request

        paths.append(request.path)

    request_started.connect(note, app)
    try:
        observe = warmup.prepared_again(app)
        observe("failed")
        assert not paths
        observe("served")
    finally:
        request_started.disconnect(note, app)
    assert paths == ["/data"]
