"""The way of a plain request for a dump past the framework: what is ready is sent by the event loop itself.

Whatever is not plain goes the long way: another method, a condition, a part, and what is still to be made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.edition import Publication
from kg.rdf import formats
from kg.web.files import file_response
from kg.web.files.dump_cache import KeptDumps
from kg.web.files.file_range import FilePart
from kg.web.http.responses import ALWAYS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_PATH = "/dumps/"
CONDITIONS = {
    "if-match": "HTTP_IF_MATCH",
    "if-modified-since": "HTTP_IF_MODIFIED_SINCE",
    "if-none-match": "HTTP_IF_NONE_MATCH",
    "if-unmodified-since": "HTTP_IF_UNMODIFIED_SINCE",
    "range": "HTTP_RANGE",
}
"""The headers by which less than the whole may be asked for, and their CGI variables."""
_LONGEST_PREFERENCES = 1_000


class ReadyDumps:
    """The dumps of ``publication``, as far as they are ``kept`` by now."""

    def __init__(self, kept: KeptDumps, publication: Publication) -> None:
        self._kept = kept
        self._publication = publication

    def at_once(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes] | FilePart | None:
        """The dump; None for what is to go the long way."""
        path, accepted = environ["PATH_INFO"], environ.get("HTTP_ACCEPT_ENCODING") or ""
        if not path.startswith(_PATH) or environ["REQUEST_METHOD"] != "GET" or len(accepted) > _LONGEST_PREFERENCES:
            return None
        form = formats.of_file(path)
        edition = self._publication.current_at_once()
        if form is None or edition is None or any(each in environ for each in CONDITIONS.values()):
            return None
        name = path.removeprefix(_PATH).removesuffix(f".{form.extension}")
        file = self._kept.ready(edition.revision, name, form)
        if file is None:
            return None
        headers, body = file_response.whole(file, accepted)
        start_response("200 OK", [*headers, *ALWAYS])
        return body
