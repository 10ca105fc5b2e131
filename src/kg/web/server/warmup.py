"""Warms the caches that pages share, once the server answers, so that the first reader does not wait."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from flask import Flask
from pyoxigraph import NamedNode

from kg.compact import forked_build
from kg.compact.arena import give_back
from kg.edition import Publication
from kg.resources import addresses, resource_graph
from kg.revision import Revision
from kg.translations.catalogue import interface_languages
from kg.web.html import domain_pages
from kg.web.pages import discovery

_PATIENCE = 20.0
_LANGUAGES = 2
"""How many of the project's languages are made ready: each costs start and memory; others are made at their request."""
_PAGES = 16
"""How many of the pages of the site are made ready: lists, then texts and questions."""
_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def _of_each_kind(revision: Revision) -> list[str]:
    return forked_build.build(revision, _documents)


def _documents(revision: Revision) -> list[str]:
    """The document of the first resource of each class."""
    known = resource_graph.of(revision)
    first = {str(known.types(NamedNode(iri))[:1]): iri for iri in reversed(list(known.documents))}
    return list(first.values())


def _addresses(revision: Revision, documents: list[str]) -> list[str]:
    known = addresses.of(revision)
    return [known.document(iri).suffixed("html") for iri in documents]


def prepare(app: Flask) -> None:
    """Request the page on the data, which counts all statements; it starts no thread, so it may precede a fork."""
    app.test_client().get("/data", headers={"Accept": _BROWSER})


def prepared_again(app: Flask) -> Callable[[str], None]:
    """What does so after each reload that was served, told how that went."""

    def observe(result: str) -> None:
        if result == "served":
            prepare(app)

    return observe


def warm(app: Flask) -> None:
    """Request each kind of page in each language, within a limited time; then free memory.

    A page that fails is logged, and fails again when it is requested.
    """
    _ask_for_pages(app)
    give_back()


def _ask_for_pages(app: Flask) -> None:
    deadline = time.monotonic() + _PATIENCE
    client = app.test_client()
    publication: Publication = app.extensions["publication"]
    revision = publication.current().revision
    domain = domain_pages.of(app, publication.revision)
    with app.app_context():
        pages = discovery.site_pages(revision)
    largest = [node.value for node in domain.largest(revision)]
    paths = (*pages[:_PAGES], "/search?q=a", *_addresses(revision, [*_of_each_kind(revision), *largest]))
    preferred = [tag for tag in app.config["LANGUAGES"] if tag in interface_languages()]
    for tag in preferred[:_LANGUAGES]:
        for path in paths:
            if time.monotonic() > deadline:
                return
            status = client.get(path, headers={"Accept": _BROWSER, "Accept-Language": tag}).status_code
            if status != 200:
                logging.getLogger(__name__).warning("%s in %s answers %s", path, tag, status)
