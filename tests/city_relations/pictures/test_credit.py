from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode

from kg.city_relations.pictures import credit, gallery
from kg.city_relations.pictures.drawing.labels import SMALL, width
from kg.city_relations.pictures.view import Layout, View
from kg.city_relations.pictures.view import of as view_of
from kg.resources import time_span
from kg.revision import Revision

BASE = "https://w3id.org/city-ties/"


@pytest.fixture
def seen(revision: Revision) -> View:
    return view_of(revision, tag="en")


def lines(markup: str) -> list[str]:
    return re.findall(r'<text[^>]*class="soft small credit"[^>]*>([^<]*)', markup)


@pytest.mark.parametrize("name", gallery.PICTURES)
def test_a_picture_says_who_made_it_under_which_licence_when_and_where(seen: View, name: str) -> None:
    (line,) = lines(gallery.draw(name, seen).svg())
    assert line == f"City Ties · CC BY 4.0 · data of {seen.in_words(seen.revision.day)} · {BASE}pictures/{name}"


def test_the_address_has_the_city_and_the_day_where_they_are_not_the_usual(seen: View) -> None:
    other = replace(seen, city=NamedNode(f"{BASE}id/city/jp-kanazawa"), days=time_span.read("1990-06-01"))
    assert credit.address("map", other) == f"{BASE}pictures/map?city=jp-kanazawa&on=1990-06-01"
    assert credit.address("map", seen) == f"{BASE}pictures/map"


@pytest.mark.parametrize("name", gallery.PICTURES)
def test_the_credit_is_within_a_narrow_picture(seen: View, name: str) -> None:
    drawing = gallery.draw(name, replace(seen, layout=Layout.NARROW, days=time_span.read("1990-06-01")))
    credit_lines = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" class="soft small credit">([^<]*)', drawing.svg())
    assert len(credit_lines) > 1
    beyond = [
        words
        for x, y, words in credit_lines
        if float(x) + width(words, SMALL) > drawing.width or float(y) > drawing.height - 4
    ]
    assert not beyond
    assert "".join(words for *_, words in credit_lines).endswith("on=1990-06-01")
