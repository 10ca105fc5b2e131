"""What templates call to translate: ``_``, ``ngettext`` and ``pgettext`` of gettext, which also fill placeholders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from markupsafe import escape

from kg.translations.catalogue import catalogue


def functions(tag: str, renamed: Mapping[str, str] = MappingProxyType({})) -> dict[str, Callable[..., str]]:
    """The functions for a language. Values are escaped unless they are Markup; ``count`` is the number of ngettext.

    ``renamed`` has messages that stand in the place of others.
    """
    words = catalogue(tag)

    def translate(message: str, **values: object) -> str:
        return _filled(words.gettext(renamed.get(message, message)), values)

    def translate_plural(singular: str, plural: str, count: int, /, **values: object) -> str:
        return _filled(words.ngettext(singular, plural, count), {"count": count, **values})

    def translate_in_context(context: str, message: str, **values: object) -> str:
        return _filled(words.pgettext(context, message), values)

    return {"_": translate, "ngettext": translate_plural, "pgettext": translate_in_context}


def _filled(text: str, values: Mapping[str, object]) -> str:
    return escape(text).format(**values) if values else text
