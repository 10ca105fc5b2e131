from __future__ import annotations

import io
import json
import re
from datetime import date, datetime
from pathlib import Path

import csvw
import openpyxl
import pytest

from kg.city_relations import facets, overview, partnerships
from kg.city_relations.tables import tie_tables
from kg.publish import faceted_list
from kg.publish.tables import comma_separated, csvw_metadata, geojson, workbook
from kg.publish.tables.comma_separated import Header
from kg.publish.tables.tidy_table import Kind, Table
from kg.resources.language_view import Reader

LISTS = ["partnerships", *(listing.name for listing in facets.LISTINGS)]


def table(reader: Reader, name: str) -> Table:
    revision = reader.known.revision
    if name == "partnerships":
        return tie_tables.of_partnerships(reader, partnerships.partnerships(revision, reader.names), revision.day)
    listing = next(listing for listing in facets.LISTINGS if listing.name == name)
    entries = faceted_list.selected(revision, listing, reader.names, {})
    return tie_tables.of_listing(reader, listing, [row for entry in entries for row in entry.solutions])


def test_one_row_a_tie_with_its_times_as_exactly_as_they_are_known(reader: Reader) -> None:
    made = table(reader, "partnerships")
    names = [column.name for column in made.columns]
    rows = {row[0][0]: dict(zip(names, row, strict=True)) for row in made.rows}
    assert len(rows) == len(made.rows) == 12
    kanazawa = rows["Ghent – Kanazawa"]
    assert (kanazawa["partnerName"], kanazawa["countryName"]) == (("Kanazawa",), ("Japan",))
    assert (kanazawa["start"], kanazawa["end"], kanazawa["verdictName"]) == (("1971-10-04",), (), ("kept",))
    raphael = rows["Ghent – Saint-Raphaël"]
    assert (raphael["start"], raphael["end"], raphael["standing"]) == (("1958",), ("2018",), ("ended",))
    assert rows["Ghent – Wiesbaden"]["latestEnd"] == ("2021-12-31",)
    assert all(row["source"] and row["quote"] for row in rows.values())


def test_one_row_a_verdict_on_a_tie(reader: Reader) -> None:
    made = table(reader, "decisions")
    ties = [row[0] for row in made.rows]
    assert len(ties) == 11 == len(set(ties))
    assert len(table(reader, "memberships").rows) > 15


@pytest.mark.parametrize("name", LISTS)
def test_a_reader_of_csv_on_the_web_gets_the_values_of_the_table(reader: Reader, tmp_path: Path, name: str) -> None:
    made = table(reader, name)
    for header in (Header.TITLES, Header.NAMES):
        (tmp_path / f"{name}.csv").write_bytes(comma_separated.write(made, header))
        described = tmp_path / f"{name}.csv{csvw_metadata.SUFFIX}"
        described.write_bytes(csvw_metadata.write(made, f"{name}.csv", header))
        rows = list(csvw.CSVW(str(described)).tables[0].iterdicts())
        assert len(rows) == len(made.rows)
        for row, cells in zip(rows, made.rows, strict=True):
            for column, cell in zip(made.columns, cells, strict=True):
                assert _values(row[column.name]) == list(cell), column.name


def _values(value: object) -> list[str]:
    """What a cell was read as, as it was written."""
    if isinstance(value, list):
        return [text for item in value for text in _values(item)]
    if isinstance(value, datetime | date):
        return [value.isoformat()[:10]]
    return [] if value is None else [str(getattr(value, "unsplit", lambda: value)())]


@pytest.mark.parametrize("name", LISTS)
def test_a_workbook_has_typed_cells_links_and_the_same_bytes_every_time(reader: Reader, name: str) -> None:
    made = table(reader, name)
    body = workbook.write(made)
    assert body == workbook.write(made)
    sheet, about = openpyxl.load_workbook(io.BytesIO(body)).worksheets
    assert [cell.value for cell in sheet[1]] == made.titles()
    for line, cells in zip(sheet.iter_rows(min_row=2), made.rows, strict=True):
        for place, column, cell in zip(line, made.columns, cells, strict=True):
            if len(cell) == 1 and column.kind is Kind.DATE:
                assert place.value.date().isoformat() == cell[0]
            elif len(cell) == 1 and column.kind is Kind.INTEGER:
                assert place.value == int(cell[0])
            elif len(cell) == 1 and column.kind is Kind.IRI:
                assert place.hyperlink.target == place.value == cell[0]
            assert (place.value is None) == (not cell)
            assert place.data_type != "f"
    assert [about["A1"].value, about["B1"].value] == ["Table", made.title]


def test_a_year_stays_a_year_in_a_workbook(reader: Reader) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.write(table(reader, "partnerships")))).worksheets[0]
    starts = {row[0].value: row[4].value for row in sheet.iter_rows(min_row=2)}
    assert starts["Ghent – Saint-Raphaël"] == 1958
    assert starts["Ghent – Kanazawa"] == datetime(1971, 10, 4)


def test_a_map_has_points_of_cities_and_lines_of_ties(reader: Reader) -> None:
    cities = json.loads(geojson.write(table(reader, "cities")))["features"]
    points = {feature["properties"]["name"]: feature["geometry"] for feature in cities}
    assert points["Ghent"] == {"type": "Point", "coordinates": [3.71667, 51.05]}
    assert points["Taizhou"] is None
    ties = {feature["properties"]["name"]: feature for feature in json.loads(
        geojson.write(table(reader, "partnerships"))
    )["features"]}  # fmt: skip
    kanazawa = ties["Ghent – Kanazawa"]
    assert kanazawa["geometry"] == {"type": "LineString", "coordinates": [[3.71667, 51.05], [136.61667, 36.6]]}
    assert (kanazawa["properties"]["start"], kanazawa["properties"]["end"]) == ("1971-10-04", None)
    assert kanazawa["id"].endswith("/id/partnership/be-gent--jp-kanazawa")
    assert ties["Ghent – Saint-Raphaël"]["properties"]["end"] == "2018"


def test_titles_are_in_the_language_of_the_reader_and_names_in_none(reader: Reader, dutch: Reader) -> None:
    titles = [table(one, "partnerships").titles()[2] for one in (reader, dutch)]
    assert titles == ["Country", "Land"]
    columns = [[column.name for column in table(one, "partnerships").columns] for one in (reader, dutch)]
    assert columns[0] == columns[1]
    assert all(re.fullmatch(r"[A-Za-z]+", name) for name in columns[0])


def test_a_table_is_seen_from_the_city_that_the_site_is_about(reader: Reader) -> None:
    revision = reader.known.revision
    ties = partnerships.partnerships(revision, "en")
    kanazawa = next(city for tie in ties for city in tie.cities if city.value.endswith("jp-kanazawa"))
    own = partnerships.of_city(revision, "en", kanazawa)
    made = tie_tables.of_partnerships(reader, own, revision.day, kanazawa)
    assert [row[1] for row in made.rows] == [("Ghent",)]
    assert overview.centre(revision) != kanazawa
