"""The rule, beside the project's SPARQL queries that tell the same: an engine's word against ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kg.city_relations import page_questions, partnerships
from kg.city_relations.status_on_day import (
    DROPPING,
    ENDED,
    IN_FORCE,
    KEEPING,
    UNKNOWN,
    History,
    Outcome,
    Period,
    Standing,
    Strength,
    strength,
)
from kg.named_queries import named_query, page_queries
from kg.project import Project
from kg.rdf.namespaces import XSD
from kg.resources.period import Bounds
from kg.revision import Revision

from ..presence import present

DAY = timedelta(days=1)
FIRST = date(1990, 1, 1)
_PROPERTIES = dict(
    zip(Bounds.__slots__, ("earliestStart", "latestStart", "earliestEnd", "latestEnd", "openAsOf"), strict=True)
)

days = st.none() | st.integers(0, 1_500).map(lambda number: FIRST + number * DAY)


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    """Bounds as the shapes allow them: each start no later than each end."""
    known = sorted(draw(st.lists(st.integers(0, 1_500), min_size=4, max_size=4)))
    kept = [FIRST + number * DAY if draw(st.booleans()) else None for number in known]
    return Bounds(*kept, open_as_of=draw(days))


periods = st.builds(Period, st.sampled_from([IN_FORCE, IN_FORCE, ENDED, "proposed"]), bounds())
outcomes = st.builds(Outcome, st.sampled_from([*DROPPING, KEEPING]), bounds())
histories = st.builds(
    History,
    st.lists(periods, max_size=3).map(tuple),
    st.lists(outcomes, max_size=2).map(tuple),
    st.lists(bounds(), max_size=2).map(tuple),
)


def bounds_of(history: History) -> list[Bounds]:
    """All bounds that decide on a day."""
    outcome_bounds = [outcome.bounds for outcome in history.outcomes]
    return [*(period.bounds for period in history.periods), *outcome_bounds, *history.terms]


def around(all_bounds: Iterable[Bounds]) -> list[date]:
    """The day before, on and after each date bound, and one without any near it."""
    known = {day for each in all_bounds for name in Bounds.__slots__ if (day := getattr(each, name))}
    return sorted({day + step for day in known for step in (-DAY, 0 * DAY, DAY)} | {FIRST - 400 * DAY})


class Graph:
    """The statements of generated partnerships of a city, as the project's data would state them."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.store = Store()
        self.city = self.node("id/city/be-gent")
        self.say("id/city/be-gent", "dct:spatial", self.node("country"))

    def node(self, path: str) -> NamedNode:
        return NamedNode(self.project.base + path)

    def term(self, name: str) -> NamedNode:
        prefix, _, local = name.partition(":")
        return NamedNode(self.project.prefixes[prefix] + local)

    def say(self, subject: str, predicate: str, value: NamedNode | Literal) -> None:
        self.store.add(Quad(self.node(subject), self.term(predicate), value))

    def add(self, name: str, history: History) -> None:
        owner = f"id/partnership/{name}"
        self.say(owner, "ct:partnershipType", self.node("id/concept/partnership-type/sister-city"))
        self.say(owner, "ct:party", self.city)
        self.say(owner, "ct:party", self.node(f"id/city/{name}"))
        self.say(f"id/city/{name}", "dct:spatial", self.node("country"))
        for number, period in enumerate(history.periods):
            claim = f"{owner}#period-{number}"
            self.say(owner, "ct:claim", self.node(claim))
            self.say(claim, "ct:status", self.node(f"id/concept/status/{period.status}"))
            self._claim(claim, period.bounds)
        for number, outcome in enumerate(history.outcomes):
            claim = f"id/decision/{name}#outcome-{number}"
            self.say(claim, "ct:about", self.node(owner))
            self.say(claim, "ct:verdict", self.node(f"id/concept/verdict/{outcome.verdict}"))
            self._claim(claim, outcome.bounds)
        for number, term in enumerate(history.terms):
            claim = f"{owner}#agreement-{number}"
            self.say(owner, "ct:claim", self.node(claim))
            self.say(claim, "ct:agreementType", self.node("id/concept/agreement-type/charter"))
            self._claim(claim, term)

    def _claim(self, claim: str, known: Bounds) -> None:
        self.say(claim, "ct:certainty", self.node("id/concept/certainty/stated"))
        for name, local in _PROPERTIES.items():
            if day := getattr(known, name):
                self.say(claim, f"ct:{local}", Literal(day.isoformat(), datatype=NamedNode(f"{XSD}date")))

    def rows(self, query: str) -> Iterator[dict[str, str]]:
        solutions = self.store.query(query, base_iri=self.project.base)
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            yield {name: getattr(term, "value", "") for name, term in zip(names, solution, strict=True)}


