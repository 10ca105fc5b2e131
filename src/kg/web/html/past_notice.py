"""The two times of a page, which day it is about and as of which day that was known: the notice, and the forms."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from flask import current_app, request

from kg.errors import DatasetError, UsageError
from kg.past_editions import PastEditions
from kg.resources import period, time_span
from kg.web.http import as_of, public_address, request_edition

_ABOUT = ("on", "day")
"""The parameters by which pages and questions take the day that they are about."""


@dataclass(frozen=True, slots=True)
class PastNotice:
    """The two times of a page: ``when`` it is about, empty where its address names no time; both in the reader's words.

    ``release`` is the release that is shown; ``now`` is the address of the page as it is known today.
    """

    known: str
    when: str
    release: str
    now: str


def of_request(language: str) -> PastNotice | None:
    """The notice for the page of this request; None where it is of the current state."""
    edition = request_edition.current()
    if edition.release is None:
        return None
    query = as_of.without(request.query_string.decode("ascii", "replace"))
    about = next((request.args[name] for name in _ABOUT if request.args.get(name)), "")
    when = ""
    with suppress(UsageError):  # which the page tells
        when = time_span.read(about).words(language)
    now = public_address.here() + (f"?{query}" if query else "")  # in full, for as-of is added to paths
    return PastNotice(period.day(edition.revision.day, language), when, edition.release.name, now)


def has_releases() -> bool:
    """Whether the project has releases, so that ``/releases/`` lists some."""
    past: PastEditions = current_app.extensions["past_editions"]
    try:
        return bool(past.history())
    except DatasetError:
        return True  # which /releases/ tells


@dataclass(frozen=True, slots=True)
class KnownOn:
    """The second time of a form: the value of as-of in this request, and the first day that it can have."""

    given: str
    first: date

    @property
    def is_day(self) -> bool:
        """Whether a field for days can show the value; the name of a release is none."""
        return len(self.given) <= len("2026-03-03")


def known_on() -> KnownOn | None:
    """What a form asks of the day as of which something was known; None where there are no releases."""
    past: PastEditions = current_app.extensions["past_editions"]
    try:
        releases = past.history().releases
    except DatasetError:
        return None  # which /releases/ tells
    return KnownOn(request_edition.current().as_of, releases[0].day) if releases else None
