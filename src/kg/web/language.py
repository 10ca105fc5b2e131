"""The language of the interface, apart from those of the data: ``?lang=`` first, then Accept-Language."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request
from werkzeug.datastructures import LanguageAccept

LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True)
class ReaderLanguage:
    """``asked`` says that the address names the language, so that links keep it."""

    tag: str
    asked: bool = False

    @property
    def others(self) -> tuple[str, ...]:
        return tuple(each for each in LANGUAGES if each != self.tag)


def chosen() -> ReaderLanguage:
    """The language of this request; where it asks for none that we speak, the project's first that we do."""
    wanted = request.args.get("lang", "")
    if wanted in LANGUAGES:
        return ReaderLanguage(wanted, asked=True)
    preferred = next((each for each in current_app.config["LANGUAGES"] if each in LANGUAGES), LANGUAGES[0])
    return ReaderLanguage(best(request.accept_languages, preferred))


def best(accepted: LanguageAccept, preferred: str) -> str:
    """The best match of RFC 4647 Lookup: ``nl-BE`` is served by ``nl``."""
    return accepted.best_match([preferred, *LANGUAGES], preferred) or preferred
