from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.query_engine.request_context import Run
from kg.web.server.observers import Observation
from kg.web.server.request_log import RequestLog, digest, line

QUERY = "SELECT ?secret { ?s ?p 'secret' }"


def observed(status: int = 200, path: str = "/sparql", etag: str = "", runs: tuple[Run, ...] = ()) -> Observation:
    return Observation("GET", path, status, 0.25, 10, etag, False, runs)


def test_a_line_has_no_words_of_the_query_but_its_digest() -> None:
    fields = line(observed(runs=(Run(QUERY, 0.5, 1.5, outcome="answer"),)))
    assert "secret" not in json.dumps(fields)
    assert (fields["query"], fields["waited"], fields["ran"], fields["outcomes"]) == (
        digest(QUERY),
        0.5,
        1.0,
        ["answer"],
    )


def test_the_digest_is_that_of_the_entity_tag() -> None:
    tag = f'"{"0" * 32}-{digest(QUERY)}{"1" * 16}-json"'
    assert line(observed(etag=tag))["query"] == digest(QUERY)
    assert digest(QUERY) == digest(f"# a comment\n{QUERY}")
    assert "query" not in line(observed(etag='"page-html"'))


def test_a_path_that_is_unknown_may_be_anything_and_is_left_out() -> None:
    assert line(observed(404, "/jan@example.org"))["path"] is None
    assert len(str(line(observed(path="/" + "a" * 500))["path"])) == 200


def test_lines_are_appended_whole(tmp_path: Path) -> None:
    file = tmp_path / "requests.log"
    file.write_text("before\n", "utf-8")
    for log in (RequestLog(str(file)), RequestLog(str(file))):
        log(observed())
    first, *lines = file.read_text("utf-8").splitlines()
    assert first == "before"
    assert [json.loads(each)["status"] for each in lines] == [200, 200]


def test_a_file_that_cannot_be_written_is_invalid_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        RequestLog(str(tmp_path / "none" / "requests.log"))
