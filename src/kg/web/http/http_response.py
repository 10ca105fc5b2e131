"""A response that is ready to be sent, by whichever server."""

from __future__ import annotations

from typing import NamedTuple

from kg.web.http.file_range import FilePart

FROM_MEMORY = ("Cache-Status", "answers; hit")
"""The header field of a response whose answer was in one of the caches."""


class HttpResponse(NamedTuple):
    """Status, header fields and body.

    A ``reusable`` response may answer the same request again: it depends on nothing but the state of the data, the
    path, the query, the body, and the fields Accept, Accept-Encoding, Accept-Language and Host of the request.
    """

    status: int
    headers: list[tuple[str, str]]
    body: list[bytes] | FilePart
    reusable: bool = False
