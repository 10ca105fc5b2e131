"""Style sheets, scripts and fonts, as a browser gets them and keeps them."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO

import brotli
import pytest
from flask.testing import FlaskClient
from fontTools.ttLib import TTFont

from kg.web.html import assets

FONTS = sorted(path.name for path in assets.FOLDER.glob("fonts/*.woff2"))
SHEET = (assets.FOLDER / "fonts" / "fonts.css").read_text("utf-8")


def test_a_file_whose_address_has_its_digest_is_kept_for_a_year(client: FlaskClient) -> None:
    page = client.get("/").text
    (address,) = re.findall(r'href="(/static/city-ties\.css\?v=\w+)"', page)
    response = client.get(address)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.text == (assets.FOLDER / "city-ties.css").read_text("utf-8")


@pytest.mark.parametrize("query", ["", "?v=00000000"])
def test_a_file_at_any_other_address_is_asked_for_again(client: FlaskClient, query: str) -> None:
    response = client.get(f"/static/city-ties.css{query}")
    assert response.headers["Cache-Control"] == "no-cache"
    again = client.get(f"/static/city-ties.css{query}", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_a_style_sheet_is_compressed_and_a_font_is_not(client: FlaskClient) -> None:
    sheet = client.get("/static/city-ties.css", headers={"Accept-Encoding": "br"})
    assert brotli.decompress(sheet.data) == (assets.FOLDER / "city-ties.css").read_bytes()
    font = client.get(f"/static/fonts/{FONTS[0]}", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in font.headers
    assert font.mimetype == "font/woff2"


@pytest.mark.parametrize("path", ["nothing.css", "../templates/base.html", "%2e%2e/templates/base.html", "fonts", ""])
def test_a_path_that_is_no_file_of_the_site_is_unknown(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


@pytest.mark.parametrize("name", FONTS)
def test_a_font_is_declared_with_its_weight_and_its_characters_and_named_by_its_digest(name: str) -> None:
    data = (assets.FOLDER / "fonts" / name).read_bytes()
    assert name.split(".")[1] == hashlib.sha256(data).hexdigest()[:8]
    (rule,) = [line for line in SHEET.splitlines() if f'url("{name}")' in line]
    font = TTFont(BytesIO(data))
    assert f'font-family: "{font["name"].getDebugName(1)}"; font-weight: {font["OS/2"].usWeightClass};' in rule
    ranges = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", rule)
    declared = {code for first, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1)}
    assert set(font.getBestCmap()) <= declared
    # Source Serif lacks a few letters of Latin Extended-A and signs, which then come from the reader's font.
    assert len(declared - set(font.getBestCmap())) <= 12


def test_gdansk_and_quotes_have_their_letters_in_every_weight() -> None:
    for face in ("sans-400", "sans-600", "serif-400", "serif-600"):
        parts = [TTFont(path).getBestCmap() for path in assets.FOLDER.glob(f"fonts/{face}-*")]
        assert set(map(ord, "Gdańsk “Städtepartnerschaft” 1971–2026 … ő Œ ș")) <= {
            code for part in parts for code in part
        }


def test_a_page_asks_early_for_the_fonts_of_text_and_headings(client: FlaskClient) -> None:
    asked = re.findall(
        r'<link rel="preload" as="font" type="font/woff2" href="/static/fonts/([^"]+)" crossorigin>',
        client.get("/").text,
    )
    assert [name.split("-latin.")[0] for name in asked] == ["sans-400", "sans-600", "serif-600"]
    assert all(f'url("{name}")' in SHEET for name in asked)


def test_the_licence_of_the_fonts_is_served_beside_them(client: FlaskClient) -> None:
    response = client.get("/static/fonts/OFL.txt")
    assert response.mimetype == "text/plain"
    assert "SIL OPEN FONT LICENSE Version 1.1" in response.text


@pytest.mark.parametrize("name", [name for name in FONTS if "-latin." in name])
def test_a_font_has_a_stand_in_of_the_reader_whose_lines_are_as_high(name: str) -> None:
    font = TTFont(BytesIO((assets.FOLDER / "fonts" / name).read_bytes()))
    family, weight = font["name"].getDebugName(1), font["OS/2"].usWeightClass
    (rule,) = [line for line in SHEET.splitlines() if f'"{family} Fallback"; font-weight: {weight};' in line]
    percent = {key: float(value) / 100 for key, value in re.findall(r"([\w-]+): ([\d.]+)%", rule)}
    units = font["head"].unitsPerEm
    for key, value in (("ascent", font["hhea"].ascent), ("descent", -font["hhea"].descent)):
        assert percent[f"{key}-override"] * percent["size-adjust"] == pytest.approx(value / units, abs=2e-4)
    assert f'"{family}", "{family} Fallback"' in (assets.FOLDER / "city-ties.css").read_text("utf-8")
