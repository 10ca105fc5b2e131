"""The partnerships of a revision, and how each stands on a day: the answer to ``queries/partnerships.rq``.

The query is evaluated once for a revision and a language, with no parameter bound. Binding a parameter keeps the
solutions that have the value, so every list of partnerships is a selection from that answer, and equals the answer to
the query with its parameters bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.city_relations import status_on_day
from kg.city_relations.page_questions import PARTNERSHIPS
from kg.city_relations.status_on_day import Group, History, Outcome, Period, Standing, Strength
from kg.compact import forked_build
from kg.compact.solutions import Entries, Entry, Solution, gathered
from kg.named_queries import page_queries
from kg.resources.language_view import as_date
from kg.resources.period import Bounds
from kg.resources.time_span import TimeSpan
from kg.revision import Revision
from kg.revision_results import cached_until_renewal, kept_by_revision

_One = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class StatusPeriod:
    """A formal status for a time, with how certain that is."""

    status: NamedNode
    certainty: NamedNode
    bounds: Bounds

    @property
    def period(self) -> Period:
        return Period(local(self.status), self.bounds)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an outcome of a decision says, how certain that is, and from when it stands."""

    outcome: NamedNode
    verdict: NamedNode
    certainty: NamedNode
    bounds: Bounds

    @property
    def result(self) -> Outcome:
        return Outcome(local(self.verdict), self.bounds)


