from __future__ import annotations

from kg.city_relations.pictures.drawing.picture import Drawing
from kg.city_relations.pictures.drawing.stylesheet import DARK
from kg.city_relations.pictures.drawing.table import Table

DRAWING = Drawing("x", "Title & more", "Words", 100, 50, "en", ('<path d="M0 0"/>',), Table("Title", (), (), 0))


def test_a_drawing_is_a_document_with_its_title_and_its_size() -> None:
    markup = DRAWING.svg()
    assert markup.startswith("<svg")
    assert "Title &amp; more" in markup
    assert 'viewBox="0 0 100 50"' in markup


def test_an_ink_fixes_the_colours() -> None:
    assert "prefers-color-scheme" in DRAWING.svg()
    assert "prefers-color-scheme" not in DRAWING.svg(DARK)
