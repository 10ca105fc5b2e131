from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from kg.city_relations.pictures import gallery

NAMES = list(gallery.PICTURES)
SVG = "{http://www.w3.org/2000/svg}"


class Page(HTMLParser):
    """What a page fetches, where it leads, and the words of its table."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.cells: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.in_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert "style" not in given
        assert not any(name.startswith("on") for name in given)
        self.fetched += [given[key] or "" for key in ("src", "srcset") if key in given]
        if tag == "link" and given.get("rel") == "stylesheet":
            self.fetched.append(given["href"] or "")
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag == "img":
            self.images.append(given)
        if tag in ("td", "th"):
            self.cells.append("")
            self.in_cell = True

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.cells[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.in_cell = False


def page(client: FlaskClient, address: str) -> Page:
    response = client.get(address, headers={"Accept": "text/html", "Accept-Language": "en"})
    assert response.status_code == 200
    assert response.mimetype == "text/html"
    return Page(response.text)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_the_picture_and_the_same_facts_in_a_table(client: FlaskClient, name: str) -> None:
    shown = page(client, f"/pictures/{name}.html?on=2019-06-01&lang=en")
    rows = list(csv.reader(io.StringIO(client.get(f"/pictures/{name}.csv?on=2019-06-01&lang=en").text)))
    for row in rows[1:]:
        for value in row:
            assert value.startswith("http") or value in shown.cells
    (image,) = shown.images
    assert image["alt"]
    assert (image["width"] or "").isdigit()
    assert (image["height"] or "").isdigit()


@pytest.mark.parametrize("name", [*NAMES, ""])
def test_a_page_fetches_nothing_but_from_here_and_all_of_it_is_there(client: FlaskClient, name: str) -> None:
    shown = page(client, f"/pictures/{name}.html" if name else "/pictures/")
    assert shown.fetched
    for address in shown.fetched:
        assert address.startswith("/")
        assert not address.startswith("//")
        with client.get(address) as response:
            assert response.status_code == 200
    for address in (each for each in shown.links if each.startswith("/pictures") and ".png" not in each):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_on_its_own_may_use_its_own_sheet_alone(client: FlaskClient, name: str) -> None:
    response = client.get(f"/pictures/{name}.svg")
    sheet = ElementTree.fromstring(response.data).findtext(SVG + "style") or ""
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    policy = response.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert response.mimetype == "image/svg+xml"


def test_a_picture_that_a_client_has_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/pictures/map.svg?on=2019-06-01")
    again = client.get("/pictures/map.svg?on=2019-06-01", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    other = client.get("/pictures/map.svg?on=2020-06-01", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_an_address_without_suffix_answers_as_the_client_prefers(client: FlaskClient) -> None:
    for accept, media_type in (
        ("text/html", "text/html"),
        ("image/svg+xml", "image/svg+xml"),
        ("text/csv;q=0.9, image/png;q=0.1", "text/csv"),
        ("application/geo+json", "application/geo+json"),
    ):
        response = client.get("/pictures/map", headers={"Accept": accept})
        assert response.mimetype == media_type
        assert "Accept" in response.vary
    assert client.get("/pictures/timeline", headers={"Accept": "application/geo+json"}).status_code == 406


def test_csv_says_its_encoding_and_its_header(client: FlaskClient) -> None:
    assert client.get("/pictures/map.csv").headers["Content-Type"] == "text/csv; charset=utf-8; header=present"


def test_the_page_links_to_the_other_forms_and_to_the_query(client: FlaskClient) -> None:
    response = client.get("/pictures/map.html?on=2019-06-01&lang=en", headers={"Accept": "text/html"})
    assert 'type="image/svg+xml"' in response.headers["Link"]
    links = Page(response.text).links
    (query,) = [each for each in links if each.startswith("/queries/partners-on-a-day")]
    assert "day=2019-06-01" in query
    assert client.get(query, headers={"Accept": "text/csv"}).status_code == 200


def test_what_is_asked_for_is_kept_in_every_address(client: FlaskClient) -> None:
    shown = page(client, "/pictures/map.html?city=jp-kanazawa&on=2019-06-01&lang=fr")
    for address in [*shown.fetched, *shown.links]:
        if re.match(r"/pictures/map\.(svg|png|csv|geojson)", address):
            assert "city=jp-kanazawa" in address
            assert "on=2019-06-01" in address
            assert "lang=fr" in address


def test_names_and_words_come_in_the_language_of_the_reader(client: FlaskClient) -> None:
    french = client.get("/pictures/map.svg?lang=fr", headers={"Accept-Language": "nl"}).text
    assert ">Gand<" in french
    assert "Partenariats de Gand" in french
    assert ">Gent<" in client.get("/pictures/map.svg", headers={"Accept-Language": "nl-BE"}).text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/pictures/mapp.svg", 404), ("/pictures/map.gif", 404), ("/pictures/timeline.geojson", 404),
        ("/pictures/map.svg?on=1-2-3", 400), ("/pictures/map.svg?city=nowhere", 404),
        ("/pictures/map.svg?layout=round", 400), ("/pictures/map.html?lang=tlh", 400), ("/pictures/nothing", 404),
    ],
)  # fmt: skip
def test_what_is_not_there_or_not_meant_says_so(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address, headers={"Accept": "application/json"}).status_code == status


def test_maps_that_a_script_draws_have_shores_and_marks_from_here(client: FlaskClient) -> None:
    shores = json.loads(client.get("/pictures/outlines.geojson").data)
    assert shores["properties"]["source"] == "Natural Earth"
    assert ".line.possible" in client.get("/pictures/marks.css").text
    with client.get("/static/zoomable.js") as script, client.get("/static/leaflet/leaflet.css") as sheet:
        assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", script.text)
        assert "url(" not in sheet.text


@pytest.mark.parametrize("name", NAMES)
def test_an_svg_to_take_away_has_colours_that_every_program_can_read(client: FlaskClient, name: str) -> None:
    (address,) = [each for each in page(client, f"/pictures/{name}.html").links if f"/{name}.svg" in each]
    response = client.get(address)
    tree = ElementTree.fromstring(response.data)
    assert "var(" not in response.text
    assert "@media" not in response.text
    assert not re.findall(r"""(?:href|src)=|url\((?!["']?#|data:font/woff;)|@import""", response.text)
    sheet = base64.b64encode(hashlib.sha256((tree.findtext(SVG + "style") or "").encode()).digest()).decode()
    assert f"style-src 'sha256-{sheet}'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_a_picture_has_the_snippet_for_another_site(client: FlaskClient, name: str) -> None:
    text = client.get(f"/pictures/{name}.html?on=2015-06-01&lang=en").text
    assert f"/embed/{name}?on=2015-06-01" in text
    assert f"view=&#34;{name}&#34;" in text


def test_a_column_of_iris_is_headed_after_what_they_name(client: FlaskClient) -> None:
    (row, *_) = csv.DictReader(io.StringIO(client.get("/pictures/timeline.csv?lang=en").text))
    assert "/partnership/" in row["Tie with IRI"]
    (row, *_) = csv.DictReader(io.StringIO(client.get("/pictures/map.csv?lang=en").text))
    assert "/city/" in row["Place IRI"]
