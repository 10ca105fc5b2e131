"""The sentences of a language: English ones stand in the source, their translations in ``catalogues/<tag>.po``.

A project adds languages, and words of its own, by such files in its folder ``translations``. A process speaks for one
project: ``use`` says for which.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from kg.translations import po_file
from kg.translations.language_tags import INTERFACE_LANGUAGES, SOURCE_LANGUAGE, primary

CATALOGUES = Path(__file__).parent / "catalogues"
_OF_PROJECT: dict[str, str] = {}
"""The project's catalogues by language, as they are written."""


def use(catalogues: Mapping[str, str]) -> None:
    """Speak with these catalogues from now on, texts of .po files by language: they come before ours."""
    if catalogues != _OF_PROJECT:
        _OF_PROJECT.clear()
        _OF_PROJECT.update(catalogues)
        catalogue.cache_clear()


@cache
def catalogue(tag: str) -> NullTranslations:
    """The translations into a language; English, and any language without a file, gives the messages as they are.

    >>> catalogue("nl").gettext("Cities"), catalogue("nl").ngettext("{count} solution", "{count} solutions", 2)
    ('Steden', '{count} oplossingen')
    """
    ours = CATALOGUES / f"{tag}.po"
    translations = NullTranslations()
    for text in (ours.read_text(encoding="utf-8") if ours.is_file() else "", _OF_PROJECT.get(tag, "")):
        if text:
            upper = GNUTranslations(BytesIO(po_file.compiled(text)))
            upper.add_fallback(translations)
            translations = upper
    return translations


def interface_languages() -> tuple[str, ...]:
    """The languages that are offered to readers: ours, and those that the project adds."""
    return (*INTERFACE_LANGUAGES, *sorted(_OF_PROJECT.keys() - set(INTERFACE_LANGUAGES)))


def interface_language(tags: Iterable[str]) -> str:
    """The first of these languages that the interface has, else English.

    >>> interface_language(["it", "nl-BE"]), interface_language(["it"])
    ('nl', 'en')
    """
    return next((tag for tag in map(primary, tags) if tag in interface_languages()), SOURCE_LANGUAGE)


def words_digest() -> str:
    """A digest of the project's own catalogues, which is part of what identifies a page; empty where there are none."""
    written = repr(sorted(_OF_PROJECT.items())).encode()
    return hashlib.sha256(written).hexdigest()[:8] if _OF_PROJECT else ""


def mark(message: str) -> str:
    """The message itself: marks one that stands in a table, for extraction, and is translated where it is used."""
    return message


def mark_time(message: str) -> str:
    """A message about a day, a month or a year: marks it in these three contexts, as languages word them apart."""
    return message
