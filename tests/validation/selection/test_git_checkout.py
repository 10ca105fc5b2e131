from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg import dataset as datasets
from kg import project as projects
from kg.dataset import DATA_FOLDERS
from kg.errors import UsageError
from kg.validation.selection import git_checkout
from kg.validation.selection.git_checkout import checkout

from ...commands import commit, edit, git


def test_the_files_are_those_of_the_commit_and_go_with_the_block(copy: Path) -> None:
    first = commit(copy)
    edit(copy / "data" / "ghent.ttl", '"Ghent"@en', '"Gentopolis"@en')
    (copy / "data" / "more.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n", "utf-8")
    project = projects.load(copy)
    with checkout(project, "HEAD") as then:
        assert then.commit == first
        assert then.project
        root = then.project.root
        assert "Gentopolis" not in (root / "data" / "ghent.ttl").read_text("utf-8")
        assert len(datasets.load(then.project).files) == len(datasets.load(project).files) - 1
    assert not root.exists()
    assert "Gentopolis" in (copy / "data" / "ghent.ttl").read_text("utf-8")


@pytest.mark.parametrize("few", [0, 1, 1000])
def test_files_that_were_only_written_anew_are_as_they_were(
    copy: Path, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git is asked to compare contents where many look so; where few do, theirs are those that the caller knows."""
    monkeypatch.setattr(git_checkout, "_FEW", few)
    commit(copy)
    edit(copy / "data" / "ghent.ttl", '"Ghent"@en', '"Gantes"@en')
    project = projects.load(copy)
    names = {project.relative(path) for path in project.files(*DATA_FOLDERS)}
    for name in names - {"data/ghent.ttl"}:
        os.utime(copy / name, (0, 0))
    blobs = {line.split()[3]: line.split()[2] for line in git("ls-tree", "-r", "HEAD", folder=copy).splitlines()}
    with checkout(project, "HEAD", contents={name: blobs[name] for name in names}) as then:
        assert then.same | then.known == names
        assert "data/ghent.ttl" not in then.same
    with checkout(project, "HEAD") as then:
        assert then.project
        written = {then.project.relative(path): path.read_bytes() for path in then.project.files(*DATA_FOLDERS)}
    differing = {name for name in names if written[name] != (copy / name).read_bytes()}
    assert differing == {"data/ghent.ttl"}


def test_where_there_was_no_project_there_is_none(copy: Path) -> None:
    git("init", "--quiet", folder=copy)
    git("commit", "--quiet", "--allow-empty", "-m", "nothing", folder=copy)
    with checkout(projects.load(copy), "HEAD") as then:
        assert then.project is None


@pytest.mark.parametrize("revision", ["none", "--help", "HEAD~1"])
def test_a_revision_that_git_does_not_know_is_invalid_usage(copy: Path, revision: str) -> None:
    commit(copy)
    with pytest.raises(UsageError, match="git knows no commit"), checkout(projects.load(copy), revision):
        pass


def test_outside_a_repository_it_is_invalid_usage(copy: Path) -> None:
    with pytest.raises(UsageError, match="git cannot say what HEAD was"), checkout(projects.load(copy), "HEAD"):
        pass
