"""Solutions are counted exactly, wherever an answer is cut into frames."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Quad, QuerySolutions, Store

from kg.errors import QueryTooLarge
from kg.query_engine.evaluation import AnswerFormat
from kg.query_engine.pool.frames import Frame
from kg.query_engine.pool.result_stream import Outlet
from kg.rdf.formats import CSV, RESULTS_FORMATS
from kg.settings.query import Limits

SOLUTIONS = 40


class Gathered:
    """What an outlet sent."""

    def __init__(self) -> None:
        self.body = b""

    def send(self, kind: Frame, content: bytes | bytearray = b"") -> None:
        assert kind is Frame.DATA
        self.body += content


@pytest.fixture(scope="module")
def store(quads: tuple[Quad, ...]) -> Store:
    store = Store()
    store.extend(quads)
    return store


def written(store: Store, answer_format: AnswerFormat, size: int, most: int) -> tuple[bytes, bytes]:
    """An answer, and what of it is sent in frames of ``size`` bytes where ``most`` solutions are allowed."""
    found = store.query(f"SELECT ?s ?type {{ GRAPH ?g {{ ?s a ?type }} }} LIMIT {SOLUTIONS}")
    assert isinstance(found, QuerySolutions)
    body = found.serialize(format=answer_format.codec)
    assert body
    gathered = Gathered()
    outlet = Outlet(gathered, replace(Limits(), solutions=most), answer_format)
    for start in range(0, len(body), size):
        outlet.write(body[start : start + size])
        outlet.flush()
    return body, gathered.body


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 100, 1_000_000])
@pytest.mark.parametrize("answer_format", RESULTS_FORMATS, ids=lambda each: each.name)
def test_as_many_solutions_as_allowed_are_sent_and_not_one_more(
    store: Store, answer_format: AnswerFormat, size: int
) -> None:
    body, sent = written(store, answer_format, size, SOLUTIONS)
    assert sent == body
    with pytest.raises(QueryTooLarge, match=f"{SOLUTIONS - 1} solutions"):
        written(store, answer_format, size, SOLUTIONS - 1)


def test_nothing_is_sent_once_a_limit_is_passed() -> None:
    gathered = Gathered()
    outlet = Outlet(gathered, replace(Limits(), solutions=2), CSV)
    outlet.write(b"s\r\n1\r\n2\r\n3\r\n")
    with pytest.raises(QueryTooLarge):
        outlet.flush()
    outlet.flush()
    assert gathered.body == b""
