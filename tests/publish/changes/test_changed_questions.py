"""The rows that a question lost and gained, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kg.publish.changes.change_report import ChangeReport
from kg.publish.changes.changed_questions import ChangedQuestion
from kg.publish.changes.changed_things import ChangeKind


def questions(report: ChangeReport) -> dict[str, ChangedQuestion]:
    assert report.consequences
    return {question.name: question for question in report.consequences.questions}


def test_a_row_about_the_same_things_is_told_by_the_cells_that_changed(
    end_reported: Callable[[str], ChangeReport],
) -> None:
    question = questions(end_reported("en"))["partners-on-a-day"]
    assert question.title == "Which partnerships of Ghent were in force on a day, and what says so?"
    answer = next(answer for answer in question.answers if date(2021, 1, 2) in answer.days)
    assert [(line.kind, line.words) for line in answer.lines] == [
        (ChangeKind.CHANGED, "Tallinn · End: nothing → “2021”")
    ]
    assert date(2022, 1, 1) not in answer.days


def test_a_question_is_asked_in_the_language_of_the_reader(end_reported: Callable[[str], ChangeReport]) -> None:
    question = questions(end_reported("nl"))["partners-on-a-day"]
    assert question.title.startswith("Welke banden")
    assert any(
        "zusterstad" in line.words or "niets" in line.words for answer in question.answers for line in answer.lines
    )
