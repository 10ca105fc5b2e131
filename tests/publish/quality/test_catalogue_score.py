"""The score of the European portal: each indicator takes its points away where what it asks for is missing."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.publish.quality import catalogue_score
from kg.publish.quality.catalogue_score import INDICATORS, WHOLE, Catalogue, Score
from kg.rdf.namespaces import expanded

WHOLE_CATALOGUE = """
BASE <https://example.org/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX eu: <http://publications.europa.eu/resource/authority/>
<trees> a dcat:Dataset ; dcat:keyword "trees" ; dcat:theme <theme> ; dct:spatial <place> ; dct:temporal <time> ;
    dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ; dct:publisher <me> ;
    dcat:contactPoint <desk> ; dct:issued "2026-01-01" ; dct:modified "2026-01-02" ; dcat:distribution <trees#csv> .
<trees#csv> a dcat:Distribution ; dcat:accessURL <trees.html> ; dcat:downloadURL <trees.csv> ;
    dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ; dct:rights <rights> ;
    dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ; dcat:byteSize 17 ;
    dct:license <http://publications.europa.eu/resource/authority/licence/CC_BY_4_0> .
"""


def scored(text: str, *, dead: str | None = None, conforms: bool | None = True) -> Score:
    quads = parse(text, format=RdfFormat.TURTLE)
    return catalogue_score.score(Catalogue(quads, lambda address: address != dead, conforms))


def test_a_whole_catalogue_has_every_point_of_the_methodology() -> None:
    assert WHOLE == 405
    result = scored(WHOLE_CATALOGUE)
    assert (result.points, result.rating) == (405, "excellent")
    assert not [judgement for judgement in result.judgements if judgement.lacking]


@pytest.mark.parametrize(
    ("name", "less"),
    [
        ("dcat:keyword", 30),
        ("dcat:theme", 30),
        ("dct:spatial", 20),
        ("dct:temporal", 20),
        ("dcat:accessURL", 50),
        ("dcat:downloadURL", 50),
        ("dct:format", 65),
        ("dcat:mediaType", 15),
        ("dct:license", 30),
        ("dct:accessRights", 15),
        ("dcat:contactPoint", 20),
        ("dct:publisher", 10),
        ("dct:rights", 5),
        ("dcat:byteSize", 5),
        ("dct:issued", 5),
        ("dct:modified", 5),
    ],
)
def test_a_property_that_is_missing_takes_its_points_away(name: str, less: int) -> None:
    quads = [
        quad for quad in parse(WHOLE_CATALOGUE, format=RdfFormat.TURTLE) if quad.predicate != NamedNode(expanded(name))
    ]
    assert catalogue_score.score(Catalogue(quads, lambda _: True, True)).points == WHOLE - less


@pytest.mark.parametrize(
    ("old", "new", "less"),
    [
        ("file-type/CSV", "file-type/XLS", 20),  # proprietary
        ("file-type/CSV", "file-type/TIFF", 20),  # for eyes only
        ("<http://publications.europa.eu/resource/authority/file-type/CSV>", '"CSV"', 45),
        ("<https://www.iana.org/assignments/media-types/text/csv>", '"text/csv"', 5),
        ("http://publications.europa.eu/resource/authority/licence/CC_BY_4_0", "https://example.org/terms", 10),
        ("http://publications.europa.eu/resource/authority/access-right/PUBLIC", "public", 5),
    ],
)
def test_a_value_of_no_vocabulary_takes_points_away(old: str, new: str, less: int) -> None:
    assert old in WHOLE_CATALOGUE
    assert scored(WHOLE_CATALOGUE.replace(old, new)).points == WHOLE - less


def test_an_address_that_does_not_answer_takes_points_away_and_is_named() -> None:
    assert scored(WHOLE_CATALOGUE, dead="https://example.org/trees.html").points == WHOLE - 50
    result = scored(WHOLE_CATALOGUE, dead="https://example.org/trees.csv")
    assert result.points == WHOLE - 30
    lacking = [node for judgement in result.judgements for node in judgement.lacking]
    assert lacking == [NamedNode("https://example.org/trees#csv")]


def test_what_was_not_tried_counts_nothing_and_is_told_apart_from_what_is_missing() -> None:
    result = scored(WHOLE_CATALOGUE, conforms=None)
    assert result.points == WHOLE - 30
    assert [judgement.indicator.name for judgement in result.judgements if judgement.share is None] == ["keeps DCAT-AP"]
    assert scored(WHOLE_CATALOGUE, conforms=False).points == WHOLE - 30


def test_points_are_given_by_the_share_of_files_that_have_something() -> None:
    two = WHOLE_CATALOGUE.replace("<trees#csv> .", "<trees#csv> , <trees#old> .", 1)
    points = {judgement.indicator.name: judgement.points for judgement in scored(two).judgements}
    assert points["format (dct:format)"] == 10
    assert points["keywords (dcat:keyword)"] == 30


def test_every_indicator_counts_once() -> None:
    assert len({indicator.name for indicator in INDICATORS}) == len(INDICATORS) == 24
