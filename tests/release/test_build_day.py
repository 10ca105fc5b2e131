"""The day of a build is one that the next build has too."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from kg import project as projects
from kg.errors import UsageError
from kg.project import Project
from kg.release import build_day

TODAY = date(2026, 7, 1)


def test_the_epoch_says_the_day_in_utc(project: Project) -> None:
    revision, lasting = build_day.revision_of(project, {"SOURCE_DATE_EPOCH": "1750031999"}, TODAY)
    assert revision.day == date(2025, 6, 15)
    assert lasting


def test_without_an_epoch_it_is_the_day_on_which_the_data_was_modified(project: Project) -> None:
    first, lasting = build_day.revision_of(project, {}, TODAY)
    later, _ = build_day.revision_of(project, {}, TODAY + timedelta(days=2))
    stated = (project.root / "data" / "catalog.ttl").read_text("utf-8")
    assert f'dct:modified "{first.day}"' in stated
    assert lasting
    assert first.digest == later.digest


def test_data_that_does_not_say_so_has_the_day_of_today_which_does_not_last(copy: Path) -> None:
    (copy / "data" / "catalog.ttl").unlink()
    text = (copy / "kg.toml").read_text("utf-8")
    (copy / "kg.toml").write_text(text + '[publish]\nrequire = "nothing"\n', "utf-8")
    revision, lasting = build_day.revision_of(projects.load(copy), {}, TODAY)
    assert revision.day == TODAY
    assert not lasting


@pytest.mark.parametrize("text", ["yesterday", "1e9", "99999999999999999"])
def test_what_is_no_number_of_seconds_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        build_day.day_of_epoch(text)
