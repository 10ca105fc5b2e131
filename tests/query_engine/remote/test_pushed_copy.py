"""Copies of what was pushed: all statements as they are spelt, the last few revisions, and none that is broken."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from kg import revision as revisions
from kg.project import Project
from kg.query_engine.remote.pushed_copy import PushedCopies


def test_a_copy_has_every_statement_and_the_oldest_goes(project: Project, tmp_path: Path) -> None:
    copies = PushedCopies(tmp_path / "copies")
    days = [revisions.current(project, date(2026, 11, day)) for day in (21, 22, 23, 24)]
    for age, revision in zip((40, 30, 20, 10), days, strict=True):
        copies.keep(revision)
        path = next(path for path in (tmp_path / "copies").iterdir() if path.name.startswith(revision.digest[:32]))
        time = path.stat().st_mtime - age
        os.utime(path, (time, time))
    assert copies.read(days[0].digest) is None
    assert set(copies.read(days[3].digest) or ()) == set(days[3].quads())
    assert len(list((tmp_path / "copies").iterdir())) == 3


def test_a_copy_that_broke_off_is_none(project: Project, tmp_path: Path) -> None:
    copies = PushedCopies(tmp_path)
    revision = revisions.current(project, date(2026, 11, 24))
    copies.keep(revision)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-100])
    assert copies.read(revision.digest) is None
    path.write_bytes(b"nothing")
    assert copies.read(revision.digest) is None
