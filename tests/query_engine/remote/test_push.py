"""A push to engines elsewhere: whole or as a patch, to one or several, broken off and taken up again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kg import project as projects
from kg import revision as revisions
from kg.errors import ServiceBusy, UsageError
from kg.project import Project
from kg.query_engine.pool.query_pool import Pool
from kg.query_engine.remote import graph_digest
from kg.query_engine.remote.authentication import Fixed
from kg.query_engine.remote.graph_store import GraphStore
from kg.query_engine.remote.pushed_copy import PushedCopies
from kg.revision import Revision
from kg.settings.remote import RemoteSettings

from .engines import LIMITS, PASSWORD, ask, engine_at, post, push, push_all, virtuoso


def test_a_second_push_of_the_same_revision_does_nothing(loaded: RemoteSettings, today: Revision) -> None:
    assert push(today, loaded).uploaded == ()


def test_a_push_keeps_the_revision_before_and_deletes_the_one_before_that(
    empty: RemoteSettings, today: Revision, tomorrow: Revision, project: Project
) -> None:
    later = revisions.current(project, date(2026, 11, 26))
    done = [push(revision, empty) for revision in (today, tomorrow, later)]
    assert [len(outcome.deleted) for outcome in done] == [0, 0, len(done[0].uploaded)]
    with closing(GraphStore(empty.graph_stores[0], Fixed())) as store:
        assert store.get(done[1].uploaded[0])
        assert not store.get(done[0].uploaded[0])


def test_what_a_push_that_broke_off_left_behind_goes_with_the_next(
    empty: RemoteSettings, today: Revision, tomorrow: Revision
) -> None:
    class Broken(Exception):
        """As if the connection were cut."""

    def cut(name: str, _how: str) -> None:
        if name.startswith("https://w3id.org/city-ties/graph/ontology/"):
            raise Broken

    with pytest.raises(Broken):
        push(today, empty, on_loaded=cut)
    with engine_at(empty, today) as engine, pytest.raises(ServiceBusy):
        ask(engine, "ASK {}")
    done = push(tomorrow, empty)
    assert done.deleted
    assert all(name.endswith(today.digest[:32]) for name in done.deleted)


def test_an_interrupted_cleaning_is_taken_up_by_the_next_push_of_the_same_revision(
    empty: RemoteSettings, today: Revision, tomorrow: Revision, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = revisions.current(project, date(2026, 11, 26))
    first = push(today, empty)
    push(tomorrow, empty)
    with monkeypatch.context() as patched:
        patched.setattr(GraphStore, "delete", refused)
        (failed,) = push_all(later, empty)
    assert isinstance(failed.problem, UsageError)
    again = push(later, empty)
    assert again.uploaded == ()
    assert sorted(again.deleted) == sorted(first.uploaded)
    assert push(later, empty).deleted == ()


def refused(*_: object) -> None:
    raise UsageError("The engine's graph_store answered 403.")


STATEMENT = '<https://example.org/more> <https://example.org/p> "{}" .\n'
OPEN = '<https://example.org/more> <https://example.org/q> [ <https://example.org/r> "{}" , 1.50 , "x"@nl-BE ] .\n'


def larger(root: Path, folder: Path, more: str) -> Revision:
    """A revision of the project with some statements more."""
    if not folder.exists():
        for name in ("ontology", "data", "shapes", "queries"):
            shutil.copytree(root / name, folder / name)
        shutil.copy(root / "kg.toml", folder)
    (folder / "data" / "more.ttl").write_text(more, "utf-8")
    return revisions.current(projects.load(folder), date(2026, 11, 24))


class Engines:
    """One settings and the copies of what was pushed there."""

    def __init__(self, settings: RemoteSettings, copies: PushedCopies) -> None:
        self.settings = settings
        self.copies = copies
        self.ways: dict[str, str] = {}

    def patch(self, revision: Revision) -> int:
        """How many statements travelled; ``ways`` are how the graphs came."""
        self.ways = {}
        done = push(
            revision, self.settings, self.copies, patch=True,
            on_loaded=lambda name, how: self.ways.update({name.rpartition("/")[2].partition("!")[0]: how}),
        )  # fmt: skip
        return done.sent


@pytest.fixture(params=["oxigraph", "virtuoso"])
def engines(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engines]:
    copies = PushedCopies(tmp_path / "copies")
    if request.param == "oxigraph":
        yield Engines(request.getfixturevalue("empty"), copies)
        return
    monkeypatch.setenv(PASSWORD, "Digest dba:dba")
    (tmp_path / "virtuoso").mkdir()
    with virtuoso(tmp_path / "virtuoso") as settings:
        yield Engines(settings, copies)


def test_of_a_revision_only_the_difference_travels(engines: Engines, root: Path, tmp_path: Path) -> None:
    lines = [STATEMENT.format(number) for number in range(60)]
    versions = (
        [*lines, OPEN.format("a")],
        [*lines[1:], STATEMENT.format("“Łódź” \\\\ \\n\\t"), OPEN.format("a")],
        [*lines[1:], OPEN.format("b")],
        lines[:1],
    )
    first, second, third, fourth = (larger(root, tmp_path / "project", "".join(version)) for version in versions)
    whole = engines.patch(first)
    assert whole == len(list(first.quads()))
    assert set(engines.ways.values()) == {"whole: it is new"}

    assert engines.patch(second) == 2 + len(renamed(second))
    assert engines.ways.pop("more") == "as a patch, and read again"  # for its blank nodes
    assert set(engines.ways.values()) == {"as a patch"}
    assert answers(engines, second) == local(second)

    assert engines.patch(third) == 59 + 4 + len(renamed(third))
    assert engines.ways["more"] == "whole: its blank nodes differ"
    assert answers(engines, third) == local(third)

    assert engines.patch(fourth) == 1 + len(renamed(fourth))
    assert engines.ways["more"] == "whole: its blank nodes differ"
    assert answers(engines, fourth) == local(fourth)


CHANGE = """
DELETE {{ GRAPH ?g {{ <https://example.org/more> ?p "{0}" }} }}
INSERT {{ GRAPH ?g {{ <https://example.org/more> ?p "{1}" }} }}
WHERE {{ GRAPH ?g {{ <https://example.org/more> ?p "{0}" }} }}
"""


def change(settings: RemoteSettings, old: str, new: str) -> None:
    """What somebody else does in an engine: as many statements, but others."""
    post(settings.updates[0], CHANGE.format(old, new).encode(), "application/sparql-update")


def test_a_statement_that_was_changed_in_the_engine_is_noticed_though_their_number_is_the_same(
    empty: RemoteSettings, root: Path, tmp_path: Path
) -> None:
    engines = Engines(empty, PushedCopies(tmp_path / "copies"))
    lines = [STATEMENT.format(number) for number in range(60)]
    first, second = (larger(root, tmp_path / "project", "".join(some)) for some in (lines, lines[1:]))
    engines.patch(first)
    change(empty, "7", "seven")
    assert engines.patch(second) == 59 + len(renamed(second))
    assert engines.ways.pop("more") == "whole: what the engine has is not what was pushed"
    assert set(engines.ways.values()) == {"as a patch"}
    assert answers(engines, second) == local(second)

    change(empty, "8", "eight")
    assert engines.patch(second) == 59
    assert engines.ways == {"more": "whole: what the engine has is not what was pushed"}
    assert answers(engines, second) == local(second)
    assert engines.patch(second) == 0

    shutil.rmtree(tmp_path / "copies")
    change(empty, "9", "nine")
    assert engines.patch(first) == 60 + len(renamed(first))
    assert answers(engines, first) == local(first)


def test_a_change_of_blank_nodes_or_of_a_patch_is_noticed_where_the_graph_is_read_again(
    empty: RemoteSettings, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines = Engines(empty, PushedCopies(tmp_path / "copies"))
    lines = [*(STATEMENT.format(number) for number in range(60)), "[ <urn:p> 1 ] <urn:q> 1 . [ <urn:p> 2 ] <urn:q> 2 ."]
    first, second = (larger(root, tmp_path / "project", "".join(some)) for some in (lines, lines[1:]))
    engines.patch(first)
    swapped = "".join(f"?{sign} <urn:p> {number} . " for sign, number in (("x", 1), ("y", 2)))
    other = swapped.replace("x", "z").replace("y", "x").replace("z", "y")
    old, new = (f"{{ GRAPH ?g {{ {pattern} }} }}" for pattern in (swapped, other))
    text = f"DELETE {old} INSERT {new} WHERE {old}"
    post(empty.updates[0], text.encode(), "application/sparql-update")
    engines.patch(second)
    assert engines.ways["more"] == "whole: what came of the patch is something else"

    with monkeypatch.context() as patched:
        patched.setattr(
            graph_digest, "query", lambda graph: f"SELECT (COUNT(*) AS ?size) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        )
        assert engines.patch(first) == 1 + len(renamed(first))
    assert set(engines.ways.values()) == {"as a patch, and read again"}
    assert answers(engines, first) == local(first)


def renamed(revision: Revision) -> list[str]:
    """The statements that name a graph, and so another revision: what is deleted, and what is inserted."""
    graphs = {quad.graph_name for quad in revision.quads()}
    return [str(quad) for quad in revision.quads() if {quad.subject, quad.object} & graphs] * 2


QUESTIONS = (
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "SELECT ?o { <https://example.org/more> <https://example.org/p> ?o } ORDER BY ?o",
    "SELECT (STR(?o) AS ?x) { ?s <https://example.org/q>/<https://example.org/r> ?o FILTER(!isNumeric(?o)) }",
    "SELECT ?x ?n { ?x <http://www.w3.org/2004/02/skos/core#prefLabel> ?n } ORDER BY ?x ?n",
)


def answers(engines: Engines, revision: Revision) -> list[list[str]]:
    with engine_at(engines.settings, revision) as engine:
        return [sorted(ask(engine, text).splitlines()) for text in QUESTIONS]


def local(revision: Revision) -> list[list[str]]:
    with Pool(revision.quads, LIMITS, revision.project.base) as pool:
        return [sorted(ask(pool, text).splitlines()) for text in QUESTIONS]
