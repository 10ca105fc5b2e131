from __future__ import annotations

from ....city_relations.pictures.conftest import SVG, AnswerRows, Drawn


def test_countries_count_what_the_query_engine_counts(drawn: Drawn, answer_rows: AnswerRows) -> None:
    drawing, picture = drawn("countries")
    rows = answer_rows("relations-by-country-type-verdict")
    expected = {row["country"]: row["partnerships"] for row in rows if row["grouping"] == "country"}
    assert {row[0].text: row[-1].text for row in drawing.table.rows} == expected
    written = [each.text for each in picture.iter(SVG + "text")]
    assert all(country in written for country in expected)


def test_a_bar_is_as_long_as_its_number(drawn: Drawn) -> None:
    drawing, picture = drawn("countries", on="2019-06-01")
    bars = [each for each in picture.iter(SVG + "rect") if each.get("height") == "16"]
    unit = min(float(each.attrib["width"]) + 2 for each in bars)
    assert sum(round((float(each.attrib["width"]) + 2) / unit) for each in bars) == 12
    assert [column.heading for column in drawing.table.columns[1:]] == [
        "in force, certain", "in force, possibly", "ended", "Total",
    ]  # fmt: skip
    assert sum(int(row[-1].text) for row in drawing.table.rows) == 12
