from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, RdfFormat, parse

from kg.errors import UsageError
from kg.profiles import shipped_profile, starter

from ..presence import present

PROFILE = shipped_profile.installed("city-ties")
BASE = "https://data.example.org/ties/"


def city(name: str, country: str, language: str, **known: str) -> dict[str, str]:
    """The files of the project of a place."""
    return starter.city(PROFILE, place(name, country, language, **known), language, BASE)


def place(name: str, country: str, language: str, **known: str) -> starter.Place:
    return starter.place(name, starter.country(PROFILE, country), language, **known)


def test_a_city_with_quotes_in_its_name_gives_turtle_that_is_read() -> None:
    files = city('The "new" \\ town', "IE", "ga")
    for name, text in files.items():
        if name.endswith(".ttl"):
            assert list(parse(text.encode(), format=RdfFormat.TURTLE)), name
    assert 'languages = ["ga", "en"]' in files["kg.toml"]
    assert sorted(name for name in files if name.startswith("pages/")) == ["pages/about.en.md", "pages/contact.en.md"]


def test_the_example_of_nottingham_is_what_the_command_writes_with_data_of_its_own(root: Path) -> None:
    folder = root / "examples" / "nottingham"
    place = starter.place("Nottingham", starter.country(PROFILE, "GB"), "en")
    files = starter.city(PROFILE, place, "en", "https://nottingham.example/ties/")
    for name, text in files.items():
        if not name.startswith("data/"):
            assert (folder / name).read_text("utf-8") == text, name
    own = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {name for name in own if not name.startswith((".cache/", ".state/"))} == files.keys()


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_the_texts_of_a_project_are_there_in_each_language_of_the_interface(language: str) -> None:
    files = city("Nottingham", "GB", language)
    assert {f"pages/about.{language}.md", f"pages/contact.{language}.md"} <= files.keys()
    assert f"@{language}" in files["data/catalog.ttl"]


@pytest.mark.parametrize(
    ("name", "country", "language", "known", "names", "key"),
    [
        ("القاهرة", "EG", "en", {"english": "Cairo"}, {"ar": "القاهرة", "en": "Cairo"}, "cairo"),
        ("Αθήνα", "GR", "fr", {"english": "Athens"}, {"el": "Αθήνα", "en": "Athens"}, "athens"),
        ("Одеса", "UA", "uk", {"english": "Odesa"}, {"uk": "Одеса", "en": "Odesa"}, "odesa"),
        ("København", "DK", "en", {"english": "Copenhagen"}, {"da": "København", "en": "Copenhagen"}, "kobenhavn"),
        ("Łódź", "PL", "nl", {}, {"nl": "Łódź", "en": "Łódź"}, "lodz"),
        ("Bozen", "IT", "en", {"english": "Bolzano", "name_language": "de", "key": "bz"},
         {"de": "Bozen", "en": "Bolzano"}, "bz"),
    ],
)  # fmt: skip
def test_a_name_has_the_language_that_it_is_in(
    name: str, country: str, language: str, known: dict[str, str], names: dict[str, str], key: str
) -> None:
    named = place(name, country, language, **known)
    assert (named.names, named.name, named.key) == (names, name, key)
    data = city(name, country, language, **known)[f"data/{key}.ttl"]
    labels = {quad.object for quad in parse(data.encode(), format=RdfFormat.TURTLE, base_iri=BASE)
              if str(quad.subject).endswith(f"-{key}>") and "prefLabel" in str(quad.predicate)}  # fmt: skip
    assert {(label.language, label.value) for label in labels if isinstance(label, Literal)} >= set(names.items())


@pytest.mark.parametrize(
    ("name", "country", "known", "problem"),
    [
        ("القاهرة", "EG", {}, "no name in English"),
        ("Київ", "BE", {"english": "Kyiv"}, "of which language"),
        ("金沢市", "JP", {"english": "金沢市", "name_language": "ja"}, "no Latin letters"),
    ],
)
def test_what_a_name_does_not_tell_is_asked_for(name: str, country: str, known: dict[str, str], problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        place(name, country, "en", **known)


@pytest.mark.parametrize("kind", starter.KINDS[1:])
def test_a_territory_has_its_class_its_kind_and_words_that_fit(kind: str) -> None:
    files = city("Hérault", "FR", "fr", kind=kind)
    typed = f"a ct:Territory ;\n    ct:territoryType <https://w3id.org/city-ties/id/concept/territory-type/{kind}> ;"
    assert files["data/herault.ttl"].count(typed) == 2
    assert "territoryType" not in city("Montpellier", "FR", "fr")["data/montpellier.ttl"]
    for name, text in present(files.items()):
        assert not re.search("ct:City|[Cc]ities|d’autres villes|villes jumelées|sister-city", text), name


@pytest.mark.parametrize(
    ("language", "label"), [("fr", '"exemple"@fr'), ("nl", '"voorbeeld"@nl'), ("ga", '"example"@en')]
)
def test_a_word_is_never_tagged_with_a_language_that_it_is_not_in(language: str, label: str) -> None:
    assert label in starter.any_vocabulary("Bridges", language, BASE)["data/example.ttl"]
    data = city("Baile Átha Cliath", "IE", language, english="Dublin")["data/baile-atha-cliath.ttl"]
    example = {"fr": '"Ville-Exemple"@fr', "nl": '"Voorbeeldstad"@nl', "ga": '"Baile Átha Cliath"@ga'}[language]
    assert example in data
    assert '"Example City"@en' in data
    assert '"Example City"@ga' not in data
