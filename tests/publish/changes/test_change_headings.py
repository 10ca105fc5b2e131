"""What stands around the parts of a report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kg.publish.changes import change_headings

from ...commands import commit, edit
from .test_changed_things import END, LATEST_START, since_head


def test_it_is_said_how_many_questions_were_asked_again_and_for_which_days(copy: Path) -> None:
    commit(copy)
    edit(copy / "data" / "ghent.ttl", LATEST_START, END + LATEST_START)
    report = since_head(copy)
    assert report.consequences
    known = len(list((copy / "queries").glob("*.rq")))
    assert 0 < report.consequences.asked_count < known
    sentence = change_headings.asked_again(report, report.consequences)
    assert sentence.startswith(f"{report.consequences.asked_count} of {known} questions read what changed")
    assert "2026-11-24 and 2020-12-31, 2021-01-02, 2021-12-30, 2022-01-01" in sentence


def test_of_many_days_the_first_and_the_last_are_told(copy: Path) -> None:
    commit(copy)
    days = [date(2000 + number, 1, 1) for number in range(9)]
    told = change_headings.on_days(since_head(copy), days)
    assert told == "for 2000-01-01, 2001-01-01, 2002-01-01, 2003-01-01, …, 2008-01-01:"
