"""What a file lost and gained since the snapshot is all that differs, whatever was edited, and little more."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import Triple

from kg import dataset as datasets
from kg import project as projects
from kg.errors import DatasetError
from kg.project import Project
from kg.validation.stored_index import file_parts, index_snapshot
from kg.validation.stored_index.index_snapshot import IndexSnapshot

PLAIN = "PREFIX a: <urn:a:>\n\na:s a:p a:o .\n\na:t\n    a:p a:o ;\n    a:q 1.5 ;\n.\n\na:u a:p a:o .\n"


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_parts, "_SIZE", 5)


def project_of(folder: Path, text: str, name: str = "a.ttl") -> Project:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "kg.toml").write_text('base = "https://w3id.org/city-ties/"\n', "utf-8")
    (folder / "data" / name).write_bytes(text.encode())
    return projects.load(folder)


def statements(project: Project) -> Counter[Triple]:
    return Counter(quad.triple for quad in datasets.load(project).quads)


def taken(project: Project) -> IndexSnapshot:
    return index_snapshot.create(project, {}, index_snapshot.folder_of(project))


def changed(folder: Path, old: str, new: str, name: str = "a.ttl") -> tuple[int, int]:
    """How many statements were lost and gained, after a look that they are all that differs."""
    project = project_of(folder, old, name)
    before, then = statements(project), taken(project)
    now = statements(project_of(folder, new, name))
    path = folder / "data" / name
    state = then.state(f"data/{name}", path, project)
    terms = then.index.terms
    removed = Counter(Triple(terms[s], p, terms[o]) for s, p, o in state.removed)  # type: ignore[arg-type]
    assert before + Counter(state.added) == now + removed
    assert then.size(f"data/{name}", state) == now.total()
    again = then.difference({f"data/{name}": then.stored_state(f"data/{name}")}, {f"data/{name}": state})
    assert again.added == now.keys() - before.keys()
    assert again.removed == before.keys() - now.keys()
    return removed.total(), len(state.added)


def edited(text: str, random: Random) -> str:
    blocks = text.split("\n\n")
    at, other = random.randrange(2, len(blocks)), random.randrange(2, len(blocks))
    lines = blocks[at].splitlines()
    line = random.randrange(1, max(2, len(lines) - 1))
    match random.randrange(5):
        case 0:
            del blocks[at]
        case 1:
            blocks.insert(at, f"<id/new> a <id/City> .\n\n{blocks[other]}")
        case 2:
            blocks[at] = "\n".join([*lines[:line], *lines[line + 1 :]])
        case 3:
            blocks[at] = "\n".join([*lines[:line], f"    <id/property/{at}> {at} ;", *lines[line:]])
        case _:
            blocks[at], blocks[other] = blocks[other], blocks[at]
    return "\n\n".join(blocks)


def test_over_random_edits_of_ghents_graph_nothing_that_differs_is_missed(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_parts, "_SIZE", 1000)
    text, random, small = (root / "data" / "ghent.ttl").read_text("utf-8"), Random(5), 0
    for _ in range(25):
        new = edited(text, random)
        try:
            small += sum(changed(tmp_path, text, new)) < 2000
        except DatasetError:
            assert "\n    <id/" in new or len(new) < len(text)
    assert small > 10


def test_only_the_statements_around_the_change_are_parsed(tmp_path: Path) -> None:
    assert changed(tmp_path, PLAIN, PLAIN.replace("1.5", "1.6")) == (2, 2)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (PLAIN, PLAIN + "a:v a:p a:o .\n"),
        (PLAIN, PLAIN.removesuffix("\n")),
        (PLAIN, PLAIN.replace("a:s a:p a:o .\n\n", "")),
        (PLAIN, PLAIN.replace("\n", "\r\n")),
        (PLAIN, "# nothing is left\n"),
        (PLAIN, PLAIN.replace("a:s a:p a:o .\n", "a:s a:p a:o . # no end.\na:s a:p 2 .\n")),
        (PLAIN.replace("a:o ;", "a:o # it ends here .\n  ;"), PLAIN),
        (PLAIN.replace("1.5", '"it ends here ."'), PLAIN),
        (PLAIN.replace("1.5", "1"), PLAIN.replace("1.5 ;\n.", "1 .")),
        (PLAIN, PLAIN.replace("urn:a:", "urn:b:")),
        (PLAIN, PLAIN.replace("a:t\n", "PREFIX a: <urn:b:>\na:t\n")),
        (PLAIN, PLAIN.replace("1.5", '"""Ends .\nhere ."""')),
        (PLAIN, PLAIN.replace("1.5", "[ a:p 1 ]")),
        (PLAIN, PLAIN.replace("1.5", "_:b")),
        (PLAIN, PLAIN.replace("PREFIX a:", "PREFIX\n a:")),
        (PLAIN, PLAIN.replace("1.5", '"PREFIX a: <urn:b:>"')),
        (PLAIN, PLAIN.replace("\n", "\r")),
        (PLAIN, PLAIN + PLAIN.partition("\n")[2]),
        (PLAIN, "\ufeff" + PLAIN),
    ],
)
def test_both_ways_whatever_was_edited_all_that_differs_is_told(tmp_path: Path, old: str, new: str) -> None:
    assert sum(changed(tmp_path, old, new)) <= 16
    assert sum(changed(tmp_path, new, old)) <= 16


def test_n_triples_are_compared_line_by_line(tmp_path: Path) -> None:
    lines = [f"<urn:s{number}> <urn:p> <urn:o> .\n" for number in range(9)]
    assert changed(tmp_path, "".join(lines), "".join([*lines[:4], *lines[5:]]), "a.nt") == (1, 0)


def test_the_error_of_a_part_has_its_place_in_the_file(tmp_path: Path) -> None:
    project = project_of(tmp_path, PLAIN)
    then = taken(project)
    project_of(tmp_path, PLAIN.replace("a:u a:p", "a:u x:p"))
    with pytest.raises(DatasetError) as caught:
        then.state("data/a.ttl", tmp_path / "data" / "a.ttl", project)
    assert caught.value.line == 10


def test_the_snapshot_of_another_engine_or_base_and_a_damaged_one_are_not_loaded(tmp_path: Path) -> None:
    project = project_of(tmp_path, PLAIN)
    assert index_snapshot.load(project) is None
    taken(project)
    loaded = index_snapshot.load(project)
    assert loaded is not None
    assert loaded.files.keys() == {"data/a.ttl"}
    (tmp_path / "kg.toml").write_text('base = "https://example.org/"\n', "utf-8")
    assert index_snapshot.load(projects.load(tmp_path)) is None
    (path,) = index_snapshot.folder_of(project).iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    assert index_snapshot.load(project) is None


def test_no_more_than_two_are_kept(tmp_path: Path) -> None:
    for number in range(4):
        taken(project_of(tmp_path, PLAIN.replace("1.5", str(number))))
    assert len(list(index_snapshot.folder_of(projects.load(tmp_path)).iterdir())) == 2
