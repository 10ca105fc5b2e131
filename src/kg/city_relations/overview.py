"""The figures of a whole revision: how many cities, partnerships, networks, and whose partnerships these mostly are."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.city_relations.page_questions import OVERVIEW
from kg.compact import forked_build
from kg.named_queries import page_queries, resource_input
from kg.revision import Revision
from kg.revision_results import kept_by_revision

_CENTRES = """
SELECT ?city (COUNT(?partnership) AS ?count)
WHERE { ?partnership ct:party ?city }
GROUP BY ?city ORDER BY DESC(?count) ?city LIMIT 3"""


@dataclass(frozen=True, slots=True)
class Overview:
    """``cities`` are those that are party or member; ``centres`` the cities with the most partnerships."""

    cities: int
    partnerships: int
    networks: int
    countries: int
    sources: int
    statements: int
    centres: tuple[tuple[NamedNode, int], ...]


@kept_by_revision
def count(revision: Revision) -> Overview:
    """The figures of a revision, computed by queries."""
    return forked_build.build(revision, _count)


def centre(revision: Revision) -> NamedNode | None:
    """The city that the site is about: the one that the settings name, else the one with the most partnerships."""
    if revision.project.settings.about:
        return resource_input.own(revision, NamedNode(revision.project.prefixes["ct"] + "party"))
    return next((city for city, _ in count(revision).centres), None)


def _count(revision: Revision) -> Overview:
    (numbers,) = _rows(revision, page_queries.bound(revision.project, OVERVIEW, {}))
    cities, partnerships, networks, countries, sources = map(int, numbers)
    return Overview(
        cities=cities,
        partnerships=partnerships,
        networks=networks,
        countries=countries,
        sources=sources,
        statements=sum(revision.sizes().values()),
        centres=tuple((NamedNode(city), int(number)) for city, number in _rows(revision, _CENTRES)),
    )


def _rows(revision: Revision, query: str) -> list[list[str]]:
    solutions = revision.solutions(query)
    return [[term.value for term in solution if isinstance(term, NamedNode | Literal)] for solution in solutions]
