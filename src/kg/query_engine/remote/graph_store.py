"""Named graphs of an engine elsewhere, read, replaced and deleted whole.

See `SPARQL 1.1 Graph Store HTTP Protocol <https://www.w3.org/TR/sparql11-http-rdf-update/>`_, with indirect
identification of graphs (section 4.2). What is sent is N-Triples, which every engine reads.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterable
from typing import IO
from urllib.parse import urlencode

import pyoxigraph
from pyoxigraph import RdfFormat, Triple

from kg.errors import ServiceBusy, UsageError
from kg.query_engine.remote.authentication import Authentication
from kg.query_engine.remote.http_client import Address, Reply
from kg.rdf import formats
from kg.rdf.formats import N_TRIPLES, RDF_FORMATS, Format

_SECONDS = 600.0
_IN_MEMORY = 8 << 20
_COMPLAINT = 600
_TAG = re.compile(r"<!?/?\w[^>]*>")
_ACCEPT = "application/n-triples, text/turtle;q=0.7, application/rdf+xml;q=0.5"


class GraphStore:
    """The graph store at an address that ``[query] graph_store`` names."""

    def __init__(self, url: str, authentication: Authentication) -> None:
        self._address = Address(url, authentication)

    def get(self, graph: str) -> list[Triple]:
        """The triples of a graph; none where there is no such graph."""
        with self._request("GET", graph, accept=_ACCEPT) as reply:
            if reply.status == 404:
                return []
            require(reply, "graph_store", 200)
            spoken = formats.named(reply.header("Content-Type").partition(";")[0], RDF_FORMATS)
            try:
                if not isinstance(spoken, Format):
                    raise SyntaxError(reply.header("Content-Type") or "nothing says in which format it is")
                return [quad.triple for quad in pyoxigraph.parse(b"".join(reply.chunks()), format=spoken.codec)]
            except SyntaxError as error:
                raise UsageError(
                    f"The engine's graph_store sent what is no RDF for {graph}: {error}",
                    hint="Is graph_store its right address?",
                ) from error

    def put(self, graph: str, triples: Iterable[Triple]) -> None:
        """Replace a graph by these triples, in one request."""
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as body:
            pyoxigraph.serialize(triples, body, RdfFormat.N_TRIPLES)
            size = body.tell()
            body.seek(0)
            with self._request("PUT", graph, body=body, size=size) as reply:
                require(reply, "graph_store", 200, 201, 204)

    def delete(self, graph: str) -> None:
        """Delete a graph, if there is one of this name."""
        with self._request("DELETE", graph) as reply:
            require(reply, "graph_store", 200, 202, 204, 404)

    def _request(
        self, method: str, graph: str, *, accept: str = "*/*", body: IO[bytes] | None = None, size: int = 0
    ) -> Reply:
        headers = {"Accept": accept}
        if body is not None:
            headers |= {"Content-Type": N_TRIPLES.media_type, "Content-Length": str(size)}
        arguments = urlencode({"graph": graph})
        return self._address.request(
            method, time.monotonic() + _SECONDS, arguments=arguments, body=body, headers=headers
        )

    def close(self) -> None:
        self._address.close()


def require(reply: Reply, setting: str, *statuses: int) -> None:
    """Raise UsageError where the engine refuses, ServiceBusy where it fails; else read the reply to its end."""
    if reply.status in statuses:
        if reply.status != 200:
            b"".join(reply.chunks())
        return
    message = b"".join(reply.chunks())[:_COMPLAINT].decode(errors="replace").strip()
    if message.startswith("<"):  # a page
        message = _TAG.sub(" ", message)
    message = " ".join("".join(sign if sign.isprintable() else " " for sign in message).split())
    complaint = f"The engine's {setting} answered {reply.status}: {message}"
    if reply.status == 401:
        raise UsageError(
            complaint,
            hint="Are these its credentials? An engine that wants them as Digest, such as Virtuoso, needs that word "
            "before them in the environment variable: Digest user:password.",
        )
    if reply.status < 500:
        raise UsageError(complaint, hint=f"Is {setting} its right address?")
    raise ServiceBusy(complaint, retry_after=5)
