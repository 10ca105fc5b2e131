from __future__ import annotations

from collections import Counter

from ....city_relations.pictures.conftest import SVG, Drawn


def test_decades_count_the_starts_of_which_one_is_known(drawn: Drawn) -> None:
    drawing, picture = drawn("decades")
    told = {row[0].text: int(row[-1].text) for row in drawing.table.rows}
    assert told == {
        "1950–1959": 1, "1960–1969": 1, "1970–1979": 2, "1980–1989": 3,
        "1990–1999": 0, "2000–2009": 2, "2010–2019": 1, "unknown": 2,
    }  # fmt: skip
    strong = Counter(each.text for each in picture.iter(SVG + "text") if each.get("class") == "strong")
    assert strong == Counter(map(str, told.values()))


def test_a_tie_that_has_not_begun_is_in_no_decade(drawn: Drawn) -> None:
    drawing, _ = drawn("decades", on="1975-01-01")
    assert [row[0].text for row in drawing.table.rows] == ["1950–1959", "1960–1969", "1970–1979", "unknown"]
