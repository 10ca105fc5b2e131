from __future__ import annotations

from collections import Counter

from ....city_relations.pictures.conftest import SVG, AnswerRows, Drawn


def test_what_the_city_shares_is_what_the_query_engine_counts(drawn: Drawn, answer_rows: AnswerRows) -> None:
    drawing, picture = drawn("networks")
    seats = [(row[0].text, row[1].text) for row in drawing.table.rows if row[1].text != "Ghent"]
    told = Counter(city for _, city in set(seats))
    rows = answer_rows("network-pairs")
    pairs = {(row["name"], row["otherName"]): int(row["networks"]) for row in rows if int(row["networks"])}
    expected = {other if name == "Ghent" else name: n for (name, other), n in pairs.items() if "Ghent" in (name, other)}
    assert told == expected
    ties = [each for each in picture.iter(SVG + "path") if each.get("class") == "tie"]
    assert len(ties) == told.total() == 8
    assert len(seats) == 9  # Tallinn is a member of Eurocities and had a seat in its executive committee


def test_a_partner_is_drawn_once_and_stands_as_on_the_map(drawn: Drawn) -> None:
    drawing, picture = drawn("networks")
    written = [each.text for each in picture.iter(SVG + "text")]
    assert written.count("Tallinn") == written.count("Kanazawa") == 1
    (kanazawa,) = [row for row in drawing.table.rows if row[1].text == "Kanazawa"]
    assert kanazawa[4].text == "in force, possibly"


def test_in_a_narrow_picture_each_network_lists_its_partners(drawn: Drawn) -> None:
    _, picture = drawn("networks", layout="narrow")
    assert [each.text for each in picture.iter(SVG + "text")].count("Tallinn") == 3


def test_before_anybody_joined_nobody_shares(drawn: Drawn) -> None:
    drawing, _ = drawn("networks", on="2009-01-01")
    covenant = [row[1].text for row in drawing.table.rows if row[0].text == "Covenant of Mayors"]
    assert covenant == []


def test_whom_nothing_was_read_of_is_named_as_such(drawn: Drawn) -> None:
    _, picture = drawn("networks")
    text = " ".join(each.text or "" for each in picture.iter(SVG + "text"))
    assert "No shared membership read in a source: Gdańsk, Melle, Mohammedia" in text
