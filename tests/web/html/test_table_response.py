from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import quote, urljoin

import openpyxl
import pytest
from flask.testing import FlaskClient

from kg.publish.tables import table_forms

XLSX = table_forms.XLSX.media_type
CITY = quote("https://w3id.org/city-ties/ns#City", safe="")


@pytest.mark.parametrize("path", [
    "/partnerships", "/memberships", "/cities", f"/class?iri={CITY}", "/queries/distance",
])  # fmt: skip
def test_a_list_comes_as_a_workbook_by_its_suffix_and_by_accept(client: FlaskClient, path: str) -> None:
    name, _, query = path.partition("?")
    by_suffix = client.get(f"{name}.xlsx?{query}", headers={"Accept-Language": "en"})
    accepted = client.get(path, headers={"Accept": XLSX, "Accept-Language": "en"})
    assert (by_suffix.status_code, by_suffix.mimetype) == (200, XLSX)
    assert accepted.data == by_suffix.data
    assert "Accept" in accepted.headers["Vary"]
    assert openpyxl.load_workbook(io.BytesIO(by_suffix.data)).worksheets[0].max_row > 10
    assert by_suffix.headers["Content-Disposition"].endswith('.xlsx"')


def test_the_address_chooses_the_header_and_a_byte_order_mark(client: FlaskClient) -> None:
    lines = {
        header: client.get(f"/cities.csv?header={header}&lang=nl").text.partition("\r\n")[0]
        for header in ("titles", "names", "none")
    }
    assert lines["titles"].startswith("Plaats,Land,Banden,")
    assert lines["names"] == "name,countryName,partnerships,networks,point,city,country"
    assert lines["none"].startswith("Burgas,Bulgarije,")
    assert client.get("/cities.csv?bom=1").data.startswith(b"\xef\xbb\xbf")
    assert client.get("/cities.csv?bom=yes").status_code == 400
    answer = client.get("/cities.csv?header=none_of_them")
    assert answer.get_json()["hint"] == "There are: titles, names, none."


def test_the_answer_to_a_question_is_as_sparql_has_it_unless_the_address_says_how(client: FlaskClient) -> None:
    first = [client.get(f"/queries/distance.csv{query}").text.partition("\r\n")[0] for query in ("", "?header=titles")]
    assert first[0].startswith("partnerName,") or "," in first[0]
    assert "Kilometres" in client.get("/queries/distance.csv?header=titles&lang=en").text
    assert first[0] != first[1]
    assert client.get("/queries/kept-partnership.geojson").status_code == 406


@pytest.mark.parametrize("path", ["/partnerships.csv?on=1990-06-01", "/queries/distance.csv?header=titles",
                                  f"/class.csv?iri={CITY}"])  # fmt: skip
def test_csv_links_to_its_metadata_which_names_that_very_file(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept-Language": "fr"})
    (link,) = re.findall(r'<([^>]*)>; rel="describedby"', answer.headers["Link"])
    document = json.loads(client.get(link).data)
    again = client.get(urljoin(link, document["url"]))
    assert again.data == answer.data
    titles = next(csv.reader(io.StringIO(answer.text)))
    assert titles == [column["titles"][0] for column in document["tableSchema"]["columns"]]


def test_the_page_of_a_list_leads_to_its_tables_and_so_does_the_page_on_the_data(
    client: FlaskClient, browser: dict[str, str]
) -> None:
    for path in ("/partnerships", "/memberships", "/cities"):
        page = client.get(path, headers=browser).text
        assert all(f'href="{path}.{suffix}"' in page for suffix in ("xlsx", "csv", "geojson", "json"))
    for path in ("/networks", "/decisions", "/sources"):
        page = client.get(path, headers=browser).text
        assert f'href="{path}.xlsx"' in page
        assert "geojson" not in page.partition('class="downloads"')[2].partition("</p>")[0]
    data = client.get("/data", headers=browser).text
    assert data.index('href="/partnerships.xlsx"') < data.index('href="/dumps/')
    assert data.index(">Tables</h2>") < data.index(">Look at it</h2>")


@pytest.mark.parametrize(("path", "words"), [
    ("/memberships?role=president", "Eurocities"), ("/decisions?verdict=maintain", "Kanazawa"),
])  # fmt: skip
def test_memberships_and_decisions_are_lists_with_facets(
    client: FlaskClient, browser: dict[str, str], path: str, words: str
) -> None:
    page = client.get(path, headers=browser)
    assert page.status_code == 200
    assert words in page.text
    name, _, query = path.partition("?")
    rows = client.get(f"{name}.json?{query}").get_json()["rows"]
    assert rows
    assert len(rows) < len(client.get(f"{name}.json").get_json()["rows"])
