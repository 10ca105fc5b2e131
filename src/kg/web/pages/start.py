"""The start page, and what a kind of problem means."""

from __future__ import annotations

from flask import Blueprint, Response
from pyoxigraph import Literal, NamedNode

from kg.city_relations import overview, page_questions, recent
from kg.errors import UnknownResource
from kg.named_queries import named_query, page_queries
from kg.named_queries.page_queries import Made
from kg.publish import faceted_list
from kg.publish.documents import schema_org
from kg.publish.serialisations import dump
from kg.resources import catalog
from kg.revision import Revision
from kg.web.city_relations import pictures
from kg.web.html import rendering
from kg.web.http import language, problem_texts, problems, request_edition
from kg.web.http.language import ReaderLanguage
from kg.web.http.responses import respond

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def start() -> Response:
    """What this is, how much there is, as of when, and links to everything."""
    revision = request_edition.current().revision
    chosen = language.chosen()
    reader = rendering.reader(revision, chosen)
    counted = overview.count(revision)
    published = catalog.datasets(revision)
    centre = next((city for city, count in counted.centres if count > 1), None)
    page = rendering.page(
        revision,
        "start.html",
        chosen,
        reader=reader,
        heading_text=reader.name(published[0]) if published else Literal("City Ties", language="en"),
        introduction=reader.text(published[0], "dct:description") if published else None,
        modified=[each for node in published for each in reader.values(node, "dct:modified")],
        overview=counted,
        centre=centre,
        map=pictures.figure(revision, "map", chosen) if centre else None,
        recent=recent.events(reader),
        decisions=reader.instances("ct:Decision")[:5],
        dumps=dump.dumps(revision),
        datasets=published,
        examples=named_query.examples(revision),
        made=_made(revision, chosen, centre),
        entity=schema_org.data_set(reader, published[0]) if published else None,
    )
    return respond(page, vary=["Accept-Language"])


def _made(revision: Revision, chosen: ReaderLanguage, centre: NamedNode | None) -> list[Made]:
    spoken = {"language": Literal(chosen.names)}
    today = page_queries.day(revision.day.isoformat())
    ties = (
        faceted_list.made(revision, page_questions.PARTNERSHIPS, chosen.names, {"on": today, "seenFrom": centre})
        if centre
        else None
    )
    return [
        page_queries.made(revision.project, page_questions.OVERVIEW, {}),
        *([ties] if ties else []),
        page_queries.made(revision.project, page_questions.RECENT, spoken),
    ]


@blueprint.get("/problem/<name>")
def problem(name: str) -> Response:
    """What a kind of problem means: the ``type`` of a problem leads here."""
    kind = next((each for each in problems.STATUSES if problems.slug(each.__name__) == name), None)
    if kind is None:
        raise UnknownResource(f"There is no kind of problem {name}.")
    chosen = language.chosen()
    page = rendering.page(
        request_edition.current().revision,
        "problem_kind.html",
        chosen,
        title=problem_texts.heading(name, problems.title(kind), chosen.tag),
        status=problems.STATUSES[kind],
        meaning=problem_texts.meaning(name, chosen.tag),
    )
    return respond(page, vary=["Accept-Language"])
