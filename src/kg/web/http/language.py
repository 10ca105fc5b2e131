"""The language of the interface, and that of names: ``?lang=`` first, then Accept-Language.

The interface has its own languages and those that the project adds; names come in any language of the project.
``?lang=it`` asks for Italian names in the interface language that the reader prefers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlencode

from flask import current_app, redirect, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response as BaseResponse

from kg.translations.catalogue import interface_languages
from kg.translations.language_tags import SOURCE_LANGUAGE, primary


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


def chosen(named: str | None = None) -> ReaderLanguage:
    """The languages of this request; by default, the first of the project's that the interface has.

    ``named`` is a language that the address names elsewhere than in ``?lang=``.
    """
    offered: Sequence[str] = current_app.config["LANGUAGES"]
    spoken = interface_languages()
    tag = best(request.accept_languages, spoken, _preferred(offered))
    named = named or request.args.get("lang", "")
    if named in spoken:
        return ReaderLanguage(named, named, is_named=True)
    if named in offered:
        return ReaderLanguage(tag, named, is_named=True)
    return ReaderLanguage(tag, best(request.accept_languages, (*spoken, *offered), tag))


def of_problem_in_progress() -> str:
    """The language of a problem of this request, for a program."""
    return of_problem(request.headers.get("Accept-Language", ""), request.query_string.decode("ascii", "replace"))


def of_problem(accepted: str, query: str) -> str:
    """The language of a problem for a program, which gets English where it asks for none that the interface has."""
    named = parse_qs(query).get("lang", [""])[0] if "lang=" in query else ""
    if named in interface_languages():
        return named
    return best(parse_accept_header(accepted, LanguageAccept), interface_languages(), SOURCE_LANGUAGE)


def _preferred(offered: Sequence[str]) -> str:
    """The first of the project's languages that the interface has, for those who accept none of it."""
    spoken = interface_languages()
    return next((tag for tag in offered if tag in spoken), spoken[0])


def best(accepted: LanguageAccept, offers: Sequence[str], preferred: str) -> str:
    """The best match of RFC 4647 Lookup: ``nl-BE`` is served by ``nl``, before what is accepted less."""
    for tag, quality in accepted:
        if tag == "*" and quality:
            return preferred
        for candidate in (tag.lower(), primary(tag.lower())):
            if candidate in offers and quality:
                return candidate
    return preferred


def in_language(tag: str, rest: str = "") -> BaseResponse:
    """Redirects ``/nl/cities``, which is easier to type, to ``/cities?lang=nl``."""
    arguments = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return redirect(f"/{quote(rest)}?{urlencode([*arguments, ('lang', tag)])}", 302)
