"""Adds the domain to an application whose project has its vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import Flask
from pyoxigraph import Literal, NamedNode
from werkzeug.exceptions import NotFound

from kg import city_relations
from kg.city_relations import claims, overview, partnerships, place_words
from kg.city_relations.sentences import tie_counts
from kg.city_relations.sentences.city_sentences import CitySentences
from kg.city_relations.sentences.tie_sentences import TieSentences
from kg.city_relations.vocabulary import VOCABULARY
from kg.publish.search.folding import fold
from kg.resources import time_span
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.translations.catalogue import mark
from kg.web.city_relations import embeds, list_operations, lists, pictures, start, timed_documents
from kg.web.html import domain_pages
from kg.web.html.domain_pages import Answer, DomainList, DomainPages
from kg.web.http import request_edition, site_paths
from kg.web.http.language import ReaderLanguage


def install(app: Flask) -> None:
    """Register the addresses, templates and template functions of the domain.

    The addresses answer while the graph has things of it, which a reload may change; questions of any graph are
    embedded.
    """
    for noun in (pictures, embeds, lists):
        app.register_blueprint(noun.blueprint)
    for name in _OF_THE_DOMAIN:
        app.before_request_funcs.setdefault(name, []).insert(0, _refuse_without_the_domain)
    app.extensions[site_paths.ABSENT] = _absent
    app.jinja_env.globals.update(
        answer_of_city=timed_documents.of_city,
        answer_of_decision=timed_documents.of_decision,
        answer_of_network=timed_documents.of_network,
        answer_of_tie=timed_documents.of_tie,
        became=tie_counts.became,
        claims=claims,
        has_territories=place_words.has_territories,
        memberships_of=timed_documents.members,
        publishers_of_tie=timed_documents.publishers_of_tie,
        question_of_tie=timed_documents.question_of_tie,
        reasons_of_tie=timed_documents.reasons_of_tie,
        sentences_of_ties=TieSentences,
        tallied=partnerships.tally,
        tie=_partnership,
        ties_of=_partnerships_of,
        unknown_of_tie=timed_documents.unknown_of_tie,
    )
    domain_pages.install(app, _PAGES, city_relations.describes)


_OF_THE_DOMAIN = (pictures.blueprint.name, lists.blueprint.name)


def _refuse_without_the_domain() -> None:
    """There is nothing at an address of the domain where the graph has nothing of it."""
    if not city_relations.describes(request_edition.current().revision):
        raise NotFound


def _absent(blueprint: str) -> bool:
    """Whether the addresses of a blueprint lead nowhere for the current revision."""
    return blueprint in _OF_THE_DOMAIN and not city_relations.describes(request_edition.current().revision)


def _preview(revision: Revision, language: ReaderLanguage) -> str | None:
    """The timeline of the main city."""
    return f"/pictures/timeline.png?lang={language.names}" if overview.centre(revision) else None


def _largest(revision: Revision) -> list[NamedNode]:
    city = overview.centre(revision)
    return [city] if city else []


def _partnerships_of(reader: Reader, city: NamedNode) -> list[partnerships.Partnership]:
    return partnerships.of_city(reader.known.revision, reader.names, city)


def _partnership(reader: Reader, node: NamedNode) -> partnerships.Partnership | None:
    return partnerships.find(reader.known.revision, reader.names, node)


def _answers(reader: Reader, text: str, nodes: Sequence[NamedNode]) -> list[Answer]:
    """For a year, the ties that the main city had in it; what became of a tie that is named; else of all ties."""
    centre = overview.centre(reader.known.revision)
    if centre is None:
        return []
    answers = [_of_year(reader, centre, year) for year in dict.fromkeys(_YEAR.findall(text))][:_ANSWERED]
    ties = [tie for node in nodes for tie in _ties(reader, centre, node)]
    named = [tie for tie in dict.fromkeys(ties) if _names(reader, centre, tie, text)]
    if named or not ties or answers:
        return answers + [_of_tie(reader, tie) for tie in named[:_ANSWERED]]
    if len(set(ties)) == 1:
        return [_of_tie(reader, ties[0])]
    path = _path(reader, centre)
    return [Answer(" ".join(timed_documents.of_city(reader, centre)), reader.name(centre).value, path)]


def _ties(reader: Reader, centre: NamedNode, node: NamedNode) -> Sequence[partnerships.Partnership]:
    """The tie that a node is, or the ties of the main city with the city that it is."""
    own = _partnership(reader, node)
    if own or node == centre:
        return [own] if own else []
    return [tie for tie in _partnerships_of(reader, node) if centre in tie.others(node)]


def _names(reader: Reader, centre: NamedNode, tie: partnerships.Partnership, text: str) -> bool:
    """Whether the text has a name of another party, in any language."""
    labels = (quad.object for party in tie.others(centre) for quad in reader.known.label_statements(party))
    return any(f" {fold(label.value)} " in f" {fold(text)} " for label in labels if isinstance(label, Literal))


def _of_year(reader: Reader, centre: NamedNode, year: str) -> Answer:
    days = time_span.read(year)
    of_year = CitySentences(reader, days.last).during(centre, _partnerships_of(reader, centre), days)
    return Answer(" ".join(of_year), year, "/partnerships", (("on", year),))


def _of_tie(reader: Reader, tie: partnerships.Partnership) -> Answer:
    return Answer(" ".join(timed_documents.of_tie(reader, tie)), reader.name(tie.node).value, _path(reader, tie.node))


def _path(reader: Reader, node: NamedNode) -> str:
    return "/" + node.value.removeprefix(reader.known.revision.project.base)


_ANSWERED = 3
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")

_PAGES = DomainPages(
    vocabulary=VOCABULARY,
    menu=(
        ("/partnerships", mark("Partnerships")),
        ("/cities", mark("Cities")),
        ("/networks", mark("Networks")),
        ("/pictures/", mark("Maps and charts")),
        ("/sources", mark("Sources")),
    ),
    lists=(
        DomainList("/partnerships", mark("Partnerships"), has_places=True),
        DomainList("/networks", mark("Networks")),
        DomainList("/memberships", mark("Memberships"), has_places=True),
        DomainList("/cities", mark("Cities"), has_places=True),
        DomainList("/decisions", mark("Decisions")),
        DomainList("/sources", mark("Sources")),
    ),
    folders={
        "decision": "/decisions",
        "city": "/cities",
        "territory": "/cities",
        "partnership": "/partnerships",
        "network": "/networks",
        "source": "/sources",
    },
    start=start.page,
    document=timed_documents.document,
    largest=_largest,
    preview=_preview,
    answers=_answers,
    operations=list_operations.operations,
    certainty=claims.grades_of_certainty,
    renamed=place_words.renamed,
)
