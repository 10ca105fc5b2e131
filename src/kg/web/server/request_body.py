"""Bodies of requests: taken in whole before anybody answers, bounded in size and in time.

The event loop reads them, so that who sends slowly, or not at all, keeps nobody waiting.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from flask import request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, RequestTimeout

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from granian._granian import RSGIHTTPProtocol

LARGEST = 1 << 20
"""Bytes of a body."""

WITHOUT = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods with a body that nobody reads."""

_REFUSED = "kg.refused"


async def read(protocol: RSGIHTTPProtocol, seconds: float) -> bytes:
    """The whole body; raises RequestEntityTooLarge, or RequestTimeout where it does not come within ``seconds``."""
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for chunk in protocol:
                chunks.append(chunk)
                size += len(chunk)
                if size > LARGEST:
                    raise RequestEntityTooLarge(f"The body of the request is larger than {LARGEST:,} bytes.")
    except TimeoutError as error:
        message = f"The body of the request did not come within {seconds:g} seconds."
        raise RequestTimeout(message) from error
    return b"".join(chunks)


def refuse(environ: WSGIEnvironment, error: HTTPException) -> None:
    """Leave it to the framework to tell what is wrong with the body.

    The frames that the error comes from hold the connection, which the server closes once nobody can read from it.
    """
    error.__cause__ = error.__context__ = None
    environ[_REFUSED] = error.with_traceback(None)


def check() -> None:
    """Raise what was found wrong with the body of this request, before anything reads it."""
    error = request.environ.get(_REFUSED)
    if error:
        raise error
