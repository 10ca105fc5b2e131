"""The list of changes has a version of each thing that a release changes, and no other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg import project as projects
from kg.history.releases import recording, release_history
from kg.history.releases.release_history import ReleaseHistory
from kg.publish.feeds import change_list
from kg.publish.feeds.change_list import Kind

from ...fixtures.releases import record
from ...presence import present

BASE = "https://ties.example/"
HEAD = f"BASE <{BASE}> PREFIX ex: <{BASE}ns#>\n"
STATES = [
    '<id/a> ex:name "A" ; ex:at [ ex:x 1 ] . <id/a#part> ex:name "part" . <id/b> ex:name "B" .',
    '<id/a> ex:name "A" ; ex:at [ ex:x 2 ] . <id/a#part> ex:name "part" . <id/b> ex:name "B" . <id/c> ex:name "C" .',
    '<id/a> ex:name "A" ; ex:at [ ex:x 2 ] . <id/b> ex:name "B2" .',
]


def released(folder: Path, states: list[str]) -> ReleaseHistory:
    """A project with these states of its data as releases, a day each."""
    (folder / "data").mkdir(exist_ok=True)
    (folder / "kg.toml").write_text(f'base = "{BASE}"\n', "utf-8")
    for day, state in enumerate(states, 1):
        (folder / "data" / "ties.ttl").write_text(HEAD + state, "utf-8")
        assert record(folder, datetime(2026, 3, day, 12, tzinfo=UTC))
    return release_history.of(projects.load(folder))


def told(history: ReleaseHistory) -> list[dict[str, str]]:
    return [
        {version.thing.value.removeprefix(BASE): version.kind.value for version in made}
        for _, made in change_list.versions(history)
    ]


def test_each_release_has_the_things_that_it_changes(tmp_path: Path) -> None:
    assert told(released(tmp_path, STATES)) == [
        {"id/a": "Create", "id/a#part": "Create", "id/b": "Create"},
        {"id/a": "Update", "id/c": "Create"},
        {"id/a#part": "Delete", "id/b": "Update", "id/c": "Delete"},
    ]


def test_a_document_goes_with_the_last_of_its_things(tmp_path: Path) -> None:
    history = released(tmp_path, [*STATES, '<id/b> ex:name "B2" .'])
    last, before = [made for _, made in change_list.documents(history)][:1:-1]
    assert {one.document.removeprefix(BASE): one.kind for one in before} == {
        "id/a": Kind.UPDATE,
        "id/b": Kind.UPDATE,
        "id/c": Kind.DELETE,
    }
    assert [(one.document, one.kind) for one in last] == [(f"{BASE}id/a", Kind.DELETE)]


def test_what_a_withdrawn_release_alone_said_is_in_no_version(tmp_path: Path) -> None:
    history = released(tmp_path, [STATES[0], STATES[1], STATES[0] + ' <id/d> ex:name "D" .'])
    project = projects.load(tmp_path)
    recording.withdraw(project, history.releases[1].name, {"en": "Private."}, datetime(2026, 4, 1, tzinfo=UTC))
    assert told(release_history.of(project)) == [
        {"id/a": "Create", "id/a#part": "Create", "id/b": "Create"},
        {"id/d": "Create"},
    ]


def test_the_last_versions_are_all_that_the_newest_release_says(root: Path, tmp_path: Path) -> None:
    text = (root / "data" / "ghent.ttl").read_text("utf-8")
    quads = list(parse(text, RdfFormat.TURTLE))
    changed = text.replace('"Burgas"@en', '"Bourgas"@en')
    assert changed != text
    (tmp_path / "data").mkdir()
    (tmp_path / "kg.toml").write_text('base = "https://w3id.org/city-ties/"\n', "utf-8")
    for day, state in ((1, text), (2, changed)):
        (tmp_path / "data" / "ghent.ttl").write_text(state, "utf-8")
        record(tmp_path, datetime(2026, 3, day, tzinfo=UTC))
    first, second = (made for _, made in change_list.versions(release_history.of(projects.load(tmp_path))))
    assert {triple for version in present(first) for triple in version.description} == {quad.triple for quad in quads}
    assert [version.thing for version in second] == [NamedNode("https://w3id.org/city-ties/id/city/bg-burgas")]


@pytest.mark.parametrize(("before", "after", "kind"), [(0, 1, "Create"), (1, 1, "Update"), (1, 0, "Delete")])
def test_what_became_of_a_thing_has_one_word(before: int, after: int, kind: str) -> None:
    assert Kind.of(before, after).value == kind
