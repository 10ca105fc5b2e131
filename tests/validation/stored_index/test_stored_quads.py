"""Statements are found in the parts of files that have them, as they would be found in all files, parsed."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad

from kg import dataset as datasets
from kg import project as projects
from kg.deferred_quads import table_of
from kg.project import Project
from kg.validation.stored_index import file_parts, index_snapshot, stored_quads
from kg.validation.stored_index.stored_quads import StoredQuads

from ...presence import present
from .test_index_snapshot import edited

OTHER = "PREFIX a: <urn:a:>\na:s a:p [ a:q a:o ] , 1 .\na:o a:p a:s .\n"
GRAPHS = "PREFIX a: <urn:a:>\na:g { a:s a:p a:x } a:x a:p a:s .\n"


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_parts, "_SIZE", 2_000)


def project_of(folder: Path, files: dict[str, str]) -> Project:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "kg.toml").write_text('base = "https://w3id.org/city-ties/"\n', "utf-8")
    for name, text in files.items():
        (folder / "data" / name).write_text(text, "utf-8")
    return projects.load(folder)


def stored(project: Project, before: index_snapshot.IndexSnapshot) -> StoredQuads:
    """The quads as they are now, by the index of what they were."""
    paths = {project.relative(path): path for path in datasets.files_of(project)}
    states = {name: before.state(name, path, project) for name, path in paths.items()}
    then = {name: before.stored_state(name) for name in before.files}
    difference = before.difference(then, states)
    before.index.change(difference.put, difference.taken)
    return StoredQuads(project, before, states, paths)


def nodes(quads: list[Quad], random: Random) -> list[NamedNode | BlankNode]:
    terms = {term for quad in quads for term in (quad.subject, quad.object)}
    known = sorted((term for term in terms if isinstance(term, NamedNode | BlankNode)), key=str)
    return random.sample(known, min(12, len(known)))


@pytest.mark.parametrize("seed", range(4))
def test_statements_about_a_node_are_those_of_all_files_in_their_order(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    random = Random(seed)
    text = (root / "data/ghent.ttl").read_text("utf-8")
    files = {"a.ttl": text, "b.ttl": OTHER, "c.trig": GRAPHS, "gone.ttl": OTHER.replace("a:s", "a:gone")}
    project = project_of(tmp_path, files)
    before = index_snapshot.create(project, {}, index_snapshot.folder_of(project))
    assert len(before.files["data/a.ttl"].parts) > 5
    for _ in range(seed):
        text = edited(text, random)
    (tmp_path / "data/gone.ttl").unlink()
    now = project_of(tmp_path, {"a.ttl": text, "new.ttl": OTHER.replace("a:o", "<urn:a:new>")})
    whole = datasets.load_compact(now).quads
    table = table_of(whole)
    assert table is not None
    monkeypatch.setattr(StoredQuads, "_parsed", property(lambda _: pytest.fail("everything was parsed")))
    monkeypatch.setattr(stored_quads, "_MOST", 0.1)
    quads = stored(now, before)
    assert len(quads) == len(whole)
    named = [NamedNode("urn:a:s"), NamedNode("urn:a:new"), NamedNode("urn:a:gone"), NamedNode("urn:a:never")]
    for node in present([*named, *nodes(list(whole), random)]):
        assert list(quads.about(node)) == list(table.about(node))
        assert list(quads.referring(node)) == list(table.referring(node))
    assert set(quads.subjects()) == set(table.subjects())
    assert set(quads.predicates()) == set(table.predicates())
    kind = NamedNode("https://w3id.org/city-ties/ns#City")
    a_type = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    assert set(quads.referrers(kind, a_type)) == set(present(table.referrers(kind, a_type)))
    assert list(quads.having(NamedNode("urn:a:q"))) == list(table.having(NamedNode("urn:a:q")))


def test_of_many_statements_all_are_parsed_once(tmp_path: Path) -> None:
    project = project_of(tmp_path, {"b.ttl": OTHER})
    before = index_snapshot.create(project, {}, index_snapshot.folder_of(project))
    quads, whole = stored(project, before), table_of(datasets.load_compact(project).quads)
    assert whole is not None
    node = NamedNode("urn:a:s")
    assert list(quads.about(node)) == list(whole.about(node))
    assert "_parsed" in vars(quads)
