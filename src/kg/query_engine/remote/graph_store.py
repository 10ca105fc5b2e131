"""Named graphs of an engine elsewhere, read, replaced and deleted whole.

See `SPARQL 1.1 Graph Store HTTP Protocol <https://www.w3.org/TR/sparql11-http-rdf-update/>`_, with indirect
identification of graphs (section 4.2). What is sent is N-Triples, which every engine reads.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable
from typing import IO
from urllib.parse import urlencode

import pyoxigraph
from pyoxigraph import RdfFormat, Triple

from kg.errors import ServiceBusy, UsageError
from kg.query_engine.remote.http_client import Address, Reply
from kg.rdf import formats
from kg.rdf.formats import N_TRIPLES, RDF_FORMATS, Format
from kg.settings.remote import RemoteSettings

_SECONDS = 600.0
_IN_MEMORY = 8 << 20
_COMPLAINT = 300
_ACCEPT = "application/n-triples, text/turtle;q=0.7, application/rdf+xml;q=0.5"


class GraphStore:
    """The graph store that ``[query] graph_store`` names."""

    def __init__(self, settings: RemoteSettings) -> None:
        if settings.graph_store is None:
            raise UsageError(
                "kg.toml says with endpoint who answers queries, but not where graphs go.",
                hint='Add the engine\'s address for the Graph Store Protocol: graph_store = "https://…" in [query].',
            )
        self._address = Address(settings.graph_store, settings.authorization())

    def get(self, graph: str) -> list[Triple]:
        """The triples of a graph; none where there is no such graph."""
        with self._request("GET", graph, accept=_ACCEPT) as reply:
            if reply.status == 404:
                return []
            _require(reply, 200)
            spoken = formats.named(reply.header("Content-Type").partition(";")[0], RDF_FORMATS)
            assert isinstance(spoken, Format)
            return [quad.triple for quad in pyoxigraph.parse(b"".join(reply.chunks()), format=spoken.codec)]

    def put(self, graph: str, triples: Iterable[Triple]) -> None:
        """Replace a graph by these triples, in one request."""
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as body:
            pyoxigraph.serialize(triples, body, RdfFormat.N_TRIPLES)
            size = body.tell()
            body.seek(0)
            with self._request("PUT", graph, body=body, size=size) as reply:
                _require(reply, 200, 201, 204)

    def delete(self, graph: str) -> None:
        """Delete a graph, if there is one of this name."""
        with self._request("DELETE", graph) as reply:
            _require(reply, 200, 202, 204, 404)

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


def _require(reply: Reply, *statuses: int) -> None:
    """Raise UsageError where the engine refuses, ServiceBusy where it fails; else read the reply to its end."""
    if reply.status in statuses:
        if reply.status != 200:
            b"".join(reply.chunks())
        return
    message = b"".join(reply.chunks())[:_COMPLAINT].decode(errors="replace").strip()
    if reply.status < 500:
        raise UsageError(
            f"The graph store answered {reply.status}: {message}", hint="Is graph_store its right address?"
        )
    raise ServiceBusy(f"The graph store answered {reply.status}: {message}", retry_after=5)
