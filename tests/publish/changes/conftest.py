"""A copy of the project in which a tie has got an end since the last commit, and what is told of that."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from kg.publish.changes.change_report import ChangeReport

from ...commands import commit, copied, edit
from .test_changed_things import END, LATEST_START, since_head


@pytest.fixture(scope="session")
def with_end(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(root, tmp_path_factory.mktemp("with-end") / "project")
    commit(folder)
    edit(folder / "data" / "ghent.ttl", LATEST_START, END + LATEST_START)
    return folder


@pytest.fixture(scope="session")
def end_reported(with_end: Path) -> Callable[[str], ChangeReport]:
    """The report on that end for a reader of a language, made once."""
    return cache(lambda language: since_head(with_end, language))
