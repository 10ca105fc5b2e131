"""The list of partnerships on a day: ``then`` with what is certain and what is possible told apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.city_relations import partnerships
from kg.city_relations.partnerships import Partnership
from kg.city_relations.status_on_day import IN_FORCE, Strength
from kg.errors import UsageError
from kg.named_queries import page_queries
from kg.named_queries.page_queries import Term
from kg.publish import faceted_list
from kg.publish.faceted_list import Facet, Listed, Row
from kg.resources.period import Bounds
from kg.revision import Revision

FACETS = ("status", "sure", "verdict", "type", "country", "certainty")
ANY = "any"


_Group = tuple[int, ...]
"""The numbers of partnerships that are alike, in the order of the list."""


class _Alike(NamedTuple):
    """What facets and the day judge a partnership by."""

    types: tuple[NamedNode, ...]
    countries: tuple[NamedNode, ...]
    periods: tuple[tuple[NamedNode, NamedNode, Bounds], ...]
    verdicts: tuple[NamedNode, ...]


@dataclass(frozen=True, slots=True)
class _Selection:
    """The chosen partnerships, what else could be chosen, and the terms that were."""

    items: tuple[Partnership, ...]
    facets: tuple[Facet, ...]
    chosen: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class OnADay:
    """A page of the list. ``asked`` says that the reader named the day, so that only what was in force is shown.

    ``city`` is the party whose partnerships these are, None for those of all. ``certain`` of all that were chosen hold
    certainly on the day.
    """

    day: date
    asked: bool
    city: NamedNode | None
    listed: Listed[Partnership]
    certain: int


def on_a_day(revision: Revision, language: str, given: Mapping[str, str], page: int) -> OnADay:
    """The list for ``given`` facets, a ``city`` and a day ``on``; today's, whatever the status, where none is named.

    Raises UsageError for a day that is none, or a value that nothing has.
    """
    asked = bool(given.get("on"))
    day = read_day(given["on"]) if asked else revision.day
    wanted = {"status": IN_FORCE if asked else ANY} | {name: text for name, text in given.items() if text}
    if wanted["status"] == ANY:
        del wanted["status"]
    city = _city(revision, language, wanted.pop("city")) if "city" in wanted else None
    found = _selected(revision, language, city, day, tuple(sorted(wanted.items())))
    everything = len(_seen_from(revision, language, city))
    terms = {"on": page_queries.day(day.isoformat()), **({"seenFrom": city} if city else {}), **found.chosen}
    made = faceted_list.made(revision, partnerships.QUESTION, language, terms)
    sure = next(each for each in found.facets if each.name == "sure")
    excluded = sure.chosen is not None and sure.chosen.value != Strength.CERTAIN
    certain = 0 if excluded else sum(each.count for each in sure.choices if each.value == Strength.CERTAIN)
    return OnADay(day, asked, city, faceted_list.cut(found.items, everything, page, found.facets, made), certain)


def read_day(text: str) -> date:
    """A day as forms send it; raises UsageError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text} is not a day.", hint="Write a day as in 2015-06-01.") from error


def _city(revision: Revision, language: str, text: str) -> NamedNode:
    """The party of that IRI, or of that last part of one."""
    parties = partnerships.parties(revision, language)
    found = next((each for each in parties if text in (partnerships.local(each), each.value)), None)
    if found is None:
        close = get_close_matches(text, map(partnerships.local, parties), n=1)
        hint = f"Did you mean {close[0]}?" if close else None
        raise UsageError(f"No city {text} is party to a partnership here.", hint=hint)
    return found


def _seen_from(revision: Revision, language: str, city: NamedNode | None) -> Sequence[Partnership]:
    if city:
        return partnerships.of_city(revision, language, city)
    return partnerships.partnerships(revision, language)


@lru_cache(maxsize=64)
def _selected(
    revision: Revision, language: str, city: NamedNode | None, day: date, wanted: tuple[tuple[str, str], ...]
) -> _Selection:
    rows = _rows(revision, language, city, day)
    given = dict(wanted)
    # The status in force is there to be asked for, also on a day on which nothing was.
    status = NamedNode(f"{revision.project.base}id/concept/status/{IN_FORCE}")
    chosen: dict[str, Term] = {"status": status} if given.get("status") == IN_FORCE else {}
    chosen |= faceted_list.choose(tuple(name for name in FACETS if name not in chosen), given, rows)
    groups, facets = faceted_list.narrow(FACETS, chosen, rows, len)
    numbers = sorted(number for group in groups for number in group)
    everything = _seen_from(revision, language, city)
    return _Selection(tuple(everything[number] for number in numbers), facets, chosen)


@lru_cache(maxsize=8)
def _rows(revision: Revision, language: str, city: NamedNode | None, day: date) -> list[tuple[_Group, list[Row]]]:
    """Each group with the solutions that the question has for it on the day, as far as facets need them.

    There is one object for all solutions that say the same.
    """
    one: dict[tuple[Term, ...], Row] = {}
    groups = _groups(revision, language, city).items()
    found = (
        (numbers, [one.setdefault(tuple(row.values()), row) for row in _of(alike, day)]) for alike, numbers in groups
    )
    return [(numbers, rows) for numbers, rows in found if rows]


@lru_cache(maxsize=8)
def _groups(revision: Revision, language: str, city: NamedNode | None) -> dict[_Alike, _Group]:
    """Partnerships by what facets tell of them: thousands may be alike, and are then judged once."""
    found: dict[_Alike, list[int]] = {}
    one: dict[object, Any] = {}
    for number, each in enumerate(_seen_from(revision, language, city)):
        periods = tuple((period.status, period.certainty, period.bounds) for period in each.periods)
        verdicts = tuple(verdict.verdict for verdict in each.verdicts)
        alike = _Alike(each.types, each.countries, one.setdefault(periods, periods), verdicts)
        found.setdefault(alike, []).append(number)
    return {alike: tuple(numbers) for alike, numbers in found.items()}


def _of(alike: _Alike, day: date) -> Iterator[Row]:
    verdicts: tuple[dict[str, Term], ...] = tuple({"verdict": each} for each in alike.verdicts) or ({},)
    for status, certainty, bounds in alike.periods:
        strength = partnerships.holds(status, bounds, day)
        if strength is None:
            continue
        now: dict[str, Term] = {"status": status, "certainty": certainty, "sure": Literal(strength.value)}
        for kind, country, verdict in product(alike.types, alike.countries, verdicts):
            yield {"type": kind, "country": country, **now, **verdict}
