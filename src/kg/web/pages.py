"""The start page, and what a kind of problem means."""

from __future__ import annotations

from inspect import getdoc

from flask import Blueprint, Response
from pyoxigraph import Literal, NamedNode

from kg.errors import KgError, UnknownResource
from kg.publish import dump, listing, named_query, overview, page_question, partnerships, recent, schema_org
from kg.publish.page_question import Made
from kg.revision import Revision
from kg.web import language, pictures, problem_words, problems, publication, rendering
from kg.web.language import ReaderLanguage
from kg.web.responses import respond

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def start() -> Response:
    """What this is, how much there is, as of when, and links to everything."""
    revision = publication.current().revision
    chosen = language.chosen()
    reader = rendering.reader(revision, chosen)
    counted = overview.count(revision)
    published = overview.datasets(revision)
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
    today = page_question.day(revision.day.isoformat())
    ties = (
        listing.made(revision, partnerships.QUESTION, chosen.names, {"on": today, "seenFrom": centre})
        if centre
        else None
    )
    return [
        page_question.made(revision.project, overview.QUESTION, {}),
        *([ties] if ties else []),
        page_question.made(revision.project, recent.QUESTION, spoken),
    ]


@blueprint.get("/problem/<name>")
def problem(name: str) -> Response:
    """What a kind of problem means: the ``type`` of a problem leads here."""
    kind = next((each for each in problems.STATUSES if problems.slug(each.__name__) == name), None)
    if kind is None:
        raise UnknownResource(f"There is no kind of problem {name}.")
    chosen = language.chosen()
    page = rendering.page(
        publication.current().revision,
        "problem_kind.html",
        chosen,
        title=problem_words.heading(name, problems.title(kind), chosen.tag),
        status=problems.STATUSES[kind],
        meaning=problem_words.DUTCH[name][1]
        if chosen.tag == "nl"
        else (getdoc(kind) or getdoc(KgError) or "").partition("\n\n")[0],
    )
    return respond(page, vary=["Accept-Language"])
