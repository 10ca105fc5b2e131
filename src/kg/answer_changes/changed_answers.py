"""The questions that a project answers otherwise after an edit: rows lost and gained, on the days that it touches.

A question is asked only where the edit can change its answer: where the statements that came or went match a pattern of
its query. It is asked with its defaults; one that takes a day is asked for its default, for today and for the days
that the edit touches, and one that takes a language for the reader's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, Triple

from kg.answer_changes import read_set
from kg.compact import forked_tasks
from kg.errors import QueryError
from kg.named_queries import named_query, template
from kg.named_queries.named_query import Question
from kg.query_engine import evaluation, guard
from kg.rdf.namespaces import XSD
from kg.revision import Revision
from kg.sparql.term_input import Term

Cell = NamedNode | BlankNode | Literal | Triple | None
Row = tuple[Cell, ...]
_DATE = NamedNode(XSD + "date")
_UNNAMED = BlankNode("b")
"""Stands for any blank node of an answer, since their names do not last."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """The rows lost and gained on these days; a question that takes no day has none. ``columns`` name their cells."""

    days: tuple[date, ...]
    columns: tuple[str, ...]
    lost: tuple[Row, ...]
    gained: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question that has another answer, ``before`` and ``after`` as it was asked; None where there is no such one.

    ``error`` says why it cannot be answered any more.
    """

    name: str
    before: Question | None
    after: Question | None
    answers: tuple[AnswerChange, ...]
    error: str | None = None


_Pair = tuple[Question | None, Question | None]
_Outcome = tuple[tuple[AnswerChange, ...], str | None]


@dataclass(frozen=True, slots=True)
class Answers:
    """The questions that changed, how many were asked of all that there are, and for which days."""

    changed: tuple[QuestionChange, ...]
    asked_count: int
    known: int
    days: tuple[date, ...]


def between(
    before: Revision,
    after: Revision,
    quads: Sequence[Quad],
    days: Sequence[date],
    language: str,
    *,
    all_of_them: bool = False,
) -> Answers:
    """The questions whose answers differ. ``quads`` are the statements in which the two revisions differ.

    With ``all_of_them``, every question is asked, whatever it reads.
    """
    old = _questions(before)
    new = _questions(after, old)
    wanted = {
        name: (old.get(name), new.get(name))
        for name in sorted(old.keys() | new.keys())
        if all_of_them or _is_affected(old.get(name), new.get(name), quads)
    }
    outcomes = dict(_outcomes(wanted, before, after, days, language))
    changed = tuple(
        QuestionChange(name, *pair, *outcomes[name])
        for name, pair in wanted.items()
        if any((*outcomes[name], None in pair))
    )
    return Answers(changed, len(wanted), len(old.keys() | new.keys()), tuple(days))


def _outcomes(
    wanted: Mapping[str, _Pair], before: Revision, after: Revision, days: Sequence[date], language: str
) -> Iterator[tuple[str, _Outcome]]:
    """What becomes of each question, in processes: threads gain nothing on small queries."""

    def outcome(name: str) -> tuple[str, _Outcome]:
        return name, _outcome(wanted[name], before, after, days, language)

    if not forked_tasks.can_fork():
        return map(outcome, wanted)
    _ = before.store, after.store  # so that the processes share them
    return forked_tasks.run(outcome, tuple(wanted), few=1)


def _questions(revision: Revision, known: Mapping[str, Question] | None = None) -> dict[str, Question]:
    """The project's questions by name; the file of one whose text is ``known`` is not read again."""
    return {path.stem: _question(path, revision, known or {}) for path in revision.project.queries()}


def _question(path: Path, revision: Revision, known: Mapping[str, Question]) -> Question:
    earlier = known.get(path.stem)
    if earlier and earlier.query.text == path.read_text(encoding="utf-8"):
        query = earlier.query
    else:
        query = template.load(path, revision.project.base, revision.project.prefixes)
    return named_query.of_query(revision, query)


