"""What a start page tells of a whole revision: how much there is, whose relations these are, and on which terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.compact import forked_build
from kg.named_queries import page_queries
from kg.revision import Revision

QUESTION = "overview"
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


@lru_cache(maxsize=2)
def count(revision: Revision) -> Overview:
    """The figures of a revision, each the answer to a query."""
    return forked_build.made(revision, _counted)


def _counted(revision: Revision) -> Overview:
    (numbers,) = _rows(revision, page_queries.asked(revision.project, QUESTION, {}))
    centres = [(NamedNode(city), int(number)) for city, number in _rows(revision, _CENTRES)]
    cities, partnerships, networks, countries, sources = map(int, numbers)
    return Overview(
        cities=cities,
        partnerships=partnerships,
        networks=networks,
        countries=countries,
        sources=sources,
        statements=sum(revision.sizes().values()),
        centres=tuple(centres),
    )


@lru_cache(maxsize=2)
def datasets(revision: Revision) -> tuple[NamedNode, ...]:
    """The data sets that this revision publishes: those of its catalogue."""
    prefixes = revision.project.prefixes
    in_catalogue = NamedNode(prefixes["dcat"] + "dataset")
    found = (quad.object for quad in revision.having(in_catalogue))
    return tuple(each for each in dict.fromkeys(found) if isinstance(each, NamedNode))


def modified(revision: Revision) -> date:
    """The last day on which what is published can have changed, as far as it does not depend on today.

    The catalogue's data sets say it; a project without one says nothing, and its revision's day counts.
    """
    predicate = NamedNode(revision.project.prefixes["dct"] + "modified")
    stated = (
        quad.object for node in datasets(revision) for quad in revision.about(node) if quad.predicate == predicate
    )
    days = [day for each in stated if isinstance(each, Literal) and (day := _day(each.value))]
    return max(days, default=revision.day)


def licences(revision: Revision) -> list[str]:
    """The licences of those data sets."""
    licence = NamedNode(revision.project.prefixes["dct"] + "license")
    found = (quad.object for node in datasets(revision) for quad in revision.about(node) if quad.predicate == licence)
    return [each.value for each in dict.fromkeys(found) if isinstance(each, NamedNode)]


def ontology_versions(revision: Revision) -> set[str]:
    """The version IRIs that the ontology states."""
    version = NamedNode(revision.project.prefixes["owl"] + "versionIRI")
    return {quad.object.value for quad in revision.having(version) if isinstance(quad.object, NamedNode)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _rows(revision: Revision, query: str) -> list[list[str]]:
    solutions = revision.solutions(query)
    return [[term.value for term in solution if isinstance(term, NamedNode | Literal)] for solution in solutions]
