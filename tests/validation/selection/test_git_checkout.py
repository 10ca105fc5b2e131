from __future__ import annotations

from pathlib import Path

import pytest

from kg import dataset as datasets
from kg import project as projects
from kg.errors import UsageError
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
