"""The catalogues of translations: whole, with the placeholders of their messages, and open to a project's own."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from kg.translations import catalogue as catalogues
from kg.translations.catalogue import CATALOGUES, catalogue, interface_language, interface_languages, words_digest
from kg.translations.language_tags import INTERFACE_LANGUAGES, SOURCE_LANGUAGE
from kg.translations.project_catalogue import placeholders

from ..presence import present

PATHS = sorted(CATALOGUES.glob("*.po"))


@pytest.fixture(scope="module")
def tool(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", root / "tools/catalogues.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def entries(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file, locale=path.stem) if message.id]


def texts(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def test_dutch_french_and_german_have_a_catalogue_and_so_has_each_other_language_of_the_interface() -> None:
    assert {"nl", "fr", "de", *INTERFACE_LANGUAGES} <= {SOURCE_LANGUAGE, *(path.stem for path in PATHS)}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_catalogue_has_every_message_of_the_source_and_no_other(path: Path, tool: ModuleType) -> None:
    assert path.read_bytes() == tool.updated(path), "run python tools/catalogues.py"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_message_is_translated_with_its_placeholders(path: Path) -> None:
    for message in present(entries(path)):
        assert not message.fuzzy
        sources = texts(message.id)
        for number, translation in enumerate(texts(message.string)):
            assert translation.strip(), message.id
            # The singular may be without the number that the plural has.
            assert placeholders(translation) == placeholders(sources[min(number, len(sources) - 1)]), message.id


def test_english_is_what_stands_in_the_source() -> None:
    words = catalogue("en")
    assert words.gettext("Cities") == "Cities"
    assert words.ngettext("{count} solution", "{count} solutions", 1) == "{count} solution"


def test_a_message_with_a_context_has_a_translation_of_its_own() -> None:
    assert (catalogue("nl").gettext("Search"), catalogue("nl").pgettext("button", "Search")) == ("Zoeken", "Zoek")


def test_a_project_adds_a_language_or_changes_a_sentence_with_a_catalogue_of_its_own() -> None:
    try:
        catalogues.use({"nl": 'msgid "Cities"\nmsgstr "Gemeenten"\n', "it": 'msgid "Cities"\nmsgstr "Città"\n'})
        assert catalogue("nl").gettext("Cities") == "Gemeenten"
        assert catalogue("nl").gettext("Networks") == "Netwerken"
        assert catalogue("it").gettext("Cities") == "Città"
        assert catalogue("it").gettext("Networks") == "Networks"
        assert interface_languages() == (*INTERFACE_LANGUAGES, "it")
        assert interface_language(["it-CH"]) == "it"
        assert words_digest()
    finally:
        catalogues.use({})
    assert catalogue("nl").gettext("Cities") == "Steden"
    assert not words_digest()


def test_the_first_language_that_the_interface_has_is_taken_and_english_without_one() -> None:
    assert interface_language(("nl-be", "en")) == "nl"
    assert interface_language(("it", "en", "nl")) == "en"
    assert interface_language(("fr-BE", "en")) == "fr"
    assert interface_language(("ja",)) == interface_language(()) == "en"


def test_french_has_a_space_that_does_not_break_before_its_signs(root: Path) -> None:
    (path,) = (path for path in PATHS if path.stem == "fr")
    translations = [text for message in present(entries(path)) for text in texts(message.string)]
    written = [page.read_text("utf-8") for page in root.glob("pages/*.fr.md")]
    assert [text for text in (*translations, *written) if re.search(r" [:;?!»]|« ", text)] == []


def test_dutch_addresses_its_reader_in_one_way(root: Path) -> None:
    (path,) = (path for path in PATHS if path.stem == "nl")
    translations = [text for message in present(entries(path)) for text in texts(message.string)]
    written = [page.read_text("utf-8") for page in root.glob("pages/*.nl.md")]
    assert [text for text in (*translations, *written) if re.search(r"\b[Uu]w?\b(?!\+)", text)] == []
