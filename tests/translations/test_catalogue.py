"""The catalogues of translations: whole, with the placeholders of their messages, and open to a project's own."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from kg.translations.catalogue import CATALOGUES, catalogue
from kg.translations.language_tags import INTERFACE_LANGUAGES, SOURCE_LANGUAGE

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


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


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


def test_a_project_adds_a_language_or_changes_a_sentence_with_a_file_of_its_own(tmp_path: Path) -> None:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (tmp_path / "nl.po").write_text(f'{header}msgid "Cities"\nmsgstr "Gemeenten"\n', "utf-8")
    (tmp_path / "it.po").write_text(f'{header}msgid "Cities"\nmsgstr "Città"\n', "utf-8")
    assert catalogue("nl", tmp_path).gettext("Cities") == "Gemeenten"
    assert catalogue("nl", tmp_path).gettext("Networks") == "Netwerken"
    assert catalogue("it", tmp_path).gettext("Cities") == "Città"
    assert catalogue("it", tmp_path).gettext("Networks") == "Networks"
