"""Bodies of requests: read whole before the request is handled, bounded in size and, by the event loop, in time.

A client that sends slowly, or not at all, keeps no thread waiting.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge, RequestTimeout
from werkzeug.wsgi import get_input_stream

from kg.errors import phrase

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from granian._granian import RSGIHTTPProtocol

LARGEST = 1 << 20
"""Bytes of a body."""

WITHOUT = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods whose body is not read."""
OFFERED = WITHOUT | {"POST"}
"""Methods that something here answers."""


async def receive(protocol: RSGIHTTPProtocol, seconds: float, length: str | None = None) -> bytes | HTTPException:
    """The whole body, or the error where it is too large, not received within ``seconds``, or cut short.

    ``length`` is its Content-Length; without one, it comes in chunks. The server passes an empty chunk at the end, and
    another one before where that is not the end that HTTP tells of: then the connection has broken, or there are
    trailer fields, which nothing here reads.

    An error that were raised would hold ``protocol`` in its frames, and the server closes a connection only once
    nothing can read from it.
    """
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for chunk in protocol:
                chunks.append(chunk)
                size += len(chunk)
                if size > LARGEST:
                    return RequestEntityTooLarge(
                        phrase("The body of the request is larger than {limit} bytes.", limit=LARGEST)
                    )
    except TimeoutError:
        return RequestTimeout(phrase("The body of the request did not come within {seconds} seconds.", seconds=seconds))
    is_short = size != int(length) if length and length.isdecimal() else chunks.count(b"") > 1
    if is_short:
        return BadRequest(phrase("The body of the request is not whole, or has trailer fields."))
    return b"".join(chunks)


async def read(environ: WSGIEnvironment) -> bytes | HTTPException:
    """The whole body from a WSGI server, which has its own limits on time; or the error where it is too large."""
    try:
        return get_input_stream(environ, max_content_length=LARGEST).read()
    except HTTPException as error:
        return error.with_traceback(None)
