"""One endpoint of several: where it is, which revision it has, whether it answers, and how much it has to do."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlencode

from kg.errors import ServiceBusy, phrase
from kg.query_engine.evaluation import GraphSelection
from kg.query_engine.remote import authentication, pushed_revision
from kg.query_engine.remote.http_client import Address, Reply
from kg.query_engine.remote.pushed_revision import Pointer
from kg.rdf.formats import JSON
from kg.settings.remote import RemoteSettings
from kg.sparql import syntax_errors

FRESH_SECONDS = 1.0
"""How long a look at the pointer holds."""
_FORM = "application/x-www-form-urlencoded"


class Watch:
    """The pointer as of a moment ago. Where the endpoint cannot be reached, what was seen last stays.

    ``former`` is the revision that it had before, and still has for those who began with it.
    """

    def __init__(self, look: Callable[[], Pointer | None], url: str) -> None:
        self._look = look
        self._url = url
        self._lock = threading.Lock()
        self._next = 0.0
        self.seen: Pointer | None = None
        self.former: Pointer | None = None
        self.answers = True

    @property
    def is_fresh(self) -> bool:
        """Whether ``refresh`` would not look."""
        return time.monotonic() < self._next

    def refresh(self) -> None:
        """Look, unless somebody did a moment ago. One thread looks, the others go on with what is known.

        Nobody waits for an endpoint that did not answer last time.
        """
        if self.is_fresh or not self._lock.acquire(blocking=not self._next):
            return
        if self.is_fresh:
            self._lock.release()
        elif self.answers:
            self._once()
        else:
            threading.Thread(target=self._once, daemon=True, name="kg-look").start()

    def fail(self) -> None:
        """Note that a query got no answer, so that others come first until a look succeeds."""
        if self.answers:
            self.answers = False
            logging.getLogger(__name__).warning("The engine at %s does not answer.", self._url)

    def _once(self) -> None:
        try:
            seen = self._look() or self.seen
            if seen != self.seen:
                self.seen, self.former = seen, self.seen
            else:
                self.seen = seen
            if not self.answers:
                self.answers = True
                logging.getLogger(__name__).warning("The engine at %s answers again.", self._url)
        except (ServiceBusy, TimeoutError):
            self.fail()
        finally:
            self._next = time.monotonic() + FRESH_SECONDS
            self._lock.release()


class Endpoint:
    """An address that queries are sent to, with its watch; ``running`` are the queries there."""

    def __init__(self, url: str, authorized: authentication.Authentication, base: str, own: frozenset[str]) -> None:
        self.url = url
        self._address = Address(url, authorized)
        self.watch = Watch(lambda: pushed_revision.read(self.look, base, own), url)
        self.running = 0
        self._counting = threading.Lock()

    @contextmanager
    def ask(self, text: str, graphs: GraphSelection, accept: str, deadline: float) -> Iterator[Reply]:
        """Send a query; raises what ``Address.request`` raises."""
        parameters = [("query", text + syntax_errors.PADDING)]
        parameters += [("default-graph-uri", name) for name in graphs.default]
        parameters += [("named-graph-uri", name) for name in graphs.named]
        headers = {"Accept": accept, "Content-Type": _FORM}
        with self._counting:
            self.running += 1
        try:
            with self._address.request("POST", deadline, body=urlencode(parameters).encode(), headers=headers) as reply:
                yield reply
        finally:
            with self._counting:
                self.running -= 1

    def look(self, text: str, graphs: GraphSelection, deadline: float) -> bytes:
        """The answer to a query of our own, in JSON; raises ServiceBusy where there is none."""
        with self.ask(text, graphs, JSON.media_type, deadline) as reply:
            if reply.status != 200:
                raise ServiceBusy(
                    phrase("The engine behind this service answered {status}.", status=reply.status), retry_after=5
                )
            return b"".join(reply.chunks())

    def close(self) -> None:
        self._address.close()


class Endpoints:
    """The endpoints of the settings. They may have different revisions while a push goes on, or after one failed."""

    def __init__(self, settings: RemoteSettings, base: str, own: frozenset[str]) -> None:
        secret = settings.secret()
        self._all = [Endpoint(url, authentication.of_secret(secret), base, own) for url in settings.endpoints]
        self._turns = count()
        self._chosen: Pointer | None = None

    @property
    def is_fresh(self) -> bool:
        """Whether ``current`` would not look."""
        return all(endpoint.watch.is_fresh for endpoint in self._all)

    def current(self) -> Pointer | None:
        """The revision that was switched to last by an endpoint that answers; None where nothing was seen yet."""
        for endpoint in self._all:
            endpoint.watch.refresh()
        return self.chosen()

    def chosen(self) -> Pointer | None:
        """The same, as of the last look."""
        seen = [one.watch.seen for one in self._all if one.watch.answers and one.watch.seen]
        if seen:
            times = Counter(seen)
            self._chosen = max(seen, key=lambda pointer: (pointer.since, times[pointer]))
        return self._chosen  # where nobody answers, those who ask will hear it

    def having(self, pointer: Pointer) -> Sequence[Endpoint]:
        """The endpoints that have a revision; first those that answer, and of these the ones with the least to do."""
        turn = next(self._turns) % len(self._all)
        several = [*self._all[turn:], *self._all[:turn]]
        able = [one for one in several if pointer in (one.watch.seen, one.watch.former)]
        return sorted(able, key=lambda one: (not one.watch.answers, one.watch.seen != pointer, one.running))

    def close(self) -> None:
        for endpoint in self._all:
            endpoint.close()
