"""The list of partnerships on a day, which tells what is certain from what is possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import chain, product
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from kg.city_relations import concept, facets, partnerships
from kg.city_relations.facets import PartnershipFacet, StatusFacet
from kg.city_relations.page_questions import PARTNERSHIPS
from kg.city_relations.partnerships import Partnership, StatusPeriod
from kg.city_relations.status_on_day import IN_FORCE, History, Strength
from kg.errors import UsageError, phrase
from kg.named_queries.page_queries import Term
from kg.publish import faceted_list
from kg.publish.faceted_list import Listed, Menu, Row
from kg.resources.time_span import TimeSpan
from kg.revision import Revision
from kg.revision_results import cached_until_renewal

ANY = "any"

_Group = tuple[int, ...]
"""The numbers of partnerships that are alike, in the order of the list."""
_OF_STATUS = [facet for facet in facets.PARTNERSHIPS if isinstance(facet, StatusFacet)]
_OF_PARTNERSHIP = [facet for facet in facets.PARTNERSHIPS if isinstance(facet, PartnershipFacet)]


class _Alike(NamedTuple):
    """All that facets and the day depend on: the status periods, the history, and the values of facets by facet."""

    periods: tuple[StatusPeriod, ...]
    history: History
    values: tuple[tuple[NamedNode, ...], ...]


@dataclass(frozen=True, slots=True)
class _Selection:
    """The chosen partnerships, the menus, and the chosen terms."""

    items: tuple[Partnership, ...]
    menus: tuple[Menu, ...]
    chosen: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class OnADay:
    """A page of the list. ``is_timed`` says that the reader named the time, so that only what was in force is shown.

    Of a month or a year, ``days``, whatever was in force on one of its days is listed; ``day`` is the one of them for
    which the rows tell how each tie stood. ``city`` is the party whose partnerships these are, None for those of all.
    ``certain`` of all that were chosen hold certainly on the day.
    """

    days: TimeSpan
    day: date
    is_timed: bool
    city: NamedNode | None
    listed: Listed[Partnership]
    certain: int


def on_a_day(
    revision: Revision, language: str, given: Mapping[str, str], page: int, days: TimeSpan | None = None
) -> OnADay:
    """The list for ``given`` facets, a ``city`` and ``days``; today's, whatever the status, where none are named.

    Raises UsageError for a value that nothing has.
    """
    is_timed = days is not None
    span = days or TimeSpan(revision.day, revision.day)
    city, selection = _chosen(revision, language, given, span, is_timed=is_timed)
    everything = len(_seen_from(revision, language, city))
    terms = faceted_list.time(span) | {**({"seenFrom": city} if city else {}), **selection.chosen}
    query = faceted_list.made(revision, PARTNERSHIPS, language, terms)
    sure = next(menu for menu in selection.menus if menu.facet is facets.SURE)
    excluded = sure.chosen is not None and sure.chosen.value != Strength.CERTAIN
    certain = 0 if excluded else sum(choice.count for choice in sure.choices if choice.value == Strength.CERTAIN)
    listed = faceted_list.cut(selection.items, everything, page, selection.menus, query)
    return OnADay(span, span.one_day(revision.day), is_timed, city, listed, certain)


def selected(
    revision: Revision, language: str, given: Mapping[str, str], days: TimeSpan | None = None
) -> tuple[Partnership, ...]:
    """All partnerships of that list."""
    span = days or TimeSpan(revision.day, revision.day)
    return _chosen(revision, language, given, span, is_timed=days is not None)[1].items


def _chosen(
    revision: Revision, language: str, given: Mapping[str, str], span: TimeSpan, *, is_timed: bool
) -> tuple[NamedNode | None, _Selection]:
    """The city whose partnerships these are, None for those of all, and what is chosen of them."""
    wanted = {"status": IN_FORCE if is_timed else ANY} | {
        name: text for name, text in given.items() if text and name != "on"
    }
    if wanted["status"] == ANY:
        del wanted["status"]
    city = _city(revision, language, wanted.pop("city")) if "city" in wanted else None
    return city, _selected(revision, language, city, span, tuple(sorted(wanted.items())))


def of_city(revision: Revision, language: str, city: NamedNode, listed: OnADay) -> list[Partnership]:
    """The partnerships of a city that have the country, the kind and the verdict chosen in a list; none for a status.

    A list of a day has those that may be in force then; what became of the others by that day is told with them.
    """
    chosen = {menu.facet: menu.chosen for menu in listed.listed.menus if menu.chosen is not None}
    if listed.is_timed and chosen.get(facets.STATUS) == concept("status", IN_FORCE):
        del chosen[facets.STATUS]
    if any(facet in chosen for facet in _OF_STATUS):
        return []
    of_tie = [(facet, chosen[facet]) for facet in _OF_PARTNERSHIP if facet in chosen]
    ties = partnerships.of_city(revision, language, city)
    return [tie for tie in ties if all(term in facet.read(tie) for facet, term in of_tie)]


@cached_until_renewal(maxsize=4)
def first_year(revision: Revision, language: str) -> int:
    """The year of the earliest day that is known of a partnership; this year where there is none."""
    every = partnerships.partnerships(revision, language)
    bounds = (period.period.bounds for partnership in every for period in partnership.periods)
    days = (day for known in bounds for day in (known.earliest_start, known.latest_start, known.earliest_end) if day)
    return min(days, default=revision.day).year


def _city(revision: Revision, language: str, text: str) -> NamedNode:
    """The party with this IRI, or with this last part of its IRI."""
    parties = partnerships.parties(revision, language)
    city = next((party for party in parties if text in (partnerships.local(party), party.value)), None)
    if city is None:
        close = get_close_matches(text, map(partnerships.local, parties), n=1)
        hint = phrase("Did you mean {name}?", name=close[0]) if close else None
        raise UsageError(phrase("Nothing called {text} is party to a partnership here.", text=text), hint=hint)
    return city


def _seen_from(revision: Revision, language: str, city: NamedNode | None) -> Sequence[Partnership]:
    if city:
        return partnerships.of_city(revision, language, city)
    return partnerships.partnerships(revision, language)


@cached_until_renewal(maxsize=64)
def _selected(
    revision: Revision, language: str, city: NamedNode | None, days: TimeSpan, wanted: tuple[tuple[str, str], ...]
) -> _Selection:
    rows = _rows(revision, language, city, days)
    given = dict(wanted)
    # The status in force can be chosen also on a day on which no partnership had it.
    status = concept("status", IN_FORCE)
    chosen: dict[str, Term] = {"status": status} if given.get("status") == IN_FORCE else {}
    names = [facet.name for facet in facets.PARTNERSHIPS if facet.name not in chosen]
    # A value that is in the list is valid also where nothing has it on these days, or with this city.
    others = (TimeSpan(date.min, date.max), TimeSpan(revision.day, revision.day)) if given else ()
    offered = chain(rows, *(_rows(revision, language, None, other) for other in others))
    chosen |= faceted_list.choose(names, given, offered)
    groups, menus = faceted_list.narrow(facets.PARTNERSHIPS, chosen, rows, len)
    numbers = sorted(number for group in groups for number in group)
    everything = _seen_from(revision, language, city)
    return _Selection(tuple(everything[number] for number in numbers), menus, chosen)


@cached_until_renewal(maxsize=8)
def _rows(revision: Revision, language: str, city: NamedNode | None, days: TimeSpan) -> list[tuple[_Group, list[Row]]]:
    """The groups of partnerships with the values of facets in the query's solutions for the days.

    Equal rows are one object.
    """
    one: dict[tuple[Term, ...], Row] = {}
    groups = _groups(revision, language, city).items()
    rows = (
        (numbers, [one.setdefault(tuple(row.values()), row) for row in _of(alike, days)]) for alike, numbers in groups
    )
    return [(numbers, solutions) for numbers, solutions in rows if solutions]


@cached_until_renewal(maxsize=8)
def _groups(revision: Revision, language: str, city: NamedNode | None) -> dict[_Alike, _Group]:
    """Partnerships by what facets and the day depend on: thousands may be alike, and are then judged once."""
    groups: dict[_Alike, list[int]] = {}
    one: dict[object, Any] = {}
    for number, partnership in enumerate(_seen_from(revision, language, city)):
        values = tuple(facet.read(partnership) for facet in _OF_PARTNERSHIP)
        periods, history = (one.setdefault(value, value) for value in (partnership.periods, partnership.history))
        groups.setdefault(_Alike(periods, history, values), []).append(number)
    return {alike: tuple(numbers) for alike, numbers in groups.items()}


def _of(alike: _Alike, days: TimeSpan) -> Iterator[Row]:
    """A row for each status that may hold on one of the days and each combination of the other values."""
    names = [facet.name for facet in _OF_PARTNERSHIP]
    for period, strength in partnerships.on_days(alike.periods, alike.history, days):
        of_status = {facet.name: facet.read(period, strength) for facet in _OF_STATUS}
        for terms in product(*(values or (None,) for values in alike.values)):
            yield of_status | {name: term for name, term in zip(names, terms, strict=True) if term is not None}
