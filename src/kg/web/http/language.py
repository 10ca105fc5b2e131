"""The language of the interface, and that of names: ``?lang=`` first, then Accept-Language.

The interface has ``INTERFACE_LANGUAGES``; names come in any language of the project. ``?lang=fr`` asks for French names
in the interface language that the reader prefers.
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
    """``tag`` is the interface's language, ``names`` that of names.

    ``asked`` says that the address names the language, so that links keep it.
    """

    tag: str
    names: str
    asked: bool = False

    @property
    def key(self) -> str:
        """What a page varies by."""
        return "-".join((*dict.fromkeys((self.tag, self.names)), *(["asked"] if self.asked else [])))


def chosen() -> ReaderLanguage:
    """The languages of this request; where it asks for none that we speak, the project's first that we do."""
    offered: Sequence[str] = current_app.config["LANGUAGES"]
    preferred = next((each for each in offered if each in INTERFACE_LANGUAGES), INTERFACE_LANGUAGES[0])
    tag = best(request.accept_languages, INTERFACE_LANGUAGES, preferred)
    wanted = request.args.get("lang", "")
    if wanted in INTERFACE_LANGUAGES:
        return ReaderLanguage(wanted, wanted, asked=True)
    if wanted in offered:
        return ReaderLanguage(tag, wanted, asked=True)
    return ReaderLanguage(tag, best(request.accept_languages, (*INTERFACE_LANGUAGES, *offered), tag))


def best(accepted: LanguageAccept, offers: Sequence[str], preferred: str) -> str:
    """The best match of RFC 4647 Lookup: ``nl-BE`` is served by ``nl``."""
    return accepted.best_match([preferred, *offers], preferred) or preferred


def in_language(tag: str, rest: str = "") -> BaseResponse:
    """``/nl/cities`` is another way to write ``/cities?lang=nl``, for those who type addresses."""
    arguments = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return redirect(f"/{quote(rest)}?{urlencode([*arguments, ('lang', tag)])}", 302)
