"""The sentences of a language: English ones stand in the source, their translations in ``catalogues/<tag>.po``."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from kg.translations import po_file

CATALOGUES = Path(__file__).parent / "catalogues"


@cache
def catalogue(tag: str, overlay: Path | None = None) -> NullTranslations:
    """The translations into a language; English, and any language without a file, gives the messages as they are.

    ``overlay`` is a folder of more such files, such as a project's: its translations come before ours.

    >>> catalogue("nl").gettext("Cities"), catalogue("nl").ngettext("{count} solution", "{count} solutions", 2)
    ('Steden', '{count} oplossingen')
    """
    translations = NullTranslations()
    for folder in (CATALOGUES, overlay):
        path = folder / f"{tag}.po" if folder else None
        if path and path.is_file():
            upper = _read(path)
            upper.add_fallback(translations)
            translations = upper
    return translations


def mark(message: str) -> str:
    """The message itself: marks one that stands in a table, for extraction, and is translated where it is used."""
    return message


def mark_time(message: str) -> str:
    """A message about a day, a month or a year: marks it in these three contexts, as languages word them apart."""
    return message


def _read(path: Path) -> GNUTranslations:
    return GNUTranslations(BytesIO(po_file.compiled(path.read_text(encoding="utf-8"))))
