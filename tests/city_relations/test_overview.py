from __future__ import annotations

from pyoxigraph import NamedNode

from kg.city_relations import overview
from kg.revision import Revision


def test_the_overview_counts_cities_that_are_party_or_member(revision: Revision) -> None:
    counted = overview.count(revision)
    assert (counted.cities, counted.partnerships, counted.countries) == (13, 12, 10)
    assert counted.networks >= 1
    assert counted.centres[0] == (NamedNode(f"{revision.project.base}id/city/be-gent"), 12)
    assert overview.centre(revision) == counted.centres[0][0]
