"""The list of the states of a thing has the releases that tell of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg import project as projects
from kg.web.server import http_server

from ...commands import edit
from ...fixtures.releases import record


@pytest.fixture
def thing_that_went(recorded: Path) -> Path:
    """A project in which a thing is in the first release and not in the second."""
    graph = recorded / "data" / "ghent.ttl"
    graph.write_text(graph.read_text("utf-8"), "utf-8")
    extra = recorded / "data" / "extra.ttl"
    extra.write_text('<https://w3id.org/city-ties/id/note/x> <http://purl.org/dc/terms/title> "x" .', "utf-8")
    record(recorded, datetime(2026, 3, 5, tzinfo=UTC))
    extra.unlink()
    edit(graph, '"Kanazawa"@nl', '"Kanazawa-shi"@nl')
    record(recorded, datetime(2026, 3, 7, tzinfo=UTC))
    return recorded


def test_a_thing_has_the_states_of_the_releases_that_tell_of_it(thing_that_went: Path) -> None:
    app = http_server.application(projects.load(thing_that_went))
    try:
        client = app.test_client()
        for path in ("/id/note/x", "/doc/note/x", "/doc/note/x.ttl"):
            lines = client.get(f"/timemap{path}").text.splitlines()
            assert [line for line in lines if "memento" in line and "as-of=2026-03-05-" in line] == lines[2:]
            assert len(lines) == 3
        assert client.get("/doc/note/x.ttl").status_code == 404
        assert '"x"' in client.get("/doc/note/x.ttl?as-of=2026-03-05").text
        assert client.get("/timemap/doc/note/y").status_code == 404
        assert len(client.get("/timemap/doc/city/jp-kanazawa").text.splitlines()) == 2 + 3
    finally:
        app.extensions["past_editions"].close()
        app.extensions["publication"].close()


def test_what_has_no_states_has_no_list(past: FlaskClient) -> None:
    answer = past.get("/timemap/robots.txt", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert "as-of is not offered" in answer.json["detail"]  # type: ignore[index]
