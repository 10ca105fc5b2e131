"""The domain's lists as tables for spreadsheets and maps: one row a tie, a city, a network, a membership, a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pyoxigraph import NamedNode

from kg.city_relations import claims, concept, facets, overview, partnerships, place_words
from kg.city_relations.claims import Passage
from kg.city_relations.partnerships import Partnership, Stand
from kg.city_relations.status_on_day import ENDED, Standing
from kg.city_relations.tables import standing_words
from kg.compact.solutions import Solution
from kg.publish.faceted_list import Listing
from kg.publish.tables import places, solution_table
from kg.publish.tables.places import Position
from kg.publish.tables.solution_table import Field
from kg.publish.tables.tidy_table import Cell, Column, Geometry, Kind, Table
from kg.resources.language_view import Reader
from kg.resources.period import Bounds, precision
from kg.translations.catalogue import catalogue, mark

_FROM_TO = (
    Field("earliestStart", mark("Earliest start"), "earliestStart"),
    Field("latestStart", mark("Latest start"), "latestStart"),
    Field("earliestEnd", mark("Earliest end"), "earliestEnd"),
    Field("latestEnd", mark("Latest end"), "latestEnd"),
    Field("lastSeen", mark("Last confirmed"), "lastSeen"),
)
_CERTAINTY = Field("certaintyName", mark("Certainty of the claim"), "certainty", is_named=True)
TITLES = {
    "partnerships": mark("Partnerships"),
    "cities": mark("Cities"),
    "networks": mark("Networks"),
    "memberships": mark("Memberships"),
    "decisions": mark("Decisions"),
    "sources": mark("Sources"),
}
"""What the lists are called, which are messages of the catalogue."""
_ZERO = ("0",)
_FIELDS: dict[Listing, tuple[Field, ...]] = {
    facets.CITIES: (
        Field("name", mark("Place"), "city", is_named=True),
        Field("countryName", mark("Country"), "country", is_named=True),
        Field("partnerships", mark("Ties"), "partnerships", missing=_ZERO),
        Field("networks", mark("Networks"), "networks", missing=_ZERO),
        Field("point", mark("Location"), "point"),
        Field("city", mark("Web address of the place"), "city"),
        Field("country", mark("Web address of the country"), "country"),
    ),
    facets.NETWORKS: (
        Field("name", mark("Network"), "network", is_named=True),
        Field("typeName", mark("Kind"), "type", is_named=True),
        Field("members", mark("Members"), "members", missing=_ZERO),
        Field("certain", mark("Certain members"), "certain"),
        Field("foundedFrom", mark("Earliest start"), "foundedFrom"),
        Field("foundedBy", mark("Latest start"), "foundedBy"),
        Field("network", mark("Web address of the network"), "network"),
    ),
    facets.MEMBERSHIPS: (
        Field("memberName", mark("Member"), "member", is_named=True),
        Field("networkName", mark("Network"), "network", is_named=True),
        Field("roleName", mark("Role"), "role", is_named=True),
        *_FROM_TO,
        _CERTAINTY,
        Field("sourceName", mark("Sources"), "source", is_named=True),
        Field("membership", mark("Web address of the membership"), "membership"),
        Field("member", mark("Web address of the member"), "member"),
        Field("network", mark("Web address of the network"), "network"),
        Field("source", mark("Web addresses of the sources"), "source"),
    ),
    facets.DECISIONS: (
        Field("partnershipName", mark("Partnership"), "partnership", is_named=True),
        Field("verdictName", mark("Decision"), "verdict", is_named=True),
        Field("decisionName", mark("Decided in"), "decision", is_named=True),
        Field("deciderName", mark("Decided by"), "decider", is_named=True),
        Field("reasonName", mark("Reason"), "reason", is_named=True),
        Field("earliestStart", mark("Earliest start"), "earliestStart"),
        Field("latestStart", mark("Latest start"), "latestStart"),
        _CERTAINTY,
        Field("sourceName", mark("Sources"), "source", is_named=True),
        Field("outcome", mark("Web address of the outcome"), "outcome"),
        Field("partnership", mark("Web address of the partnership"), "partnership"),
        Field("decision", mark("Web address of the decision"), "decision"),
        Field("source", mark("Web addresses of the sources"), "source"),
    ),
    facets.SOURCES: (
        Field("title", mark("Title"), "source", is_named=True),
        Field("publisher", mark("Publisher"), "publisher"),
        Field("issued", mark("Date"), "issued"),
        Field("written", mark("Language"), "written"),
        Field("passages", mark("Passages"), "passages", missing=_ZERO),
        Field("supported", mark("What rests on it"), "supported", missing=_ZERO),
        Field("url", mark("Web page"), "url"),
        Field("licence", mark("Licence"), "licence"),
        Field("source", mark("Web address of the source"), "source"),
    ),
}
_ROW_OF = {facets.DECISIONS: ("outcome", "partnership")}
"""The variables whose values tell rows apart, of lists that have more rows than things."""
_WITH_PLACES = {facets.CITIES, facets.MEMBERSHIPS}
_KEYS = {facets.DECISIONS: None}


def of_listing(reader: Reader, listing: Listing, solutions: Iterable[Solution]) -> Table:
    """The table of a list, of these solutions of its query."""
    names = _ROW_OF.get(listing, (listing.subject,))
    groups: dict[tuple[object, ...], list[Solution]] = {}
    for solution in solutions:
        groups.setdefault(tuple(solution.get(name) for name in names), []).append(solution)
    title = place_words.translated(reader, TITLES[listing.name])
    place = _point if listing in _WITH_PLACES else None
    key = _KEYS.get(listing, listing.subject)
    rows = list(groups.values())
    return solution_table.of_groups(reader, listing.name, title, _FIELDS[listing], rows, key, place)


def of_partnerships(reader: Reader, ties: Sequence[Partnership], day: date, city: NamedNode | None = None) -> Table:
    """One row a tie, as it stands on the day, seen from ``city``, else from the city that the site is about.

    Start and end are given as exactly as they are known: a day, a month or a year; the bounds say the rest.
    """
    gettext = catalogue(reader.language).gettext
    seen_from = city or overview.centre(reader.known.revision)
    columns = (
        Column("name", gettext("Partnership")),
        Column("partnerName", gettext("Partner"), repeats=True),
        Column("countryName", gettext("Country"), repeats=True),
        Column("typeName", gettext("Kind"), repeats=True),
        Column("start", gettext("Start"), Kind.TIME),
        Column("end", gettext("End"), Kind.TIME),
        Column("standing", gettext("Standing")),
        Column("verdictName", gettext("Decision"), repeats=True),
        Column("verdictBy", gettext("Decided by (day)"), Kind.DATE),
        *(Column(field.name, gettext(field.title), Kind.DATE) for field in _FROM_TO),
        Column("certaintyName", gettext("Certainty of the claim"), repeats=True),
        Column("sourceName", gettext("Sources"), repeats=True),
        Column("quote", gettext("Quotes"), repeats=True),
        Column("day", gettext("Day"), Kind.DATE),
        Column("partnership", gettext("Web address of the partnership"), Kind.IRI),
        Column("partner", gettext("Web address of the partner"), Kind.IRI, repeats=True),
        Column("country", gettext("Web address of the country"), Kind.IRI, repeats=True),
        Column("source", gettext("Web addresses of the sources"), Kind.IRI, repeats=True),
    )
    known = _Known(reader, day)
    rows = [_tie(known, tie, seen_from) for tie in ties]
    lines = [_line(known, tie, seen_from) for tie in ties]
    title = place_words.translated(reader, TITLES["partnerships"])
    return solution_table.made(reader, "partnerships", title, columns, rows, "partnership", lines)


class _Known:
    """What many ties of a table have in common, each read once: names, cities, passages, and how alike ones stand."""

    def __init__(self, reader: Reader, day: date) -> None:
        self.reader = reader
        self.day = day
        self._names: dict[NamedNode, str] = {}
        self._cities: dict[NamedNode, tuple[list[NamedNode], Position | None]] = {}
        self._passages: dict[NamedNode, Passage] = {}
        self._stands: dict[object, Stand] = {}

    def names(self, nodes: Iterable[NamedNode]) -> Cell:
        """What they are called."""
        return tuple(self._name(node) for node in nodes)

    def countries(self, cities: Iterable[NamedNode]) -> list[NamedNode]:
        """The countries in which they lie, each once."""
        return list(dict.fromkeys(country for city in cities for country in self._city(city)[0]))

    def position(self, city: NamedNode) -> Position | None:
        """Where it lies."""
        return self._city(city)[1]

    def stand(self, tie: Partnership) -> Stand:
        """How it stands on the day."""
        key = (tie.periods, tie.verdicts, tie.terms)
        if key not in self._stands:
            self._stands[key] = tie.stand(self.day)
        return self._stands[key]

    def passages(self, tie: Partnership) -> Iterator[Passage]:
        """The passages that tell its formal statuses."""
        for claim in self.reader.nodes(tie.node, "ct:claim"):
            if self.reader.is_a(claim, f"ct:{claims.ClaimKind.STATUS_PERIOD}"):
                for node in self.reader.nodes(claim, "ct:evidence"):
                    if node not in self._passages:
                        self._passages[node] = claims.passage(self.reader, node)
                    yield self._passages[node]

    def _name(self, node: NamedNode) -> str:
        if node not in self._names:
            self._names[node] = self.reader.name(node).value
        return self._names[node]

    def _city(self, city: NamedNode) -> tuple[list[NamedNode], Position | None]:
        if city not in self._cities:
            self._cities[city] = self.reader.nodes(city, "dct:spatial"), _position(self.reader, city)
        return self._cities[city]


def _tie(known: _Known, tie: Partnership, seen_from: NamedNode | None) -> tuple[Cell, ...]:
    others, stand, bounds = tie.others(seen_from), known.stand(tie), _bounds(tie)
    countries, passages = known.countries(others), list(known.passages(tie))
    sources = list(dict.fromkeys(passage.source for passage in passages))
    verdicts = stand.verdicts or stand.later
    decided = max((verdict.bounds.latest_start for verdict in verdicts if verdict.bounds.latest_start), default=None)
    return (
        (tie.name,),
        known.names(others),
        known.names(countries),
        known.names(tie.types),
        _exactly(bounds.earliest_start, bounds.latest_start),
        _exactly(bounds.earliest_end, bounds.latest_end),
        (_standing(known.reader, stand.standing),),
        known.names(dict.fromkeys(verdict.verdict for verdict in verdicts)),
        _day(decided),
        *map(_day, (bounds.earliest_start, bounds.latest_start, bounds.earliest_end, bounds.latest_end)),
        _day(stand.last_seen),
        known.names(dict.fromkeys(period.certainty for period in tie.in_force or tie.periods)),
        known.names(sources),
        tuple(dict.fromkeys(passage.quote.value for passage in passages if passage.quote)),
        (known.day.isoformat(),),
        (tie.node.value,),
        *(tuple(node.value for node in nodes) for nodes in (others, countries, sources)),
    )


def _bounds(tie: Partnership) -> Bounds:
    """From the start of the first time in force to the end of the last, or to the end that is known as such."""
    periods = [period.bounds for period in tie.in_force] or [Bounds()]
    ended = (period.bounds for period in tie.periods if partnerships.local(period.status) == ENDED)
    first, last, end = periods[0], periods[-1], next(ended, Bounds())
    return Bounds(
        first.earliest_start,
        first.latest_start,
        last.earliest_end or end.earliest_start,
        last.latest_end or end.latest_start,
    )


def _exactly(earliest: date | None, latest: date | None) -> Cell:
    """The time that two bounds give exactly: a day, a month or a year.

    >>> _exactly(date(1958, 1, 1), date(1958, 12, 31)), _exactly(date(1958, 1, 1), date(1959, 1, 1))
    (('1958',), ())
    """
    exactly = precision(earliest, latest)
    length = {"day": 10, "month": 7, "year": 4}.get(exactly or "", 0)
    return (earliest.isoformat()[:length],) if earliest and length else ()


def _standing(reader: Reader, standing: Standing) -> str:

    def name(scheme: str, local: str) -> str:
        return reader.name(concept(scheme, local)).value

    return standing_words.of(standing, catalogue(reader.language).gettext, name)


def _day(when: date | None) -> Cell:
    return (when.isoformat(),) if when else ()


def _position(reader: Reader, city: NamedNode) -> Position | None:
    shapes = reader.nodes(city, "geo:hasCentroid")
    known = (solution_table.position_of(text) for shape in shapes for text in reader.values(shape, "geo:asWKT"))
    return next((where for where in known if where), None)


def _line(known: _Known, tie: Partnership, seen_from: NamedNode | None) -> Geometry | None:
    home = seen_from if seen_from in tie.cities else tie.cities[0]
    start = known.position(home)
    ends = [where for city in tie.others(home) if (where := known.position(city))]
    return places.lines(start, ends) if start else None


def _point(solutions: Sequence[Solution]) -> Geometry | None:
    return next((solution_table.point_of(solution["point"]) for solution in solutions if "point" in solution), None)
