"""``kg diff`` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..commands import call, commit, edit, run


def test_equal_sides_give_0_and_different_ones_1(copy: Path) -> None:
    commit(copy)
    assert call("diff", "HEAD", folder=copy).code == 0
    edit(copy / "data" / "ghent.ttl", 'foaf:name "AVS"', 'foaf:name "AVS news"')
    done = call("diff", "HEAD", folder=copy)
    assert done.code == 1
    assert done.out.splitlines()[0] == "HEAD → work tree: statements removed: 1, added: 1"
    assert "    ~ name: “AVS” → “AVS news”  (data/ghent.ttl:23)" in done.out.splitlines()


def test_two_revisions_are_compared_wherever_the_work_tree_is(copy: Path) -> None:
    first = commit(copy)
    edit(copy / "data" / "ghent.ttl", 'foaf:name "AVS"', 'foaf:name "AVS news"')
    commit(copy)
    edit(copy / "data" / "ghent.ttl", 'foaf:name "AVS news"', 'foaf:name "AVS once more"')
    done = call("diff", first, "HEAD", folder=copy)
    assert "(HEAD:data/ghent.ttl:23)" in done.out
    assert "once more" not in done.out


def test_files_are_compared_without_a_project_and_without_what_only_the_server_needs(tmp_path: Path) -> None:
    for name, day in (("a", "2020-01-01"), ("b", "2021-01-01")):
        text = f'<urn:x> <urn:when> "{day}"^^<http://www.w3.org/2001/XMLSchema#date> .'
        (tmp_path / f"{name}.ttl").write_text(text)
    (tmp_path / "babel.py").write_text("raise ModuleNotFoundError('absent', name='babel')")
    done = run("diff", "a.ttl", "b.ttl", folder=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "    ~ urn:when: 2020-01-01 → 2021-01-01  (b.ttl:1)" in done.stdout


@pytest.mark.parametrize("arguments", [("nosuch",), ("data/ghent.ttl", "nosuch.ttl"), ("bad.ttl", "bad.ttl"), ()])
def test_a_side_that_cannot_be_read_gives_2(copy: Path, arguments: tuple[str, ...]) -> None:
    (copy / "bad.ttl").write_text("no turtle")
    done = call("diff", *arguments, folder=copy)
    assert (done.code, done.out) == (2, "")


def test_a_patch_is_printed_even_where_it_is_empty(copy: Path) -> None:
    commit(copy)
    done = call("diff", "HEAD", "--format", "patch", folder=copy)
    assert done.code == 0
    assert done.out.splitlines()[1:] == ["TX .", "TC ."]
