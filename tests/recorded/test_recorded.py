"""The endpoint answers as it did when ``answers.json`` was written, on a small project that never changes.

A change of behaviour that is meant is written down by ``python -m tests.recorded.test_recorded``; review its diff.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from .record import DAY, Recording, record, serving
from .request_list import Names, Request, endpoint_requests

HERE = Path(__file__).parent

WRITTEN = json.loads((HERE / "answers.json").read_text("utf-8"))
ANSWERS: Recording = WRITTEN["answers"]
NAMES = Names(base="https://example.org/towns/", city="aa-east", graph="data/twins", query="partners")
LARGE = 2_000
KINDS = (
    " accepted as ",
    "posted",
    "update",
    " for who has ",
    "header fields",
    "graph",
    "query with ",
    "select named by",
)


def requests() -> list[Request]:
    """Those of the endpoint that are answered with no page, for the words of pages change often."""
    return [
        request
        for request in endpoint_requests(NAMES)
        if any(kind in request.name for kind in KINDS) and "browser" not in request.name and "html" not in request.name
    ]


def recorded(project: Path) -> Recording:
    with serving(Path(sys.executable), project, DAY) as server:
        return {name: _shortened(answer) for name, answer in record(server.port, requests()).items()}


def _shortened(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with a digest for a long body, and a problem without its sentences, which other tests hold."""
    body = answer["body"]
    fields = dict(answer["fields"])
    if fields.get("content-type") == "application/problem+json" and body:
        problem = {name: value for name, value in json.loads(body).items() if name not in ("detail", "hint")}
        del fields["content-length"]
        return {**answer, "fields": fields, "body": json.dumps(problem)}
    return answer if len(body) < LARGE else {**answer, "body": f"sha256:{sha256(body.encode()).hexdigest()}"}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return recorded(copied(tmp_path_factory.mktemp("recorded")))


def copied(folder: Path) -> Path:
    """A copy, so that no cache is written beside the project."""
    return copytree(HERE / "project", folder / "project")


def test_the_recording_covers_the_requests_that_are_sent() -> None:
    assert len(ANSWERS) > 60
    assert set(ANSWERS) == {request.name for request in requests()}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_request_is_answered_as_recorded(answers: Recording, name: str) -> None:
    written = ANSWERS[name]
    assert answers[name] == {**written, "fields": WRITTEN["fields"] | written["fields"]}


def write() -> None:
    """Write the answers of today, and once the fields that all of them have."""
    with TemporaryDirectory() as temporary:
        answers = recorded(copied(Path(temporary)))
    common = set.intersection(*(set(answer["fields"].items()) for answer in answers.values()))
    for answer in answers.values():
        answer["fields"] = {name: value for name, value in answer["fields"].items() if (name, value) not in common}
    written = {"fields": dict(sorted(common)), "answers": answers}
    (HERE / "answers.json").write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    write()
