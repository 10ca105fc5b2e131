"""The start page of a graph of city relations: its figures, the map and the ties of its main city, the last events."""

from __future__ import annotations

from flask import Response
from pyoxigraph import Literal, NamedNode

from kg.city_relations import overview, page_questions, partnerships, recent
from kg.city_relations.sentences.city_sentences import CitySentences
from kg.city_relations.sentences.tie_sentences import TieSentences
from kg.named_queries import page_queries
from kg.named_queries.page_queries import Made, Term
from kg.publish import faceted_list
from kg.revision import Revision
from kg.web.city_relations import pictures
from kg.web.html import rendering
from kg.web.http import language, request_edition
from kg.web.http.language import ReaderLanguage
from kg.web.http.responses import respond
from kg.web.pages import start


def page() -> Response:
    """What the graph is, how much it has, as of when, and links to everything."""
    revision = request_edition.current().revision
    chosen = language.chosen()
    reader = rendering.reader(revision, chosen)
    counted = overview.count(revision)
    stands_out = bool(revision.project.settings.about) or any(count > 1 for _, count in counted.centres)
    centre = overview.centre(revision) if stands_out else None
    ties = partnerships.of_city(revision, chosen.names, centre) if centre else []
    of_city, of_tie = CitySentences(reader, revision.day), TieSentences(reader, revision.day)
    answer = of_city.city(centre, ties) if centre else []
    made = rendering.page(
        revision,
        "start.html",
        chosen,
        **start.context(revision, reader),
        overview=counted,
        centre=centre,
        answer=answer,
        summary=" ".join(answer),
        of_city=of_city,
        of_tie=of_tie,
        groups=partnerships.grouped(ties, revision.day),
        map=pictures.figure(revision, "map", chosen) if centre else None,
        timeline=pictures.figure(revision, "timeline", chosen) if centre else None,
        recent=recent.events(reader),
        decisions=reader.instances("ct:Decision")[:5],
        made=_made(revision, chosen, centre),
    )
    return respond(made, vary=["Accept-Language"])


def _made(revision: Revision, chosen: ReaderLanguage, centre: NamedNode | None) -> list[Made]:
    overview_query = page_queries.made(revision.project, page_questions.OVERVIEW, {})
    recent_query = page_queries.made(revision.project, page_questions.RECENT, {"language": Literal(chosen.names)})
    if centre is None:
        return [overview_query, recent_query]
    terms: dict[str, Term] = {"on": page_queries.day(revision.day.isoformat()), "seenFrom": centre}
    ties = faceted_list.made(revision, page_questions.PARTNERSHIPS, chosen.names, terms)
    return [overview_query, ties, recent_query]
