"""The edition that answers the request in progress."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask import current_app

from kg.edition import Edition, Publication

_EDITION: ContextVar[Edition | None] = ContextVar("edition", default=None)


def current() -> Edition:
    """The edition of this request; outside of one, the current edition of the application's publication."""
    edition = _EDITION.get()
    if edition is None:
        publication: Publication = current_app.extensions["publication"]
        edition = publication.current()
    return edition


def named() -> Edition | None:
    """The edition of the request in progress; None outside of one, and for what is answered without the framework."""
    return _EDITION.get()


@contextmanager
def using(edition: Edition | None) -> Iterator[None]:
    """A context in which ``current`` is this edition."""
    token = _EDITION.set(edition)
    try:
        yield
    finally:
        _EDITION.reset(token)
