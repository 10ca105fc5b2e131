from __future__ import annotations

import html
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.edition import Publication
from kg.errors import UsageError
from kg.project import Project
from kg.settings.embed import EmbedSettings
from kg.web import create_app
from kg.web.city_relations import embed_theme
from kg.web.city_relations.embed_theme import COLOURS, Scheme
from kg.web.html import assets, messages

EMBEDS = [
    "/embed/map",
    "/embed/timeline",
    "/embed/networks",
    "/embed/query/sister-cities",
    "/embed/query/kept-partnership",
]
CITY = NamedNode("https://w3id.org/city-ties/id/city/be-gent")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", EMBEDS)
def test_an_embedded_page_is_small_and_may_be_framed(client: FlaskClient, path: str, language: str) -> None:
    answer = client.get(path, query_string={"lang": language})
    assert answer.status_code == 200
    assert "frame-ancestors *;" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in answer.text
    assert "<nav" not in answer.text
    assert answer.text.count("<h1") == 1
    assert len(answer.data) < 60_000
    loaded = re.findall(r'(?:src|srcset|<link [^>]*href)="([^"]+)"', answer.text)
    assert len(loaded) >= 3
    for address in loaded:
        with client.get(html.unescape(address)) as found:
            assert found.status_code == 200


@pytest.mark.parametrize("path", ["/", "/search?q=gent", "/doc/city/be-gent.html", "/dumps/all.trig", "/nowhere"])
def test_no_other_page_may_be_framed(client: FlaskClient, path: str) -> None:
    assert "frame-ancestors 'none';" in client.get(path).headers["Content-Security-Policy"]


def test_the_project_says_who_may_embed(app: Flask, project: Project) -> None:
    assert project.settings.embed.frame_ancestors == "*"
    publication: Publication = app.extensions["publication"]
    embed = EmbedSettings("https://stad.gent https://*.stad.gent")
    strict = replace(project, settings=replace(project.settings, embed=embed))
    revision = replace(publication.current().revision, project=strict)
    other = Publication(strict, lambda _: revision)
    try:
        answer = create_app(strict, other).test_client().get("/embed/map")
    finally:
        other.close()
    assert "frame-ancestors https://stad.gent https://*.stad.gent;" in answer.headers["Content-Security-Policy"]


def test_a_problem_may_be_read_in_the_frame(client: FlaskClient, browser: dict[str, str]) -> None:
    for path, status in (
        ("/embed/map?city=nowhere", 404),
        ("/embed/map?on=someday", 400),
        ("/embed/query/nothing", 404),
        ("/embed/query/partners-on-a-day?day=someday", 400),
        ("/embed/query/partners-on-a-day?dya=2015-06-01", 400),
        ("/embed/chart", 404),
        ("/embed/chart.svg", 404),
        ("/embed/a/b", 404),
        ("/embed/map?accent=url(x)", 400),
        ("/embed/map?theme=pink", 400),
    ):
        answer = client.get(path, headers=browser)
        assert answer.status_code == status, path
        assert "frame-ancestors *;" in answer.headers["Content-Security-Policy"]
        assert "<nav" not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        machine = client.get(path, headers={"Accept": "application/json"})
        assert machine.mimetype == "application/problem+json"
        assert machine.json["status"] == status


def test_a_picture_says_in_words_what_it_shows(client: FlaskClient) -> None:
    page = client.get("/embed/map?lang=en&on=2015-06-01").text
    assert re.search(r'<img [^>]*alt="Ties of Ghent on 1 June 2015\. [^"]+"', page)
    assert '<th scope="row"><a href="/id/city/jp-kanazawa?lang=en">Kanazawa</a></th>' in page
    assert re.search(r'<source media="[^"]+" srcset="[^"]+layout=narrow" width="340" height="\d+">', page)


def test_a_question_takes_its_parameters_from_the_address(client: FlaskClient) -> None:
    then = client.get("/embed/query/partners-on-a-day?day=2015-06-01&lang=en&theme=dark&accent=900").text
    before = client.get("/embed/query/partners-on-a-day?day=1960-01-01&lang=en").text
    assert "Tallinn" in then
    assert "Tallinn" not in before
    assert 'href="/queries/partners-on-a-day?day=2015-06-01"' in then
    assert 'href="/embed/theme.css?theme=dark&amp;accent=990000"' in then


def test_links_leave_the_frame(client: FlaskClient) -> None:
    for path in EMBEDS:
        assert '<base target="_top">' in client.get(path).text


def test_a_picture_is_drawn_in_the_colours_asked_for(client: FlaskClient) -> None:
    for path in ("/embed/map.svg", "/embed/timeline.svg"):
        for asked in ("accent=9a2a21&theme=dark", "accent=9a2a21", "accent=9a2a21&paper=fff8e7&layout=narrow"):
            answer = client.get(f"{path}?{asked}")
            assert answer.mimetype == "image/svg+xml"
            assert ElementTree.fromstring(answer.text).tag == f"{SVG}svg"
            assert "#9a2a21" in answer.text
        assert "#9a2a21" not in client.get(f"{path}?theme=dark").text.replace(embed_theme.LIGHT["ended"], "")


