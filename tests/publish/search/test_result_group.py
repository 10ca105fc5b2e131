from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.city_relations.vocabulary import VOCABULARY
from kg.publish.search.result_group import REUSED, Grouping
from kg.resources import resource_graph
from kg.revision import Revision

COUNTRY = "http://publications.europa.eu/resource/authority/country/BEL"


@pytest.mark.parametrize(
    ("name", "field", "reused"),
    [
        ("id/city/be-gent", "city", "other"),
        ("id/partnership/be-gent--jp-kanazawa", "partnership", "other"),
        ("id/concept/status", "concept", "concept"),
        ("ns#City", "term", "term"),
        ("shape/Partnership-party", "shape", "shape"),
        ("id/catalog", "other", "other"),
    ],
)
def test_a_resource_is_grouped_by_its_class(revision: Revision, name: str, field: str, reused: str) -> None:
    known, node = resource_graph.of(revision), NamedNode(revision.project.base + name)
    assert Grouping(known, VOCABULARY.groups).group(node).name == field
    assert Grouping(known, ()).group(node).name == reused


def test_a_country_of_another_register_is_grouped_by_a_property(revision: Revision) -> None:
    assert Grouping(resource_graph.of(revision), VOCABULARY.groups).group(NamedNode(COUNTRY)).name == "country"


def test_groups_have_different_names() -> None:
    names = [group.name for group in (*VOCABULARY.groups, *REUSED)]
    assert len(set(names)) == len(names)
