"""What a reload changes is answered anew, with other entity tags: by a program, on a page, in a document."""

from __future__ import annotations

import http.client
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from urllib.parse import urlencode

import pytest

from ...recorded.record import DAY, Served, serving

PROJECT = Path(__file__).parents[2] / "recorded" / "project"
NOTES = "SELECT ?o WHERE { ?s <https://example.org/towns/ns#note> ?o }"
RULE = """\
PREFIX ct: <https://example.org/towns/ns#>
CONSTRUCT { <https://example.org/towns/id/city/aa-east> ct:note "first" }
WHERE { }
"""
CITY_TIES = "<https://example.org/towns/id/city/aa-east> a <https://w3id.org/city-ties/ns#City> .\n"
"""With a thing of the ontology of City Ties, the site has embeds too."""
PATHS: Mapping[str, str] = {
    "an answer": f"/sparql?{urlencode({'query': NOTES, 'format': 'csv'})}",
    "a document": "/doc/city/aa-east.ttl",
    "a page of a document": "/doc/city/aa-east.html",
    "the list of queries": "/queries/",
    "a query": "/queries/partners",
    "an embedded query": "/embed/query/partners",
    "a page of a shape": "/doc/shape/Partnership-party.html",
    "the service": "/sparql?format=ttl",
}


@dataclass(frozen=True)
class Edit:
    """What is edited, and which answers show it."""

    file: str
    old: str
    new: str
    shown: tuple[str, ...]


EDITS: Mapping[str, Edit] = {
    "a statement": Edit("data/twins.ttl", '"East"@en', '"Eastern"@en', ("a document", "a page of a document")),
    "the name of a term": Edit("ontology/towns.ttl", '"city"@en', '"town"@en', ("a page of a document",)),
    "a shape": Edit("shapes/towns.ttl", "two parties.", "two sides.", ("a page of a shape",)),
    "a rule": Edit("ontology/computed/note.rq", '"first"', '"second"', ("an answer", "a document")),
    "a query": Edit(
        "queries/partners.rq", "Which cities", "What towns", ("the list of queries", "a query", "an embedded query")
    ),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copytree(PROJECT, tmp_path_factory.mktemp("towns") / "project")
    (folder / "ontology" / "computed").mkdir()
    (folder / "ontology" / "computed" / "note.rq").write_text(RULE, "utf-8")
    (folder / "data" / "embedded.ttl").write_text(CITY_TIES, "utf-8")
    return folder


@pytest.fixture(scope="module")
def server(project: Path) -> Iterator[Served]:
    with serving(Path(sys.executable), project, DAY) as server:
        yield server


def answers(server: Served, tags: Mapping[str, str]) -> dict[str, tuple[int, str, bytes]]:
    """Status, entity tag and body of every path, for who has these tags."""
    found = {}
    for name, path in PATHS.items():
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
            headers = {"Accept": "text/html, */*;q=0.5", **({"If-None-Match": tags[name]} if name in tags else {})}
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            found[name] = answer.status, answer.getheader("ETag", ""), answer.read()
    return found


def reload(server: Served) -> None:
    server.process.send_signal(signal.SIGHUP)
    assert server.process.stdout
    assert server.process.stdout.readline().startswith("Serving revision")


@pytest.mark.parametrize("name", EDITS)
def test_what_an_edit_changes_is_answered_anew_after_a_reload(project: Path, server: Served, name: str) -> None:
    edit = EDITS[name]
    for _ in range(3):
        before = answers(server, {})
    file = project / edit.file
    text = file.read_text("utf-8")
    assert edit.old in text
    file.write_text(text.replace(edit.old, edit.new), "utf-8")
    reload(server)
    after = answers(server, {name: tag for name, (_, tag, _) in before.items()})
    for shown in edit.shown:
        status, tag, body = after[shown]
        assert status == 200, shown
        assert tag != before[shown][1], shown
        assert body != before[shown][2], shown


def test_a_reload_of_the_same_files_changes_no_tag(server: Served) -> None:
    before = answers(server, {})
    reload(server)
    after = answers(server, {name: tag for name, (_, tag, _) in before.items()})
    assert {status for status, _, _ in after.values()} == {304}
