"""The texts of the project at ``/about``, ``/contact`` and so on, and the address to which errors are reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, Response, request
from markupsafe import Markup
from pyoxigraph import NamedNode

from kg.errors import UnknownResource, phrase
from kg.project import Project
from kg.publish import error_report, project_pages
from kg.publish.representation import Representation
from kg.revision import Revision
from kg.translations.language_tags import with_fallback
from kg.web.html import pen, rendering
from kg.web.http import language, request_edition
from kg.web.http.negotiation import HTML, choose
from kg.web.http.responses import respond


def install(app: Flask, project: Project) -> None:
    """Register an address for each text that the project has at the start."""
    for name in project_pages.names(project):
        app.add_url_rule(f"/{name}", "project_text", text, defaults={"name": name})


def text(name: str) -> Response:
    """A text in the reader's language, else in the first of the project's that it is written in."""
    revision = request_edition.current().revision
    chosen = language.chosen()
    shown = project_pages.page(revision.project, name, (*with_fallback(chosen.tag), *revision.project.languages))
    if shown is None:
        raise UnknownResource(phrase("The text {name} is no longer here.", name=name), similar=("/",))
    choose(request.headers.get("Accept"), (HTML,))
    page = rendering.page(
        revision,
        "project_text.html",
        chosen,
        written=shown,
        body=Markup(shown.body),  # noqa: S704 - HTML in the text is escaped
        summary=shown.summary,
        subject=_subject(revision) if name == pen.REPORT else None,
    )
    tagged = Representation(
        page.body, page.media_type, f"{page.etag}-{shown.digest}", page.links, page.language, page.modified
    )
    return respond(tagged, vary=["Accept", "Accept-Language"])


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about: the address of a resource, and the file and line of its statements."""

    address: str
    place: str | None


def _subject(revision: Revision) -> Subject | None:
    """What the address names as ``about``, where the data has it."""
    address = request.args.get("about", "")
    try:
        node = NamedNode(address)
    except ValueError:
        return None
    return Subject(address, error_report.source_place(revision, node)) if revision.about(node) else None


def addresses(project: Project) -> Sequence[str]:
    """The paths of the texts."""
    return [f"/{name}" for name in project_pages.names(project)]