def _on(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(f"{XSD}date"))


def _strengths(rows: Iterable[dict[str, str]], key: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row[key], set()).add(row["strength"])
    return found


@given(st.lists(histories, min_size=1, max_size=4), st.data())
def test_the_rule_equals_the_project_s_query_for_a_day_on_generated_histories(
    revision: Revision, many: list[History], data: st.DataObject
) -> None:
    graph = Graph(revision.project)
    for number, history in enumerate(many):
        graph.add(f"xx-{number}", history)
    day = data.draw(st.sampled_from(around(bound for history in many for bound in bounds_of(history))))
    query = named_query.find(revision, "partners-on-a-day").bound({"day": [_on(day)]})
    by_query = _strengths(graph.rows(query), "partnership")
    for number, history in present(enumerate(many)):
        strengths = by_query.get(f"{revision.project.base}id/partnership/xx-{number}", set())
        assert history.formally(day) == next((strength for strength in Strength if strength in strengths), None)


@given(st.lists(histories, min_size=1, max_size=4), st.data())
def test_the_rule_equals_the_query_of_the_list_for_every_status(
    revision: Revision, many: list[History], data: st.DataObject
) -> None:
    graph = Graph(revision.project)
    for number, history in enumerate(many):
        graph.add(f"xx-{number}", history)
    day = data.draw(st.sampled_from(around(bound for history in many for bound in bounds_of(history))))
    rows = list(graph.rows(page_queries.bound(revision.project, page_questions.PARTNERSHIPS, {"on": _on(day)})))
    by_query = {(row["period"], row["status"].rpartition("/")[2], row["strength"]) for row in rows}
    by_rule = set()
    for number, history in enumerate(many):
        for place, period in enumerate(history.periods):
            claim = f"{revision.project.base}id/partnership/xx-{number}#period-{place}"
            if held := history.status(period, day):
                by_rule.add((claim, held[0], held[1].value))
    assert by_query == by_rule


@given(st.lists(histories, min_size=1, max_size=4))
def test_a_year_has_what_the_rule_has_on_one_of_its_days(revision: Revision, many: list[History]) -> None:
    graph = Graph(revision.project)
    for number, history in enumerate(many):
        graph.add(f"xx-{number}", history)
    years = range(1989, 1995)
    text = named_query.find(revision, "relations-per-year").bound({"firstYear": ["1989"], "lastYear": ["1994"]})
    by_query = {int(row["year"]): (int(row["certain"]), int(row["possible"])) for row in graph.rows(text)}
    for year in present(years):
        whole = [day for day in (date(year, 1, 1) + number * DAY for number in range(366)) if day.year == year]
        strengths = [{history.formally(day) for day in whole} - {None} for history in many]
        assert by_query[year][1] == sum(bool(held) for held in strengths)
        # What certainly held at some time need not certainly have held on a day that can be named.
        assert by_query[year][0] >= sum(Strength.CERTAIN in held for held in strengths)
        in_year = [history.formally(whole[0], whole[-1]) for history in many]
        assert by_query[year] == (in_year.count(Strength.CERTAIN), sum(bool(held) for held in in_year))