@pytest.mark.parametrize("value", ["red", "#12", "#12345", "url(x)", "#123;}", "#12345g", "var(--x)", "１２３"])
def test_only_hexadecimal_digits_are_a_colour(client: FlaskClient, value: str) -> None:
    with pytest.raises(UsageError, match="no colour"):
        embed_theme.of({"ink": value})
    assert client.get("/embed/theme.css", query_string={"ink": value}).status_code == 400


def test_a_theme_becomes_a_style_sheet(client: FlaskClient) -> None:
    answer = client.get("/embed/theme.css?theme=dark&ink=ABC&paper=%23101010&land=123456")
    assert answer.content_type == "text/css; charset=utf-8"
    assert answer.text == ":root{color-scheme:dark;--paper:#101010;--ink:#aabbcc}\n"
    assert client.get("/embed/theme.css").text == ":root{color-scheme:light dark;}\n"


def test_a_ground_decides_between_light_and_dark() -> None:
    assert embed_theme.of({"paper": "fff8e7"}).scheme == Scheme.LIGHT
    assert embed_theme.of({"paper": "101010"}).scheme == Scheme.DARK
    assert embed_theme.of({"paper": "101010", "theme": "light"}).scheme == Scheme.LIGHT
    assert embed_theme.of({"ink": "101010"}).scheme == Scheme.AUTO


def test_every_colour_of_the_address_is_one_of_the_sheets() -> None:
    sheet = (assets.FOLDER / "embed.css").read_text("utf-8")
    for page, picture in COLOURS.values():
        assert not page or f"--{page}: " in sheet
        assert picture in embed_theme.LIGHT
        assert picture in embed_theme.DARK
    script = (assets.FOLDER / "city-ties-element.js").read_text("utf-8")
    listed = re.search(r"COLOURS = \[(.*?)\]", script, re.S)
    assert listed
    assert re.findall(r'"(\w+)"', listed[1]) == list(COLOURS)


def test_an_embed_is_the_same_until_something_changes(client: FlaskClient) -> None:
    for path in (*EMBEDS, "/embed/map.svg", "/embed/theme.css"):
        tag = client.get(f"{path}?lang=nl").headers["ETag"]
        assert client.get(f"{path}?lang=nl", headers={"If-None-Match": tag}).status_code == 304
        assert client.get(f"{path}?lang=nl&accent=900", headers={"If-None-Match": tag}).status_code == 200


def test_the_element_may_be_loaded_from_any_site(client: FlaskClient) -> None:
    with client.get("/static/city-ties-element.js", headers={"Origin": "https://stad.gent"}) as answer:
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def snippets(app: Flask, call: str) -> list[str]:
    with app.test_request_context("/?lang=en", base_url="http://ties.example/"):
        made = render_template_string(
            '{% from "parts/embed.html" import embed with context %}{{ embed(' + call + ") }}",
            **messages.functions("en"), city=CITY, title='Ties of "Ghent" <all>',
        )  # fmt: skip
    return [html.unescape(each) for each in re.findall(r"<code>(.*?)</code>", made, re.S)]


def test_the_snippets_to_copy_are_markup_that_leads_here(app: Flask, client: FlaskClient) -> None:
    frame, element, _ = snippets(app, '"map", title, city, city="be-gent", on=""')
    assert frame == (
        '<iframe src="http://ties.example/embed/map?city=be-gent&amp;lang=en" '
        'title="Ties of &#34;Ghent&#34; &lt;all&gt;" width="100%" height="640" loading="lazy"></iframe>'
    )
    assert 'src="http://ties.example/static/city-ties-element.js"' in element
    assert '<city-ties view="map" city="be-gent" lang="en"><a href="http://ties.example/embed/map?' in element
    assert client.get("/embed/map?city=be-gent&lang=en").status_code == 200


def test_the_parameters_of_a_question_are_data_attributes(app: Flask) -> None:
    frame, element, _ = snippets(app, '"query/partners-on-a-day", title, day="2015-06-01"')
    assert "/embed/query/partners-on-a-day?day=2015-06-01&amp;lang=en" in frame
    assert '<city-ties view="query/partners-on-a-day" data-day="2015-06-01" lang="en">' in element


def test_the_statements_to_copy_are_ones_that_conform(app: Flask) -> None:
    _, _, script = snippets(app, '"map", title, city')
    publication: Publication = app.extensions["publication"]
    revision = publication.current().revision
    assert revision.report.conforms()
    match = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', script, re.S)
    assert match
    assert "<" not in match[1]
    copied = {quad.triple for quad in parse(match[1], RdfFormat.JSON_LD)}
    assert copied <= {quad.triple for quad in revision.dataset.quads}
    assert {triple.predicate.value.rpartition("#")[2].rpartition("/")[2] for triple in copied} == {
        "type", "prefLabel", "license",
    }  # fmt: skip


def test_a_question_in_a_frame_takes_the_city_of_its_element_and_leaves_what_it_has_no_use_for(
    client: FlaskClient,
) -> None:
    named = client.get("/embed/query/sister-cities?city=ee-tallinn&day=2019-06-01&lang=en")
    assert named.status_code == 200
    assert "sister cities of Tallinn?" in named.text
    assert '<th scope="col">Country</th>' in named.text
    unknown = client.get("/embed/query/sister-cities?city=ee-talinn&lang=en")
    assert unknown.status_code == 400
    assert "Did you mean Tallinn (ee-tallinn)?" in unknown.text
