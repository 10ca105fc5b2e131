"""A project's own catalogues: every mistake is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.translations import project_catalogue
from kg.translations.catalogue import CATALOGUES

HEAD = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def written(folder: Path, text: str | bytes, name: str = "es.po") -> Path:
    (folder / "translations").mkdir(exist_ok=True)
    (folder / "translations" / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


PLURAL = 'msgid "{count} solution"\nmsgid_plural "{count} solutions"\nmsgstr[0] "{count}"\n'
MISTAKES = {
    'msgid "Cityes"\nmsgstr "C"\n': ':1: no text of this version is "Cityes"; was "Cities" meant?',
    'msgctxt "button"\nmsgid "Cities"\nmsgstr "Ciudades"\n': ":2: no text of this version",
    'msgid "Cities"\nmsgstr "Ciudades\n': ":2: a text stands in one pair of",
    'msgid "Cities"\nmsgstr "a"\n\nmsgid "Cities"\nmsgstr "b"\n': ":4: this message stands on line 1",
    'msgid "Did you mean {name}?"\nmsgstr "¿{no}?"\n': ":2: the placeholders are {no}, and those of the message {name}",
    'msgid "Did you mean {name}?"\nmsgstr "¿{name?"\n': ":2: a { stands without its }",
    f'{PLURAL}msgstr[1] "{{count}}"\n': ":1: the head of the file lacks Plural-Forms",
    f"{HEAD}{PLURAL}": ":4: there are 1 forms, and Plural-Forms names 2",
    'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n?;\\n"\n': ":1: Plural-Forms in the head",
    'msgid ""\nmsgstr "Plural-Forms: nplurals=2\\n"\n': ":1: Plural-Forms in the head",
    b'msgid "Cities"\nmsgstr "\xe9"\n': ":2: the file is not in UTF-8",
}


@pytest.mark.parametrize(("text", "words"), MISTAKES.items(), ids=range(len(MISTAKES)))
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, text: str | bytes, words: str) -> None:
    with pytest.raises(UsageError) as refused:
        project_catalogue.read(written(tmp_path, text))
    assert f"translations/es.po{words}" in str(refused.value)


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = "".join(f'msgid "No such text {number}"\nmsgstr "x"\n\n' for number in range(30))
    with pytest.raises(UsageError) as refused:
        project_catalogue.read(written(tmp_path, text))
    assert str(refused.value).count("translations/es.po:") == 20
    assert "and 10 more" in str(refused.value)


def test_a_file_that_is_not_named_by_a_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"translations/spanish\.po is not named by a language"):
        project_catalogue.read(written(tmp_path, "", "spanish.po"))


def test_guesses_and_empty_translations_count_as_missing_and_are_no_mistakes(tmp_path: Path) -> None:
    text = (
        '#, fuzzy\nmsgid "Cities"\nmsgstr "x {y}"\n\nmsgid "Networks"\nmsgstr ""\n\nmsgid "Search"\nmsgstr "Buscar"\n'
    )
    texts = project_catalogue.read(written(tmp_path, text))
    (coverage,) = project_catalogue.incomplete(texts)
    assert (coverage.translated, coverage.total) == (1, len(project_catalogue.messages()))
    assert {"Cities", "Networks"} <= {entry.sources[0] for entry in coverage.missing}


def test_a_file_for_a_language_of_ours_lacks_nothing(tmp_path: Path) -> None:
    assert not project_catalogue.incomplete(project_catalogue.read(written(tmp_path, "", "nl.po")))
    assert not project_catalogue.read(tmp_path / "nowhere")


@pytest.mark.parametrize("path", sorted(CATALOGUES.glob("*.po")), ids=lambda path: path.stem)
def test_our_own_catalogues_keep_the_same_rules(tmp_path: Path, path: Path) -> None:
    texts = project_catalogue.read(written(tmp_path, path.read_bytes(), "xx.po"))
    assert project_catalogue.coverage("xx", texts["xx"]).missing == ()
