"""Language tags, and the languages in which the interface comes."""

from __future__ import annotations

SOURCE_LANGUAGE = "en"
"""The language in which messages stand in the source."""
INTERFACE_LANGUAGES = ("nl", "en", "fr", "de")
"""The languages in which every word of the interface is written; a project adds others."""


def with_fallback(tag: str) -> tuple[str, ...]:
    """The language of the interface, and English after one that a project adds, as that may not be translated whole.

    >>> with_fallback("nl"), with_fallback("es")
    (('nl',), ('es', 'en'))
    """
    return (tag,) if tag in INTERFACE_LANGUAGES else (tag, SOURCE_LANGUAGE)


def primary(tag: str) -> str:
    """The language of a tag without its region.

    >>> primary("nl-BE")
    'nl'
    """
    return tag.partition("-")[0]
