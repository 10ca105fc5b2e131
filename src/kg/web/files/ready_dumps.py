"""Dumps that are ready, sent to plain requests without the framework.

Another method, a condition, a part, or a dump that is still to be made goes through the framework.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.edition import Edition
from kg.rdf import formats
from kg.web.files import file_response
from kg.web.files.dump_cache import DumpCache
from kg.web.http.http_response import HttpResponse
from kg.web.http.responses import ALWAYS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_PATH = "/dumps/"
_CONDITIONS = (
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_RANGE",
)
"""The header fields by which less than the whole may be requested."""


def respond(environ: WSGIEnvironment, edition: Edition, kept: DumpCache) -> HttpResponse | None:
    """The dump, as far as it is ready; None for every other request."""
    path = environ["PATH_INFO"]
    if not path.startswith(_PATH) or environ["REQUEST_METHOD"] != "GET":
        return None
    form = formats.of_file(path)
    if form is None or not environ.keys().isdisjoint(_CONDITIONS):
        return None
    file = kept.ready(edition.revision, path.removeprefix(_PATH).removesuffix(f".{form.extension}"), form)
    if file is None:
        return None
    headers, body = file_response.whole(file, environ.get("HTTP_ACCEPT_ENCODING"))
    return HttpResponse(200, [*headers, *ALWAYS], body)
