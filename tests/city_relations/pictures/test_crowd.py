"""A city with more partners than a picture has room for, all over the globe, with names that are no good XML."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from kg import dataset, project
from kg import revision as revisions
from kg.city_relations.pictures import gallery
from kg.city_relations.pictures.view import LIMIT, View, of
from kg.revision import Revision
from kg.shacl.report import ValidationReport

from ...city_relations.pictures.conftest import SVG
from ...presence import present

PARTNERS = 150
COUNTRY = "http://other.test/country/"
NAME = '<b>Q & \\"A\\" {}</b>'


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Revision:
    folder = tmp_path_factory.mktemp("crowd")
    (folder / "data").mkdir()
    (folder / "kg.toml").write_text(
        'base = "https://x.test/"\nlanguages = ["en"]\n[prefixes]\nct = "https://x.test/ns#"\n'
    )
    lines = [
        "BASE <https://x.test/>",
        "PREFIX ct: <https://w3id.org/city-ties/ns#> PREFIX geo: <http://www.opengis.net/ont/geosparql#> PREFIX dct: <http://purl.org/dc/terms/>",
        "PREFIX org: <http://www.w3.org/ns/org#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
        'PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> <id/city/a> a ct:City ; skos:prefLabel "Hub"@en ;',
        "  geo:hasCentroid <id/city/a#centroid> ; org:hasMembership "
        + ", ".join(f"<id/city/a#n{i}>" for i in range(40)),
        '. <id/city/a#centroid> geo:asWKT "POINT(10 45)"^^geo:wktLiteral .',
    ]
    for i in range(40):
        lines.append(f'<id/network/n{i}> skos:prefLabel "{NAME.format(i)}"@en .')
        lines.append(
            f"<id/city/a#n{i}> a ct:Membership ; org:member <id/city/a> ; org:organization <id/network/n{i}> ."
        )
    for i in range(PARTNERS):
        city, tie = f"id/city/p{i}", f"id/partnership/a--p{i}"
        lines.append(f"""<{city}> a ct:City ; skos:prefLabel "{NAME.format(i)}"@en ; dct:spatial <{COUNTRY}{i}> ;
            geo:hasCentroid <{city}#centroid> ; org:hasMembership <{city}#n> .
          <{city}#centroid> geo:asWKT "POINT({(i * 37) % 360 - 180} {(i * 23) % 160 - 75})"^^geo:wktLiteral .
          <{city}#n> a ct:Membership ; org:member <{city}> ; org:organization <id/network/n{i % 40}> .
          <{tie}> a ct:Partnership ; ct:party <id/city/a> , <{city}> ; ct:partnershipType <id/concept/t/{i % 9}> ;
            ct:claim <{tie}#in-force> .
          <{tie}#in-force> a ct:StatusPeriod ; ct:status <id/concept/status/in-force> ;
            ct:latestStart "{1000 + i * 6}-01-01"^^xsd:date ; ct:earliestStart "{1000 + i * 6}-01-01"^^xsd:date .""")
    (folder / "data" / "crowd.ttl").write_text("\n".join(lines))
    loaded = project.load(folder)
    quads = dataset.load(loaded)
    return revisions.build(loaded, quads, ValidationReport(quads.digest, "none", ()), date(2026, 11, 24))


def view(crowd: Revision, layout: str) -> View:
    return of(crowd, tag="en", layout=layout)


@pytest.mark.parametrize("layout", ["wide", "narrow"])
@pytest.mark.parametrize("name", list(gallery.PICTURES))
def test_a_picture_stays_bounded_and_says_what_it_leaves_out(crowd: Revision, name: str, layout: str) -> None:
    drawing = gallery.draw(name, view(crowd, layout))
    assert len(drawing.table.rows) <= LIMIT
    assert len(drawing.svg()) < 70_000
    if name in ("map", "timeline"):
        assert drawing.table.total == PARTNERS
        assert f"of {PARTNERS}" in drawing.description


@pytest.mark.parametrize("layout", ["wide", "narrow"])
@pytest.mark.parametrize("name", list(gallery.PICTURES))
def test_names_are_text_wherever_they_stand(crowd: Revision, name: str, layout: str) -> None:
    picture = ElementTree.fromstring(gallery.draw(name, view(crowd, layout)).svg())
    assert not list(picture.iter(SVG + "b"))
    if name in ("map", "timeline", "networks"):
        assert "<b>Q &" in "".join(picture.itertext())


def test_a_city_alone_has_pictures_that_say_so(crowd: Revision) -> None:
    for name in present(gallery.PICTURES):
        drawing = gallery.draw(name, of(crowd, tag="en", city="p3", on="0900-01-01"))
        assert not drawing.table.rows or name in ("networks", "timeline")
        ElementTree.fromstring(drawing.svg())


def test_the_city_with_the_most_partnerships_is_shown_where_none_is_named(crowd: Revision) -> None:
    assert of(crowd, tag="en").city.value == "https://x.test/id/city/a"


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_a_name_that_has_no_room_is_cut_and_a_country_without_one_is_brief(crowd: Revision, layout: str) -> None:
    countries = ElementTree.fromstring(gallery.draw("countries", view(crowd, layout)).svg())
    words = ["".join(each.itertext()) for each in countries.iter(SVG + "text")]
    assert "0" in words
    assert not any("other.test" in each for each in words)


def test_a_key_tells_of_nothing_that_is_not_drawn(crowd: Revision) -> None:
    timeline = gallery.draw("timeline", view(crowd, "wide")).svg()
    assert ", possibly<" in timeline
    for words in (", certain<", "not-maintained<", ">agreement<", "ended<"):
        assert words not in timeline
