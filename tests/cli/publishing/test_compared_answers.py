"""Answers of an engine that leaves something out, or says that it cannot answer, are told with their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kg.cli.publishing import compared_answers
from kg.errors import KgError, QuerySyntaxError, ServiceBusy
from kg.query_engine.answer import Answer
from kg.query_engine.evaluation import AnswerFormat
from kg.query_engine.guard import CheckedQuery
from kg.query_engine.pool.query_pool import Pool
from kg.revision import Revision
from kg.settings.query import Limits


class Wrong:
    """The pool, with answers that are changed on their way."""

    def __init__(self, pool: Pool, change: Callable[[bytes], bytes]) -> None:
        self.pool = pool
        self.change = change

    def evaluate(self, query: CheckedQuery, answer_format: AnswerFormat, *_: object) -> Answer:
        with self.pool.evaluate(query, answer_format) as answer:
            body = self.change(answer.read())
        return Answer(answer_format, body, len(body))


@pytest.fixture(scope="module")
def pool(revision: Revision) -> Iterator[Pool]:
    with Pool(revision.quads, Limits(), revision.project.base) as pool:
        yield pool


def differences(revision: Revision, pool: Pool, change: Callable[[bytes], bytes]) -> dict[str, str]:
    return dict(compared_answers.differences(revision, Wrong(pool, change)))  # type: ignore[arg-type]


def test_the_same_engine_has_the_same_answers(revision: Revision, pool: Pool) -> None:
    outcomes = differences(revision, pool, lambda body: body)
    assert len(outcomes) > 30
    assert set(outcomes.values()) == {""}


def test_other_values_are_told_with_their_columns(revision: Revision, pool: Pool) -> None:
    outcomes = differences(revision, pool, lambda body: body.replace(b"Kanazawa", b"Nazakawa"))
    rows = "rows are not there, and 1 others are"
    assert outcomes["sister-cities"].endswith(f"{rows}, which differ in name")
    assert outcomes["graphs-and-licences"] == ""


@pytest.mark.parametrize(("error", "text"), [
    (QuerySyntaxError("SP031: no\n\nSPARQL query:\nSELECT"), "SP031: no"),
    (ServiceBusy("answered 500.", retry_after=5, hint="Its complaint: SQ200"), "answered 500. Its complaint: SQ200"),
])  # fmt: skip
def test_a_refusal_is_told_without_the_query(revision: Revision, pool: Pool, error: KgError, text: str) -> None:
    def refuse(_: bytes) -> bytes:
        raise error

    assert set(differences(revision, pool, refuse).values()) == {text}
