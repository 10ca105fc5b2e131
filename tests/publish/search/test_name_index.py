from __future__ import annotations

import pytest
import rdflib
from pyoxigraph import NamedNode

from kg.city_relations.vocabulary import VOCABULARY
from kg.publish.search import name_index
from kg.publish.search.folding import fold
from kg.publish.search.name_index import Index, Match, Results
from kg.publish.search.result_group import REUSED
from kg.resources import resource_graph
from kg.revision import Revision

from ...presence import present

SCHEMA = rdflib.Namespace("http://schema.org/")


@pytest.fixture(scope="session")
def index(revision: Revision) -> Index:
    return name_index.of(revision, VOCABULARY.groups)


def last_parts(found: Results) -> list[str]:
    return [hit.node.value.rpartition("/")[2] for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("Gdansk", "pl-gdansk"),
        ("Gdańsk", "pl-gdansk"),
        ("DANZIG", "pl-gdansk"),
        ("ゲント", "be-gent"),
        ("ｹﾞﾝﾄ", "be-gent"),
        ("гент", "be-gent"),
        ("Luik", "be-liege"),
        ("liege", "be-liege"),
        ("Lie\u0301ge", "be-liege"),
        ("saint raphael", "fr-saint-raphael"),
        ("KANAZ", "jp-kanazawa"),
        ("zawa", "jp-kanazawa"),
        ("金沢", "jp-kanazawa"),
        ("NIS 44021", "be-gent"),
    ],
)
def test_a_name_finds_its_city_however_it_is_typed(index: Index, text: str, city: str) -> None:
    assert last_parts(index.find(text))[0] == city


def test_whole_names_come_before_beginnings_then_words_then_anything(index: Index) -> None:
    order = list(Match)
    for text in ("ghent", "eurocities", "in", "zawa", "kanazawa gent"):
        matches = [order.index(hit.match) for hit in index.find(text).hits]
        assert matches
        assert matches == sorted(matches)


def test_among_equals_cities_come_first(index: Index) -> None:
    order = [*VOCABULARY.groups, *REUSED]
    for match in Match:
        groups = [order.index(hit.group) for hit in index.find("gen").hits if hit.match == match]
        assert groups == sorted(groups)
    assert last_parts(index.find("gent"))[0] == "be-gent"


def test_words_are_found_in_any_order(index: Index) -> None:
    found = index.find("kanazawa gent").hits[0]
    assert found.match == Match.WORDS
    assert found.node.value.endswith("id/partnership/be-gent--jp-kanazawa")


def test_of_names_written_alike_the_readers_is_told(index: Index) -> None:
    assert index.find("kanazawa", ["nl", "en"]).hits[0].name.language == "nl"
    assert index.find("kanazawa", ["de"]).hits[0].name.language == "de"


def test_nothing_is_called_nothing(index: Index) -> None:
    assert index.find("").hits == ()
    assert index.find(" – ").hits == ()
    assert index.similar("") == []


def test_a_slip_is_mended(index: Index) -> None:
    assert index.find("kanasawa").hits == ()
    assert index.similar("kanasawa") == ["Kanazawa"]
    assert "Wiesbaden" in index.similar("wisbaden")


def test_an_answer_is_bounded_and_says_so(index: Index) -> None:
    found = index.find("e")
    assert (len(found.hits), found.more) == (name_index.LIMIT, True)
    assert not index.find("danzig").more
    assert len({hit.node for hit in found.hits}) == name_index.LIMIT
    assert len(index.find("gent", limit=5).hits) == 5


def test_every_name_of_everything_finds_it(index: Index, revision: Revision) -> None:
    searched = resource_graph.of(revision).searched
    for quad in present(revision.quads()):
        if quad.predicate in searched and isinstance(quad.subject, NamedNode) and fold(quad.object.value):
            found = index.find(quad.object.value, limit=1_000)
            assert quad.subject in [hit.node for hit in found.hits], quad


def test_what_is_found_is_grouped_by_kind(index: Index) -> None:
    groups = index.find("kanazawa").groups()
    assert [group.name for group in groups][:2] == ["city", "partnership"]
    assert [hit.node.value.rpartition("/")[2] for hit in next(iter(groups.values()))] == ["jp-kanazawa"]
    assert index.find("Japan").hits[0].group.name == "country"
