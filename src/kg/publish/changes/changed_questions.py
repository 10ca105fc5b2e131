"""The answers that an edit changes, in the reader's words: each question with its rows lost and gained."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.answer_changes.changed_answers import AnswerChange, Answers, QuestionChange, Row
from kg.named_queries.named_query import Question
from kg.publish.changes.changed_things import ChangeKind, Line
from kg.publish.changes.two_sides import Sides, excerpts, shortened
from kg.translations.catalogue import catalogue, mark

_CELL = 80
"""A text of a row is told with no more characters than this."""


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """What changed in one answer, on these days; none where the question takes no day."""

    days: tuple[date, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ChangedQuestion:
    """A question by its name and in words; it is added or removed where only one side has it.

    ``error`` says why it cannot be answered any more.
    """

    name: str
    title: str
    kind: ChangeKind
    answers: tuple[ChangedAnswer, ...]
    error: str | None = None


def questions(answers: Answers, sides: Sides) -> tuple[ChangedQuestion, ...]:
    """The questions that changed, by name."""
    return tuple(_question(change, sides) for change in answers.changed)


def _question(change: QuestionChange, sides: Sides) -> ChangedQuestion:
    answer = change.after or change.before
    assert answer, "a question stands on one side at least"
    kind = ChangeKind.CHANGED
    if change.before is None or change.after is None:
        kind = ChangeKind.ADDED if change.after else ChangeKind.REMOVED
    title = answer.title(sides.language).value
    return ChangedQuestion(change.name, title, kind, _by_days(change.answers, answer, sides), change.error)


def _by_days(answers: Sequence[AnswerChange], question: Question, sides: Sides) -> tuple[ChangedAnswer, ...]:
    """Each line once, with those of the same days: an answer that changes on many days mostly changes alike."""
    days: dict[Line, list[date]] = defaultdict(list)
    for answer in answers:
        for line in _lines(answer, question, sides):
            days[line] += answer.days
    lines: dict[tuple[date, ...], list[Line]] = defaultdict(list)
    for line, when in days.items():
        lines[tuple(sorted(set(when)))].append(line)
    return tuple(ChangedAnswer(when, tuple(together)) for when, together in lines.items())


def _lines(answer: AnswerChange, question: Question, sides: Sides) -> Iterator[Line]:
    """A row that is about the same things on both sides changed; the others were lost or gained."""
    lost, gained = _by_things(answer.lost), _by_things(answer.gained)
    columns = [question.column(column, sides.language).value for column in answer.columns]
    for things, row in lost.items():
        other = gained.get(things)
        if other is not None:
            yield Line(ChangeKind.CHANGED, "", _changed(columns, row, other, sides))
    for kind, rows, others in ((ChangeKind.REMOVED, answer.lost, gained), (ChangeKind.ADDED, answer.gained, lost)):
        mine = lost if kind is ChangeKind.REMOVED else gained
        for row in rows:
            things = _things(row)
            if things not in mine or things not in others:
                yield Line(kind, "", _told(row, sides))


def _by_things(rows: Sequence[Row]) -> dict[Row, Row]:
    """The rows that are known by the things in them, if there are such and they are in one row only."""
    counted = Counter(map(_things, rows))
    return {things: row for row in rows if counted[things := _things(row)] == 1 and any(things)}


def _things(row: Row) -> Row:
    return tuple(cell if isinstance(cell, NamedNode) else None for cell in row)


def _told(row: Row, sides: Sides) -> str:
    """The texts and numbers of a row, which name its things; the names of these where there are none."""
    plain = [shortened(cell.value, _CELL) for cell in row if isinstance(cell, Literal)]
    return " · ".join(plain or [sides.value(cell) for cell in row if cell is not None])


def _changed(columns: Sequence[str], old: Row, new: Row, sides: Sides) -> str:
    """What the row is called, and the cells that are others now."""
    nothing = catalogue(sides.language).gettext(mark("nothing"))
    cells = []
    for column, before, after in zip(columns, old, new, strict=True):
        if before != after:
            was, now = excerpts(*(sides.value(cell, whole=True) if cell else nothing for cell in (before, after)))
            cells.append(f"{column}: {was} → {now}")
    names = [cell.value for before, cell in zip(old, new, strict=True) if isinstance(cell, Literal) and before == cell]
    called = names[0] if names else next((sides.value(cell) for cell in new if isinstance(cell, NamedNode)), "")
    return " · ".join([called, *cells] if called else cells)
