"""What stands around the parts of a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from kg.publish.changes import change_headings
from kg.publish.changes.change_report import ChangeReport


def test_it_is_said_how_many_questions_were_asked_again_and_for_which_days(
    with_end: Path, end_reported: Callable[[str], ChangeReport]
) -> None:
    report = end_reported("en")
    assert report.consequences
    known = len(list((with_end / "queries").glob("*.rq")))
    assert 0 < report.consequences.asked_count < known
    sentence = change_headings.asked_again(report, report.consequences)
    assert sentence.startswith(f"{report.consequences.asked_count} of {known} questions read what changed")
    assert "2026-11-24 and 2020-12-31, 2021-01-02, 2021-12-30, 2022-01-01" in sentence


def test_of_many_days_the_first_and_the_last_are_told(end_reported: Callable[[str], ChangeReport]) -> None:
    days = [date(2000 + number, 1, 1) for number in range(9)]
    heading = change_headings.on_days(end_reported("en"), days)
    assert heading == "for 2000-01-01, 2001-01-01, 2002-01-01, 2003-01-01, …, 2008-01-01:"
