"""A WSGI application before the others: it takes a request's body in whole, so that none of them waits for a sender.

The server has one thread for each request that is answered, and reading waits in it for as long as the sender likes;
nothing ends that wait but the sender's going. So the threads that may wait so are counted: some for each client, some
for all, and beside those that answer. Who sends slowly is refused at these, while everybody else is answered.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from flask import request

from kg.errors import TooManyQueries
from kg.query import asking

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST = 1 << 20
"""Bytes of a body. One that is longer is refused by its Content-Length, or when that much of it has come."""

READERS = 96
"""Bodies that may be on their way at a time, each in a thread."""

_READERS_OF_A_CLIENT = 32
_PATIENCE = 1.0
"""Seconds after which a body no longer counts as one that is about to be here."""

_REFUSED = "kg.refused"
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})


def check() -> None:
    """Raise what was found wrong with the body of this request, before anything reads it."""
    error = request.environ.get(_REFUSED)
    if error:
        raise error


class Bodies:
    """Reads the body, lets ``application`` answer; ``refusal`` answers where the body is not read."""

    def __init__(self, application: WSGIApplication, refusal: WSGIApplication) -> None:
        self._application = application
        self._refusal = refusal
        self._places = _Places()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in _WITHOUT_BODY:
            return self._application(environ, start_response)
        length = environ.get("CONTENT_LENGTH") or ""
        if length and not (length.isdecimal() and int(length) <= LARGEST):
            return self._refusal(environ, start_response)
        try:
            with self._places.of(asking.current().client):
                body = environ["wsgi.input"].read(int(length) if length else LARGEST + 1)
        except TooManyQueries as error:
            environ[_REFUSED] = error
            return self._refusal(environ, start_response)
        environ["wsgi.input"] = BytesIO(body)
        # A body in chunks has come to its end here, or is over the limit; either is told by its length.
        if not length:
            environ["CONTENT_LENGTH"] = str(len(body))
            environ.pop("HTTP_TRANSFER_ENCODING", None)
        return self._application(environ, start_response)


class _Places:
    """Who is reading since when."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._since: dict[object, tuple[str | None, float]] = {}

    @contextmanager
    def of(self, client: str | None) -> Iterator[None]:
        """A place to read in; raises TooManyQueries where those in the way are not about to go."""
        place = object()
        with self._changed:
            while waiting := self._wait(client):
                if waiting < 0 or not self._changed.wait(waiting):
                    raise TooManyQueries(
                        "Too many requests are here without their body.", retry_after=1, hint="Send both together."
                    )
            self._since[place] = client, time.monotonic()
        try:
            yield
        finally:
            with self._changed:
                del self._since[place]
                self._changed.notify_all()

    def _wait(self, client: str | None) -> float:
        """How long to wait for a place: 0 where there is one, negative where waiting is in vain."""
        own = [since for who, since in self._since.values() if who == client]
        if len(own) < _READERS_OF_A_CLIENT and len(self._since) < READERS:
            return 0
        in_the_way = own if len(own) >= _READERS_OF_A_CLIENT else [since for _, since in self._since.values()]
        return min(in_the_way) + _PATIENCE - time.monotonic() or -1
