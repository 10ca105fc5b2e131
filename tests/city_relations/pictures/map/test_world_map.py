from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kg.city_relations.pictures.map import world_map
from kg.city_relations.pictures.relation import relations
from kg.city_relations.pictures.view import View, of
from kg.revision import Revision

from ....city_relations.pictures.conftest import SVG, AnswerRows, Drawn, Element
from ....presence import present


def lines(picture: Element) -> dict[str, set[str]]:
    """The classes of each line, by the last part of its partnership's IRI."""
    told = (each for each in picture.iter(SVG + "path") if each.get("data-tie"))
    return {each.attrib["data-tie"].rpartition("--")[2]: set(each.attrib["class"].split()) for each in told}


def texts(picture: Element) -> list[str]:
    return [each.text or "" for each in picture.iter(SVG + "text")]


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_eleven_lines_may_have_been_in_force_on_the_first_of_june_2019(drawn: Drawn, layout: str) -> None:
    _, picture = drawn("map", on="2019-06-01", layout=layout)
    found = lines(picture)
    assert len(found) == 12
    assert sum(bool(classes & {"certain", "possible"}) for classes in found.values()) == 11
    assert [key for key, classes in found.items() if "ended" in classes] == ["fr-saint-raphael"]


@pytest.mark.parametrize(
    "day", ["1985-06-01", "2009-12-31", "2018", "2018-06-01", "2019-06", "2021", "2021-01-20", "2026-11-24"]
)
def test_the_lines_are_those_that_the_query_engine_finds(drawn: Drawn, answer_rows: AnswerRows, day: str) -> None:
    drawing, picture = drawn("map", on=day)
    rows = answer_rows("partners-on-a-day", day=day)
    strengths = {row["partner"].rpartition("/")[2]: row["strength"] for row in rows}
    held = {key: classes for key, classes in lines(picture).items() if "ended" not in classes}
    assert {key for key, classes in held.items() if "dropped" not in classes} == set(strengths)
    assert all(strength in held[key] for key, strength in strengths.items())
    told = {"certainly": "certain", "possibly": "possible"}
    table = {row[0].node.value.rpartition("/")[2]: row[4].text for row in drawing.table.rows if row[0].node}
    assert {key: told[words] for key, words in table.items() if words in told} == strengths


def test_after_the_decision_one_line_is_kept_ten_are_dropped_and_one_has_ended(drawn: Drawn) -> None:
    drawing, picture = drawn("map", on="2026-11-24")
    found = lines(picture)
    assert [key for key, classes in found.items() if "kept" in classes] == ["jp-kanazawa"]
    assert [key for key, classes in found.items() if "ended" in classes] == ["fr-saint-raphael"]
    assert sum("dropped" in classes for classes in found.values()) == 10
    assert drawing.description == "1 kept; 10 dropped; 1 ended."


def test_a_line_has_as_many_dashes_as_its_standing_says(drawn: Drawn) -> None:
    _, picture = drawn("map")
    sheet = picture.find(SVG + "style")
    assert sheet is not None
    dashes = dict(re.findall(r"\.line\.(\w+)\{[^}]*stroke-dasharray:([^;}]+)", sheet.text or ""))
    assert len(set(dashes.values())) == len(dashes) == 5


def test_before_it_began_a_tie_has_neither_a_line_nor_a_row(drawn: Drawn) -> None:
    drawing, picture = drawn("map", on="1990-01-01")
    assert "pl-gdansk" not in lines(picture)
    assert "Gdańsk" not in drawing.table.csv()


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_every_city_is_named_once(drawn: Drawn, layout: str) -> None:
    drawing, picture = drawn("map", on="2019-06-01", layout=layout)
    written = texts(picture)
    for row in present(drawing.table.rows):
        name = row[0].text
        assert written.count(name) + written.count(f"{name} (?)") == 1


def test_a_place_that_nobody_knows_is_marked_and_told(drawn: Drawn) -> None:
    drawing, picture = drawn("map")
    assert "Taizhou (?)" in texts(picture)
    assert "(?) Place unknown: the line ends in the middle of the country." in texts(picture)
    (row,) = [row for row in drawing.table.rows if row[0].text == "Taizhou"]
    assert row[6].text == ""


def test_names_and_words_follow_the_reader(drawn: Drawn) -> None:
    drawing, picture = drawn("map", language="de", tag="nl")
    assert "Lüttich" in texts(picture)
    assert drawing.title == "Banden van Gent op 24 november 2026"


def test_every_city_can_be_the_one_that_is_shown(revision: Revision, drawn: Drawn) -> None:
    drawing, picture = drawn("map", city="jp-kanazawa")
    assert drawing.title == "The tie of Ghent with Kanazawa on 24 November 2026"
    assert [row[0].text for row in drawing.table.rows] == ["Ghent"]
    assert list(lines(picture)) == ["jp-kanazawa"]
    assert (
        of(revision, city="https://w3id.org/city-ties/id/city/jp-kanazawa").city
        == of(revision, city="jp-kanazawa").city
    )


def test_a_line_reaches_from_the_city_to_the_partner(seen: Callable[..., View]) -> None:
    found = world_map.lines(relations(seen(on="2019-06-01")))
    assert {each.partner.name.value: each.exact for each in found if not each.exact} == {"Taizhou": False}
    kanazawa = next(each for each in found if each.partner.name.value == "Kanazawa")
    assert kanazawa.position == (136.61667, 36.6)
