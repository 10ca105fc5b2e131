"""What is remembered, for how long, and that the same question runs once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from kg.errors import QuerySyntaxError, QueryTimeout, ServiceBusy
from kg.query_engine import guard
from kg.query_engine.answer import Answer, Gathering
from kg.query_engine.cache.answers import AnswerCache
from kg.query_engine.cache.lru import Memory
from kg.query_engine.cache.single_flight import Flights
from kg.query_engine.evaluation import AnswerFormat, GraphSelection
from kg.query_engine.guard import CheckedQuery
from kg.query_engine.pool.query_pool import Pool
from kg.rdf.formats import CSV, JSON, TSV
from kg.settings.query import Limits
from kg.sparql.normal_form import canonical

from ...waiting import until

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


class Counting(Pool):
    """The pool of the fixture in a state of its own, and how many queries it ran."""

    def __init__(self, pool: Pool, state: str = "state-1") -> None:
        self.pool = pool
        self.state = state
        self.runs = 0

    def evaluate(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer:
        self.runs += 1
        return self.pool.evaluate(query, answer_format, graphs)


@pytest.fixture
def engine(pool: Pool) -> Counting:
    return Counting(pool)


@pytest.fixture
def answers(engine: Counting) -> AnswerCache:
    return AnswerCache(engine, Memory(1 << 20))


def read(answers: AnswerCache, text: str, form: AnswerFormat = CSV, graphs: GraphSelection | None = None) -> bytes:
    with answers.evaluate(guard.check(text, Limits()), form, graphs) as answer:
        return answer.read()


def test_a_query_asked_again_is_not_run_again(answers: AnswerCache, engine: Counting) -> None:
    assert read(answers, COUNT) == read(answers, COUNT)
    assert engine.runs == 1


def test_white_space_and_comments_make_no_other_query(answers: AnswerCache, engine: Counting) -> None:
    spellings = [COUNT, COUNT.replace(" ", "\n\t"), f"# of all\n{COUNT}", COUNT.replace("{", "{ # a brace: }\n")]
    assert len({read(answers, each) for each in spellings}) == 1
    assert engine.runs == 1


@pytest.mark.parametrize(("one", "other"), [
    ('SELECT ("a b" AS ?x) {}', 'SELECT ("a  b" AS ?x) {}'),
    ('SELECT ("a # b" AS ?x) {}', 'SELECT ("a" AS ?x) {} # b'),
    ("SELECT ?x {}", "SELECT ?X {}"),
    ("SELECT (<http://example.org/#a> AS ?x) {}", "SELECT (<http://example.org/#b> AS ?x) {}"),
])  # fmt: skip
def test_what_stands_in_texts_iris_and_names_makes_another_query(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_an_iri_that_the_engine_may_read_as_a_comment_keeps_its_query_apart() -> None:
    """To the engine, the comment ends with the line: the two are not the same query."""
    one, other = "ASK { FILTER(1<?b#>\n) }", "ASK { FILTER(1<?b#> ) }"
    assert canonical(one) != canonical(other)


def test_another_format_other_graphs_and_another_state_are_other_answers(
    answers: AnswerCache, engine: Counting
) -> None:
    read(answers, COUNT)
    read(answers, COUNT, TSV)
    read(answers, COUNT, CSV, GraphSelection(("https://example.org/none",)))
    read(answers, COUNT, CSV, GraphSelection((), ("https://example.org/none",)))
    assert engine.runs == 4
    other = Counting(engine.pool, "state-2")
    read(AnswerCache(other, answers._memory), COUNT)
    assert other.runs == 1


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_differs_each_time_is_run_each_time(answers: AnswerCache, engine: Counting, function: str) -> None:
    for _ in range(2):
        read(answers, f"SELECT ({function} AS ?x) {{}}")
    assert engine.runs == 2


class Meeting(Counting):
    """Lets two queries run at the same time only."""

    def __init__(self, pool: Pool) -> None:
        super().__init__(pool)
        self.both = threading.Barrier(2, timeout=5)

    def evaluate(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer:
        self.both.wait()
        return super().evaluate(query, answer_format, graphs)


def test_an_error_has_its_place_in_the_text_that_was_sent(pool: Pool) -> None:
    answers = AnswerCache(Meeting(pool), Memory(1 << 20))
    one, other = "SELECT ?s { ?s ?p }", "SELECT ?s\n{ ?s ?p }"
    assert canonical(one) == canonical(other)
    with ThreadPoolExecutor(2) as threads:
        running = [threads.submit(read, answers, text) for text in (one, other)]
    errors = [query.exception() for query in running]
    assert [error.line for error in errors if isinstance(error, QuerySyntaxError)] == [1, 2]


def waiting(flights: Flights) -> int:
    """How many wait for the one query that runs."""
    (flight,) = flights._flights.values()
    return flight.waiting


class Awaited(Counting):
    """Runs a query once seven others wait for its answer."""

    flights: Flights

    def evaluate(
        self, query: CheckedQuery, answer_format: AnswerFormat, graphs: GraphSelection | None = None
    ) -> Answer:
        assert until(lambda: waiting(self.flights) == 7)
        return super().evaluate(query, answer_format, graphs)


def test_identical_queries_at_the_same_time_run_once(pool: Pool) -> None:
    engine = Awaited(pool)
    answers = AnswerCache(engine, Memory(1 << 20))
    engine.flights = answers._flights
    with ThreadPoolExecutor(8) as threads:
        bodies = set(threads.map(lambda _: read(answers, COUNT), range(8)))
    assert len(bodies) == 1
    assert engine.runs == 1


def test_an_answer_in_a_file_is_read_by_all_who_waited_for_it() -> None:
    body = b"0123456789" * 1_000_000
    flights = Flights()

    def ask() -> Answer:
        assert until(lambda: waiting(flights) == 3)
        gathering = Gathering()
        gathering.add(body)
        return gathering.whole(JSON)

    def read() -> bool:
        with flights.once("question", ask) as answer:
            assert not isinstance(answer.content, bytes)
            return answer.read() == body and answer.read() == body

    with ThreadPoolExecutor(4) as threads:
        readings = [threads.submit(read) for _ in range(4)]
    assert [reading.result() for reading in readings] == [True] * 4


def test_an_error_is_everybodys_but_a_busy_service_is_asked_by_the_next() -> None:
    runs: list[int] = []

    def failing(error: Callable[[], Exception]) -> Callable[[], Answer]:
        def ask() -> Answer:
            runs.append(1)
            assert until(lambda: waiting(flights) == 3 - len(runs))  # who comes later runs it again, whatever happens
            raise error()

        return ask

    for error, times in ((lambda: QueryTimeout("x", seconds=1), 1), (lambda: ServiceBusy("x", retry_after=1), 3)):
        runs.clear()
        flights = Flights()
        with ThreadPoolExecutor(3) as threads:
            failures = [threads.submit(flights.once, "question", failing(error)) for _ in range(3)]
        assert all(isinstance(failure.exception(), QueryTimeout | ServiceBusy) for failure in failures)
        assert len(runs) == times


def test_memory_never_holds_more_than_its_capacity_and_forgets_the_unused_first() -> None:
    memory: Memory[int, bytes] = Memory(1 << 20)
    for number in range(1_000):
        memory.put(number, b"x" * 2_000, 2_000)
        assert memory.get(0)
        assert memory.size <= memory.capacity
    assert 300 < len(memory) < 525
    assert memory.get(1) is None
    assert memory.get(999)


def test_a_large_answer_is_remembered_when_it_is_offered_again_and_a_huge_one_never() -> None:
    memory: Memory[str, bytes] = Memory(1 << 20)
    assert not memory.put("large", b"", 20_000)
    assert memory.put("large", b"", 20_000)
    assert not memory.put("huge", b"", 200_000)
    assert not memory.put("huge", b"", 200_000)


def test_memory_may_be_used_by_many_threads() -> None:
    memory: Memory[int, int] = Memory(100_000)

    def use(start: int) -> None:
        for number in range(start, start + 2_000):
            memory.put(number % 500, number, 500)
            memory.get(number % 300)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(use, range(8)))
    assert memory.size <= memory.capacity
    assert memory.size == sum(size for _, size in memory._entries.values())