@dataclass(frozen=True, slots=True)
class Stand:
    """How a partnership stands on a day.

    ``formal`` is whether its periods have it in force; ``last_seen`` the last day on which a source still saw that;
    ``end`` the bounds of its end, where one is known. ``verdicts`` were given by that day, ``later`` ones after it.
    """

    standing: Standing
    formal: Strength | None
    last_seen: date | None
    end: Bounds | None
    verdicts: tuple[Verdict, ...]
    later: tuple[Verdict, ...]

    @property
    def kept(self) -> bool:
        return any(local(verdict.verdict) == status_on_day.KEEPING for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class Partnership:
    """One partnership with all that lists say of it; ``name`` is in the language of the list.

    ``terms`` are the bounds of its agreements whose end is known.
    """

    node: NamedNode
    name: str
    types: tuple[NamedNode, ...]
    cities: tuple[NamedNode, ...]
    countries: tuple[NamedNode, ...]
    periods: tuple[StatusPeriod, ...]
    verdicts: tuple[Verdict, ...]
    terms: tuple[Bounds, ...] = ()

    @property
    def in_force(self) -> tuple[StatusPeriod, ...]:
        """The times for which it is said to be in force."""
        return tuple(
            status_period for status_period in self.periods if local(status_period.status) == status_on_day.IN_FORCE
        )

    @property
    def history(self) -> History:
        periods = tuple(period.period for period in self.periods)
        return History(periods, tuple(verdict.result for verdict in self.verdicts), self.terms)

    @property
    def is_confirmed_later(self) -> bool:
        """Whether a source saw it in force on a later day than that on which it began."""
        bounds = self.history.in_force
        return any(known.open_as_of and known.open_as_of > (known.latest_start or date.min) for known in bounds)

    def others(self, city: NamedNode | None) -> tuple[NamedNode, ...]:
        """The parties seen from ``city``: the others; from nowhere, all."""
        return tuple(city_node for city_node in self.cities if city_node != city)

    def stand(self, day: date) -> Stand:
        """How it stands on a day."""
        history = self.history
        given = tuple(verdict for verdict in self.verdicts if verdict.result.holds(day))
        return Stand(
            standing=history.standing(day),
            formal=history.formally(day),
            last_seen=max((bounds.open_as_of for bounds in history.in_force if bounds.open_as_of), default=None),
            end=history.end,
            verdicts=given,
            later=tuple(verdict for verdict in self.verdicts if verdict not in given),
        )


@cached_until_renewal(maxsize=8)
def partnerships(revision: Revision, language: str) -> tuple[Partnership, ...]:
    """All partnerships, in the order of the question.

    In another language only the name and the order are others, and all else need be there but once.
    """
    first = _in_first_language(revision)
    if first:
        named = forked_build.build(revision, _entries, language, ("partnership", "name"))
        return tuple(replace(first[partnership.node], name=_name(partnership)) for partnership in named)
    one: _One = {}
    made = tuple(_partnership(entry, one) for entry in forked_build.build(revision, _entries, language).at_once())
    first.update((partnership.node, partnership) for partnership in made)
    return made


@kept_by_revision
def _in_first_language(revision: Revision) -> dict[NamedNode, Partnership]:  # noqa: ARG001 - it is kept by it
    """The partnerships as they were made first, once they are."""
    return {}


def _entries(revision: Revision, language: str, names: Sequence[str] = ()) -> Entries:
    """The answer to the question: the values of ``names``, else of all variables but what other things are called."""
    solutions = revision.solutions(page_queries.bound(revision.project, PARTNERSHIPS, {"language": Literal(language)}))
    names = names or [variable.value for variable in solutions.variables if not variable.value.endswith("Name")]
    return gathered("partnership", names, page_queries.plain(solutions))


@cached_until_renewal(maxsize=8)
def _by_city(revision: Revision, language: str) -> dict[NamedNode, list[Partnership]]:
    by_city: dict[NamedNode, list[Partnership]] = {}
    for partnership in partnerships(revision, language):
        for city in partnership.cities:
            by_city.setdefault(city, []).append(partnership)
    return by_city


@cached_until_renewal(maxsize=8)
def _by_node(revision: Revision, language: str) -> dict[NamedNode, Partnership]:
    return {partnership.node: partnership for partnership in partnerships(revision, language)}


def of_city(revision: Revision, language: str, city: NamedNode) -> list[Partnership]:
    """The partnerships that a city is party to, in the order of the question."""
    return _by_city(revision, language).get(city, [])


def parties(revision: Revision, language: str) -> list[NamedNode]:
    """The cities that are party to a partnership."""
    return list(_by_city(revision, language))


def find(revision: Revision, language: str, node: NamedNode) -> Partnership | None:
    """One partnership by its IRI."""
    return _by_node(revision, language).get(node)


def on_days(
    periods: Iterable[StatusPeriod], history: History, days: TimeSpan
) -> Iterator[tuple[StatusPeriod, Strength]]:
    """The periods that may hold on one of the days, with the status that each gives then, and how surely."""
    for period in periods:
        held = history.status(period.period, days.first, days.last)
        if held:
            status = NamedNode(period.status.value.removesuffix(local(period.status)) + held[0])
            yield replace(period, status=status), held[1]


def tally(ties: Iterable[Partnership], day: date) -> dict[Group, int]:
    """How many partnerships are in each group on a day, in the order of the groups; each is in exactly one."""
    return {group: len(alike) for group, alike in grouped(ties, day).items()}


def grouped(ties: Iterable[Partnership], day: date) -> dict[Group, list[Partnership]]:
    """The partnerships by their group on a day, in the order of the groups."""
    groups: dict[Group, list[Partnership]] = {group: [] for group in Group}
    for tie in ties:
        groups[tie.history.group(day)].append(tie)
    return {group: alike for group, alike in groups.items() if alike}


def local(node: NamedNode) -> str:
    """The last part of a concept's IRI: its name in its scheme, and in addresses.

    >>> local(NamedNode("https://example.org/id/concept/status/in-force"))
    'in-force'
    """
    return node.value.rpartition("/")[2]


def _partnership(entry: Entry, one: _One) -> Partnership:
    """``one`` has one object for all that are equal."""
    solutions = entry.solutions
    periods = {
        _node(solution, "period"): StatusPeriod(
            status=_node(solution, "status"),
            certainty=_node(solution, "certainty"),
            bounds=_bounds(solution, one, "earliestStart", "latestStart", "earliestEnd", "latestEnd", "lastSeen"),
        )
        for solution in solutions
    }
    verdicts = {
        _node(solution, "outcome"): Verdict(
            outcome=_node(solution, "outcome"),
            verdict=_node(solution, "verdictConcept"),
            certainty=_node(solution, "verdictCertainty"),
            bounds=_bounds(solution, one, "verdictFrom", "verdictBy"),
        )
        for solution in solutions
        if "outcome" in solution
    }
    terms = {
        _bounds(solution, one, "termFrom", "termFrom", "termUntil"): None
        for solution in solutions
        if "termUntil" in solution
    }
    return Partnership(
        node=entry.node,
        name=_name(entry),
        types=_each(solutions, one, "type"),
        cities=_each(solutions, one, "city"),
        countries=_each(solutions, one, "country"),
        periods=tuple(periods.values()),
        verdicts=tuple(verdicts.values()),
        terms=tuple(terms),
    )


def _name(entry: Entry) -> str:
    named = entry["name"]
    return named.value if named else entry.node.value


def _bounds(solution: Solution, one: _One, *names: str) -> Bounds:
    bounds = Bounds(*(as_date(solution.get(name)) for name in names))
    kept: Bounds = one.setdefault(bounds, bounds)
    return kept


def _each(solutions: Iterable[Solution], one: _One, name: str) -> tuple[NamedNode, ...]:
    nodes = tuple(dict.fromkeys(_node(solution, name) for solution in solutions))
    kept: tuple[NamedNode, ...] = one.setdefault(nodes, nodes)
    return kept


def _node(solution: Solution, name: str) -> NamedNode:
    term = solution[name]
    assert not isinstance(term, Literal)
    return term
