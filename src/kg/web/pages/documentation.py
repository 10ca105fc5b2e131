"""``/docs/``: the documents of the project, where it has any, as pages of the site."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

from flask import Blueprint, request
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import UnknownResource
from kg.project import Project
from kg.publish.documentation import project_documents
from kg.publish.documentation.project_documents import FILES, FOLDER, Document
from kg.publish.representation import Representation, entity_tag
from kg.resources import addresses
from kg.revision import Revision
from kg.web.endpoint.sparql_views import digest
from kg.web.html import rendering
from kg.web.http import language, request_edition
from kg.web.http.negotiation import HTML, choose
from kg.web.http.responses import respond
from kg.web.pages import documents

blueprint = Blueprint("documentation", __name__)


@blueprint.get(f"/{FOLDER}/")
def index() -> BaseResponse:
    """Every document, with what it begins with."""
    revision, chosen = request_edition.current().revision, language.chosen()
    written = project_documents.documents(revision.project, _tags(revision.project))
    if not written:
        return _resource(revision, "")
    choose(request.headers.get("Accept"), (HTML,))
    page = rendering.page(revision, "documentation/index.html", chosen, documents=written)
    state = digest(" ".join(one.digest for one in written))
    return respond(replace(page, etag=f"{page.etag}-{state}"), vary=["Accept", "Accept-Language"])


@blueprint.get(f"/{FOLDER}/<path:name>")
def one(name: str) -> BaseResponse:
    """A document, or a file that lies beside it."""
    revision, chosen = request_edition.current().revision, language.chosen()
    file = project_documents.file(revision.project, name)
    if file is not None:
        body = file.read_bytes()
        return respond(Representation(body, FILES[file.suffix], entity_tag(revision, FOLDER, digest(body.hex()))))
    plain = name.removesuffix(".html").removesuffix(".md")
    written = project_documents.document(revision.project, plain, _tags(revision.project))
    if written is None:
        return _resource(revision, name)
    choose(request.headers.get("Accept"), (HTML,))
    page = rendering.page(
        revision,
        "documentation/document.html",
        chosen,
        written=written,
        body=Markup(written.body),  # noqa: S704 - HTML in the text is escaped
        summary=written.summary,
    )
    return respond(replace(page, etag=f"{page.etag}-{written.digest}"), vary=["Accept", "Accept-Language"])


def found_by(project: Project, text: str, most: int) -> list[Document]:
    """The documents that have words of a text that is searched for."""
    written = {one.name: one for one in project_documents.documents(project, _tags(project))}
    names = project_documents.searched(tuple(written.values())).find(text, most) if written else []
    return [written[name] for name in names]


def _tags(project: Project) -> tuple[str, ...]:
    return (language.chosen().tag, *project.languages)


def _resource(revision: Revision, name: str) -> BaseResponse:
    """What the data describe at this path; raises UnknownResource where nothing is."""
    iri = addresses.of(revision).at(f"/{FOLDER}/{unquote(name)}")
    if iri is not None:
        return documents.to_document(revision, iri)
    similar = (f"/{FOLDER}/",) if project_documents.names(revision.project) else ()
    raise UnknownResource(
        f"There is no document {name} here." if name else "There are no documents here.", similar=similar
    )
