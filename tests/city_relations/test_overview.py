from __future__ import annotations

from dataclasses import replace

from pyoxigraph import NamedNode

from kg.city_relations import overview
from kg.revision import Revision


def test_the_overview_counts_cities_that_are_party_or_member(revision: Revision) -> None:
    counted = overview.count(revision)
    assert (counted.cities, counted.partnerships, counted.countries) == (13, 12, 10)
    assert counted.networks >= 1
    assert counted.centres[0] == (NamedNode(f"{revision.project.base}id/city/be-gent"), 12)
    assert overview.centre(revision) == counted.centres[0][0]


def test_the_site_is_about_the_city_that_the_settings_name(revision: Revision) -> None:
    settings = replace(revision.project.settings, about="Wiesbaden")
    other = replace(revision, project=replace(revision.project, settings=settings))
    assert overview.centre(other) == NamedNode(f"{revision.project.base}id/city/de-wiesbaden")
