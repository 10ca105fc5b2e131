"""Changes of an engine's graphs by `SPARQL 1.1 Update <https://www.w3.org/TR/sparql11-update/>`_: copies, and patches.

They are sent as a body (`SPARQL 1.1 Protocol, section 2.2.2
<https://www.w3.org/TR/sparql11-protocol/#update-post-direct>`_).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from kg.query_engine.remote.authentication import Authentication
from kg.query_engine.remote.graph_patch import GraphPatch
from kg.query_engine.remote.graph_store import require
from kg.query_engine.remote.http_client import Address

_SECONDS = 600.0
_AT_A_TIME = 500
"""Statements in a request: Virtuoso compiles them as a program, whose length it bounds."""


class UpdateEndpoint:
    """The address that ``[query] update`` names."""

    def __init__(self, url: str, authentication: Authentication) -> None:
        self._address = Address(url, authentication)

    def derive(self, graph: str, origin: str, patch: GraphPatch) -> None:
        """Make a graph that has what another one has, but for a patch; what it had before is gone."""
        self._run(f"COPY GRAPH <{origin}> TO GRAPH <{graph}>")
        for operation, lines in (("DELETE", patch.deleted), ("INSERT", patch.inserted)):
            for some in _parts(lines):
                self._run(f"{operation} DATA {{ GRAPH <{graph}> {{\n{''.join(some)}}} }}")

    def _run(self, text: str) -> None:
        headers = {"Content-Type": "application/sparql-update"}
        deadline = time.monotonic() + _SECONDS
        with self._address.request("POST", deadline, body=text.encode(), headers=headers) as reply:
            require(reply, "update", 200, 202, 204)
            b"".join(reply.chunks())

    def close(self) -> None:
        self._address.close()


def _parts(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    return (lines[start : start + _AT_A_TIME] for start in range(0, len(lines), _AT_A_TIME))
