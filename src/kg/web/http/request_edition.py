"""The edition that answers the request in progress."""

from __future__ import annotations

from flask import current_app

from kg.edition import Edition, Publication


def current() -> Edition:
    """The current edition of the application's publication."""
    publication: Publication = current_app.extensions["publication"]
    return publication.current()
