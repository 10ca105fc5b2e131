from __future__ import annotations

from flask import Flask
from pyoxigraph import Literal

from kg.web.html import pen
from kg.web.html.pen import Pen
from kg.web.http.language import ReaderLanguage


def test_a_page_knows_its_address_with_the_arguments_that_say_something(app: Flask) -> None:
    with app.test_request_context("/search?kind=city&kind=network&lang=nl&q="):
        assert pen.own_path() == "/search?kind=city&kind=network"
        assert pen.canonical() == "http://localhost/search?kind=city&kind=network&lang=nl"


def test_a_text_is_marked_with_its_language_where_that_is_not_the_page_s(app: Flask) -> None:
    with app.app_context():
        text = Pen(ReaderLanguage("nl", "nl"), None).text
    assert text(Literal("Gent & <co>", language="nl")) == text("Gent & <co>") == "Gent &amp; &lt;co&gt;"
    assert text(Literal("Gand", language="fr")) == '<span lang="fr">Gand</span>'
    assert text(None) == ""
