from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.web.city_relations import embed_theme
from kg.web.city_relations.embed_theme import COLOURS, Scheme


def test_a_theme_is_read_from_an_address_and_written_back() -> None:
    given = {"theme": "dark", "accent": "9a2a21", "paper": "ffff00"}
    theme = embed_theme.of(given)
    assert theme.scheme is Scheme.DARK
    assert theme.arguments() == given
    assert "#9a2a21" in theme.sheet()
    assert "color-scheme:dark" in theme.sheet()


def test_without_a_theme_the_reader_decides() -> None:
    theme = embed_theme.of({})
    assert theme.arguments() == {}
    assert "color-scheme:light dark" in theme.sheet()


@pytest.mark.parametrize("value", ["red", "12345", "#12", "fff;}", "url(x)", "9a2a21}", "٣٣٣"])
@pytest.mark.parametrize("name", ["accent", "ink"])
def test_what_is_not_a_colour_never_gets_into_a_style_sheet(name: str, value: str) -> None:
    assert name in COLOURS
    with pytest.raises(UsageError):
        embed_theme.of({name: value})


def test_a_scheme_that_there_is_not_is_refused() -> None:
    with pytest.raises(UsageError):
        embed_theme.of({"theme": "sepia"})
