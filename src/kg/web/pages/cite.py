"""``/cite.txt``, ``/cite.bib`` and ``/cite.json``: how the page that ``?of=/doc/…`` names is cited."""

from __future__ import annotations

from flask import Blueprint, Response, request

from kg.publish import citation
from kg.publish.citation import Form
from kg.web.html import rendering
from kg.web.http import language, request_edition
from kg.web.http.responses import respond

blueprint = Blueprint("cite", __name__)


@blueprint.get(f"/cite.<any({', '.join(Form)}):form>")
def cite(form: str) -> Response:
    """The citation in the form of the suffix."""
    reader = rendering.reader(request_edition.current().revision, language.chosen())
    return respond(citation.represent(reader, request.args.get("of", "/"), Form(form)), vary=["Accept-Language"])
