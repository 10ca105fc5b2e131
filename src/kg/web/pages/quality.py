"""``/quality``: the validation report of the revision as a page, ``.ttl``, ``.json`` and ``.csv``."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from kg.edition import Publication
from kg.errors import UnknownResource, UsageError, phrase
from kg.publish.quality import quality_report
from kg.publish.representation import Link, Representation
from kg.rdf.formats import CSV, TURTLE, Format, ResultsFormat
from kg.resources import catalog
from kg.revision import Revision
from kg.validation import message_texts
from kg.web.html import rendering
from kg.web.http import language, request_edition
from kg.web.http.negotiation import HTML, PageFormat, choose
from kg.web.http.responses import respond

blueprint = Blueprint("quality", __name__)

JSON = PageFormat("json", "JSON", "application/json", "json")
OFFERS: tuple[PageFormat | Format | ResultsFormat, ...] = (HTML, JSON, CSV, TURTLE)


@blueprint.get("/quality")
@blueprint.get("/quality.<extension>")
def report(extension: str = "") -> Response:
    """The report in the format of its suffix, else as the client prefers."""
    if extension and extension not in [offer.extension for offer in OFFERS]:
        similar = [f"/quality.{offer.extension}" for offer in OFFERS]
        raise UnknownResource(phrase("The report is not offered as {extension}.", extension=extension), similar=similar)
    wanted = extension or request.args.get("format")
    choice = choose(request.headers.get("Accept"), OFFERS, wanted=wanted)
    revision, chosen = request_edition.current().revision, language.chosen()
    languages = rendering.reader(revision, chosen).languages
    vary = ["Accept-Language"] if extension else ["Accept", "Accept-Language"]
    if choice.offer == HTML:
        return respond(_page(), vary=vary, kept=False)  # the notice may come while the revision stays
    if choice.offer == TURTLE:
        body = quality_report.as_turtle(revision)
    else:
        body = (quality_report.as_json if choice.offer == JSON else quality_report.as_csv)(revision, languages)
    tag = rendering.page_tag(revision, chosen, choice.offer.name)
    report = Representation(body, choice.offer.media_type, tag, _links(revision), chosen.tag)
    return respond(report, media_type=choice.media_type, vary=vary)


def _links(revision: Revision) -> tuple[Link, ...]:
    """The report in its other formats, and the licence."""
    others = [Link(f"/quality.{offer.extension}", "alternate", offer.media_type) for offer in OFFERS[1:]]
    return (*others, *(Link(licence, "license") for licence in catalog.licences(revision)))


def _page() -> Representation:
    revision, chosen = request_edition.current().revision, language.chosen()
    publication: Publication = current_app.extensions["publication"]
    reader = rendering.reader(revision, chosen)
    judged = quality_report.judged(reader)
    pages = quality_report.pages(revision)
    page = request.args.get("page", "1")
    if not page.isdecimal() or not 1 <= int(page[:9]) <= pages:
        raise UsageError(phrase("There is no page {number}; there are {pages}.", number=page, pages=pages))
    return rendering.page(
        revision,
        "quality.html",
        chosen,
        links=_links(revision),
        reader=reader,
        report=revision.report,
        refusal=publication.refusal,
        shapes=judged,
        rules=sum(len(shape.rules) or 1 for shape in judged),
        by_shape=quality_report.by_shape(revision),
        findings=quality_report.findings(revision, reader.languages, int(page)),
        number=int(page),
        pages=pages,
        severity_words=lambda severity, count: message_texts.word(
            severity.value if count == 1 else f"{severity.value}s", (chosen.tag,)
        ),
    )