@given(bounds())
def test_what_is_certain_of_a_year_holds_in_it_whenever_it_began_and_ended(known: Bounds) -> None:
    first, last = date(1991, 1, 1), date(1991, 12, 31)
    begins = (known.earliest_start or date.min, known.latest_start or date.max)
    stays = max(day for day in (known.earliest_end, known.open_as_of, date.min) if day)
    # It may have begun and ended on any of these days: the first and the last of each decide.
    lives = [(begin, max(begin, stays)) for begin in begins] + [
        (begin, known.latest_end or date.max) for begin in begins
    ]
    is_certain = all(begin <= last and end >= first for begin, end in lives)
    assert (strength(known, first, until=last) is Strength.CERTAIN) <= is_certain


def _real(revision: Revision) -> list[tuple[str, History]]:
    known = partnerships.partnerships(revision, "en")
    return [(each.node.value, each.history) for each in known]


def test_the_rule_equals_the_query_on_the_real_data_around_every_bound(revision: Revision) -> None:
    real = _real(revision)
    days = around(bound for _, history in real for bound in bounds_of(history))
    query = named_query.find(revision, "partners-on-a-day")
    for day in days:
        solutions = revision.solutions(query.bound({"day": [_on(day)]}))
        by_query = {row["partnership"].value: row["strength"].value for row in solutions}
        assert by_query == {iri: held.value for iri, history in real if (held := history.formally(day))}, day


@given(histories)
def test_stretches_stand_as_the_rule_says_on_each_of_their_days(history: History) -> None:
    assume(history.in_force)
    first, last = FIRST - 100 * DAY, FIRST + 1_600 * DAY
    alone = [History((Period(IN_FORCE, bound),), history.outcomes, history.terms) for bound in history.in_force]
    for one in present(alone):
        (bound,) = one.in_force
        stretches = list(one.stretches(bound, first, last))
        for before, after in pairwise(stretches):
            assert (before.end, before.standing != after.standing) == (after.start, True)
        for each in stretches:
            near = around(bounds_of(one))
            # A tie that is certain on a single day has no stretch of its own for it.
            single = {bound.latest_start, *(term.latest_start for term in one.terms)}
            inside = [day for day in near if each.start < day < each.end and day not in single]
            assert {one.standing(day) for day in inside} <= {each.standing}


@pytest.mark.parametrize(
    ("status", "day", "expected"),
    [
        (IN_FORCE, date(2018, 6, 1), Strength.POSSIBLE),
        (ENDED, date(2018, 6, 1), Strength.CERTAIN),
        (ENDED, date(2000, 1, 1), None),
    ],
)
def test_an_end_is_final(status: str, day: date, expected: Strength | None) -> None:
    assert Period(status, Bounds(date(2017, 1, 1), date(2017, 12, 31))).strength(day) == expected


def test_a_decision_that_drops_outweighs_a_period_without_a_known_end() -> None:
    since = Bounds(date(1969, 1, 1), date(1969, 12, 31))
    dropped = History((Period(IN_FORCE, since),), (Outcome("not-maintained", Bounds(latest_start=date(2021, 1, 20))),))
    assert dropped.standing(date(2021, 1, 19)) is Standing.POSSIBLE
    assert dropped.standing(date(2021, 1, 20)) is Standing.DROPPED
    assert dropped.formally(date(2021, 1, 19)) is Strength.POSSIBLE
    assert dropped.formally(date(2021, 1, 20)) is None
    assert dropped.status(dropped.periods[0], date(2021, 1, 20)) == (UNKNOWN, Strength.POSSIBLE)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 11, 9), Strength.POSSIBLE),
        (date(2021, 11, 10), Strength.CERTAIN),
        (date(2025, 12, 31), Strength.CERTAIN),
        (date(2026, 1, 1), Strength.POSSIBLE),
        (date(2027, 1, 2), Strength.POSSIBLE),
    ],
)
def test_an_agreement_in_its_term_makes_a_partnership_certain_until_the_term_may_have_ended(
    day: date, expected: Strength
) -> None:
    term = Bounds(date(2021, 11, 10), date(2021, 11, 10), date(2026, 1, 1), date(2026, 12, 31))
    period = Period(IN_FORCE, Bounds(date(1971, 10, 4), date(1971, 10, 4)))
    assert History((period,), (), (term,)).formally(day) is expected
