"""The language of the interface, and that of names: ``?lang=`` first, then Accept-Language.

The interface has ``INTERFACE_LANGUAGES``; names come in any language of the project. ``?lang=it`` asks for Italian
names in the interface language that the reader prefers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import current_app, redirect, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.wrappers import Response as BaseResponse

from kg.translations.language_tags import INTERFACE_LANGUAGES


@dataclass(frozen=True, slots=True)
class ReaderLanguage:
    """``tag`` is the language of the interface, ``names`` that of names.

    ``is_named`` is true where the address names the language, so that links keep it.
    """

    tag: str
    names: str
    is_named: bool = False

    @property
    def key(self) -> str:
        """The part of a cache key or an entity tag that stands for the language."""
        return "-".join((*dict.fromkeys((self.tag, self.names)), *(["asked"] if self.is_named else [])))


def chosen() -> ReaderLanguage:
    """The languages of this request; by default, the first of the project's that the interface has."""
    offered: Sequence[str] = current_app.config["LANGUAGES"]
    preferred = next((tag for tag in offered if tag in INTERFACE_LANGUAGES), INTERFACE_LANGUAGES[0])
    tag = best(request.accept_languages, INTERFACE_LANGUAGES, preferred)
    named = request.args.get("lang", "")
    if named in INTERFACE_LANGUAGES:
        return ReaderLanguage(named, named, is_named=True)
    if named in offered:
        return ReaderLanguage(tag, named, is_named=True)
    return ReaderLanguage(tag, best(request.accept_languages, (*INTERFACE_LANGUAGES, *offered), tag))


def best(accepted: LanguageAccept, offers: Sequence[str], preferred: str) -> str:
    """The best match of RFC 4647 Lookup: ``nl-BE`` is served by ``nl``."""
    return accepted.best_match([preferred, *offers], preferred) or preferred


def in_language(tag: str, rest: str = "") -> BaseResponse:
    """Redirects ``/nl/cities``, which is easier to type, to ``/cities?lang=nl``."""
    arguments = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return redirect(f"/{quote(rest)}?{urlencode([*arguments, ('lang', tag)])}", 302)
