"""What a start page tells of a whole revision: how much there is, and whose relations these are."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.revision import Revision

_COUNTS = """
SELECT (COUNT(DISTINCT ?city) AS ?cities) (COUNT(DISTINCT ?partnership) AS ?partnerships)
  (COUNT(DISTINCT ?network) AS ?networks) (COUNT(DISTINCT ?country) AS ?countries) (COUNT(DISTINCT ?source) AS ?sources)
WHERE {
  { ?partnership ct:party ?city }
  UNION { ?membership org:member ?city . ?city a ct:City }
  UNION { ?network a ct:Network }
  UNION { ?partnership ct:party ?party . ?party dct:spatial ?country }
  UNION { ?source a ct:Source }
}"""
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


def count(revision: Revision) -> Overview:
    """The figures of a revision, each the answer to a query."""
    (numbers,) = _rows(revision, _COUNTS)
    centres = [(NamedNode(city), int(number)) for city, number in _rows(revision, _CENTRES)]
    cities, partnerships, networks, countries, sources = map(int, numbers)
    return Overview(
        cities=cities,
        partnerships=partnerships,
        networks=networks,
        countries=countries,
        sources=sources,
        statements=sum(1 for _ in revision.quads()),
        centres=tuple(centres),
    )


def _rows(revision: Revision, query: str) -> list[list[str]]:
    solutions = revision.store.query(query, use_default_graph_as_union=True, prefixes=revision.project.prefixes)
    assert isinstance(solutions, QuerySolutions)
    return [[term.value for term in solution if isinstance(term, NamedNode | Literal)] for solution in solutions]
