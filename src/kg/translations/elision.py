"""Names in sentences: the words before a name that change with its first letter."""

from __future__ import annotations

import re
import unicodedata

_ELIDED = re.compile(r"\b([dDqQ]u?)e (?=\{)")


def fill(text: str, field: str, name: str, language: str) -> str:
    """The text with the name in place of ``{field}``.

    >>> fill("Which are the twins of {city}?", "city", "Ypres", "en")
    'Which are the twins of Ypres?'
    >>> fill("les jumelages de {city}", "city", "Ypres", "fr"), fill("les jumelages de {city}", "city", "Gand", "fr")
    ('les jumelages d’Ypres', 'les jumelages de Gand')
    """
    initial = unicodedata.normalize("NFD", name)[:1].lower()
    if language == "fr" and initial and initial in "aeiouyœæ":
        text = _ELIDED.sub("\\1’", text)
    return text.replace(f"{{{field}}}", name)
