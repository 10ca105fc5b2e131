"""Language tags: which languages the interface has, and which of them a reader gets."""

from __future__ import annotations

from collections.abc import Iterable

SOURCE_LANGUAGE = "en"
"""The language in which messages stand in the source."""
INTERFACE_LANGUAGES = ("nl", "en", "fr", "de")
"""The languages that are offered to readers: every word of the interface is written in them."""


def primary(tag: str) -> str:
    """The language of a tag without its region.

    >>> primary("nl-BE")
    'nl'
    """
    return tag.partition("-")[0]


def interface_language(tags: Iterable[str]) -> str:
    """The first of these languages that the interface has, else English.

    >>> interface_language(["it", "nl-BE"]), interface_language(["it"])
    ('nl', 'en')
    """
    return next((tag for tag in map(primary, tags) if tag in INTERFACE_LANGUAGES), SOURCE_LANGUAGE)