def _is_affected(old: Question | None, new: Question | None, quads: Sequence[Quad]) -> bool:
    if old is None or new is None or old.query.text != new.query.text or _subject(old) != _subject(new):
        return True
    patterns = read_set.of_query(new.query.text, new.query.base, new.query.prefixes)
    return any(patterns.sees(quad) for quad in quads)


def _subject(question: Question) -> NamedNode | None:
    """What it is about, which is a choice of the data's."""
    return question.subject.node if question.subject else None


def _outcome(pair: _Pair, before: Revision, after: Revision, days: Sequence[date], language: str) -> _Outcome:
    """How the answers differ, or why there is none any more."""
    old, new = pair
    try:
        old_answers = dict(_answers(old, before, days, language)) if old else {}
    except QueryError:
        old_answers = {}  # it could not be answered before, so all that it answers now is new
    try:
        new_answers = dict(_answers(new, after, days, language)) if new else {}
    except QueryError as error:
        return (), error.message
    return _differences(old_answers, new_answers), None


@dataclass(frozen=True, slots=True)
class _Table:
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


def _differences(before: Mapping[date | None, _Table], after: Mapping[date | None, _Table]) -> tuple[AnswerChange, ...]:
    """The differences of the answers, days on which they are the same together."""
    days: dict[tuple[tuple[str, ...], tuple[Row, ...], tuple[Row, ...]], list[date]] = {}
    for day in dict.fromkeys((*before, *after)):
        old, new = before.get(day, _Table()), after.get(day, _Table())
        if old.columns != new.columns and old.columns and new.columns:
            lost, gained = old.rows, new.rows
        else:
            lost = tuple((Counter(old.rows) - Counter(new.rows)).elements())
            gained = tuple((Counter(new.rows) - Counter(old.rows)).elements())
        if lost or gained:
            same = days.setdefault((new.columns or old.columns, lost, gained), [])
            same += [day] if day else []
    return tuple(
        AnswerChange(tuple(sorted(dates)), columns, lost, gained) for (columns, lost, gained), dates in days.items()
    )


def _answers(
    question: Question, revision: Revision, days: Sequence[date], language: str
) -> Iterator[tuple[date | None, _Table]]:
    """The answer for each day, or the one answer of a question that takes no day."""
    given: dict[str, Term] = {}
    query = question.query
    spoken = query.parameters.get("language")
    if spoken and all(isinstance(term, Literal) and not term.language for term in spoken.defaults):
        given["language"] = Literal(language)
    parameter = _day_parameter(question)
    if parameter is None:
        yield None, _table(question.bound(given), revision)
        return
    defaults = [date.fromisoformat(term.value) for term in query.parameters[parameter].defaults if term]
    for day in dict.fromkeys((*defaults, revision.day, *days)):
        value = Literal(day.isoformat(), datatype=_DATE)
        yield day, _table(question.bound({**given, parameter: value}), revision)


def _day_parameter(question: Question) -> str | None:
    """The parameter that is a day, where there is one."""
    taking = [
        parameter.name
        for parameter in question.query.parameters.values()
        if all(isinstance(term, Literal) and term.datatype == _DATE for term in parameter.defaults)
    ]
    return taking[0] if len(taking) == 1 else None


def _table(text: str, revision: Revision) -> _Table:
    project = revision.project
    checked = guard.check(text, project.settings.query, project.prefixes)
    answer = evaluation.evaluate(revision.store, checked, base=project.base)
    if isinstance(answer, QuerySolutions):
        names = tuple(variable.value for variable in answer.variables)
        return _Table(names, tuple(_named(solution) for solution in answer))
    if isinstance(answer, QueryBoolean):
        return _Table(("answer",), ((Literal(bool(answer)),),))
    triples = sorted({(t.subject, t.predicate, t.object) for t in answer}, key=str)
    return _Table(("subject", "predicate", "object"), tuple(map(_named, triples)))


def _named(cells: Iterable[Cell]) -> Row:
    return tuple(_UNNAMED if isinstance(cell, BlankNode) else cell for cell in cells)
