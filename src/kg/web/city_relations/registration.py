"""Adds the domain to an application whose project has its vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from pyoxigraph import NamedNode

from kg import city_relations
from kg.city_relations import claims, memberships, overview, partnerships, sentences
from kg.city_relations.sentences import Sentences
from kg.city_relations.vocabulary import VOCABULARY
from kg.project import Project
from kg.publish.documents.page_model import Page
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.translations.catalogue import mark
from kg.web.city_relations import embeds, lists, pictures, start
from kg.web.html import domain_pages
from kg.web.html.domain_pages import DomainPages
from kg.web.http.language import ReaderLanguage


def install(app: Flask, project: Project) -> None:
    """Register the addresses, templates and template functions of the domain, if the project has its vocabulary."""
    if not city_relations.describes(project):
        return
    for noun in (pictures, embeds, lists):
        app.register_blueprint(noun.blueprint)
    app.jinja_env.globals.update(
        answer_of_city=_answer_of_city,
        answer_of_tie=_answer_of_tie,
        claims=claims,
        memberships_of=memberships.memberships,
        tallied=sentences.tally,
        tie=_partnership,
        ties_of=_partnerships_of,
    )
    domain_pages.install(app, _PAGES)


def _document(page: Page, language: ReaderLanguage) -> Mapping[str, Any]:
    """The map of a city that has partnerships; the answer of its page and of a tie's, for those who share it."""
    revision = page.reader.known.revision
    if page.kind == "partnership" and (found := _partnership(page.reader, page.node)):
        return {"summary": _answer_of_tie(page.reader, found)}
    if page.kind not in ("city", "territory") or not partnerships.of_city(revision, language.names, page.node):
        return {"map": None}
    summary = " ".join(_answer_of_city(page.reader, page.node))
    return {"map": pictures.figure(revision, "map", language, {"city": page.node.value}), "summary": summary}


def _preview(revision: Revision, language: ReaderLanguage) -> str | None:
    """The timeline of the main city."""
    return f"/pictures/timeline.png?lang={language.names}" if overview.centre(revision) else None


def _largest(revision: Revision) -> list[NamedNode]:
    city = overview.centre(revision)
    return [city] if city else []


def _partnerships_of(reader: Reader, city: NamedNode) -> list[partnerships.Partnership]:
    return partnerships.of_city(reader.known.revision, reader.names, city)


def _answer_of_tie(reader: Reader, partnership: partnerships.Partnership) -> str:
    return Sentences(reader, reader.known.revision.day).tie(partnership)


def _answer_of_city(reader: Reader, city: NamedNode) -> list[str]:
    return Sentences(reader, reader.known.revision.day).city(city, _partnerships_of(reader, city))


def _partnership(reader: Reader, node: NamedNode) -> partnerships.Partnership | None:
    return partnerships.find(reader.known.revision, reader.names, node)


_PAGES = DomainPages(
    vocabulary=VOCABULARY,
    menu=(
        ("/partnerships", mark("Partnerships")),
        ("/cities", mark("Cities")),
        ("/networks", mark("Networks")),
        ("/pictures/", mark("Pictures")),
        ("/sources", mark("Sources")),
    ),
    folders={
        "city": "/cities",
        "territory": "/cities",
        "partnership": "/partnerships",
        "network": "/networks",
        "source": "/sources",
    },
    start=start.page,
    document=_document,
    largest=_largest,
    preview=_preview,
)
