"""What the standings of a partnership are called, in pictures and in tables."""

from __future__ import annotations

from collections.abc import Callable

from kg.city_relations.status_on_day import Standing
from kg.translations.catalogue import mark

_WORDS = {
    Standing.CERTAIN: ("status", "in-force", mark("{status}, certain")),
    Standing.POSSIBLE: ("status", "in-force", mark("{status}, possibly")),
    Standing.DROPPED: ("verdict", "not-maintained", ""),
    Standing.ENDED: ("status", "ended", ""),
    Standing.UNKNOWN: ("status", "unknown", ""),
    Standing.NOT_YET: ("status", "unknown", mark("not begun yet")),
}


def of(standing: Standing, gettext: Callable[[str], str], concept_name: Callable[[str, str], str]) -> str:
    """The words for a standing; ``concept_name`` is the name of a concept of a scheme."""
    scheme, name, message = _WORDS[standing]
    called = concept_name(scheme, name)
    return gettext(message).format(status=called) if message else called
