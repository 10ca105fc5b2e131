"""The connections of the server: a bound for all of them and one for each client, kept by closing idle ones.

The server library accepts connections and lets nobody see them, so a thread looks at the open sockets of this process,
and only while there are more than one client may have. It learns from the system who is connected and for how long
nothing was sent or received, and from the gateway which requests are being answered. A connection on which an answer
is being made or sent is not closed, unless its client has more than its share and does not read.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from kg.web.server.client_address import Clients
from kg.web.server.rsgi import SILENT, Answering

T = TypeVar("T")

BACKLOG = 4_096
"""Connections that the system holds for us until they are accepted, as far as it allows so many."""
_LOOK = 0.2
"""Seconds between two looks."""
_SHARE_OF_PROCESSOR = 0.2
_RESERVE = 32
"""Open files that are no connections."""
_FEWEST = 8
_SHORT = 0.9
"""The part of the bound from which room is short."""
_STALLED = 5.0
"""Seconds after which a client that has more than its share counts as one that does not read."""
_AT_ONCE = 500
"""Sockets that are looked at before other threads have their turn."""
_TCP_INFO = struct.Struct("=24xI16xI4xII84xI")
"""Of struct tcp_info: unacknowledged segments; ms since data was sent, received, acknowledged; unsent bytes."""


def most(open_files: int, setting: int = 0) -> int:
    """The bound on all connections, where so many files may be open: each download is an open file more.

    >>> most(20_000), most(20_000, 500), most(64)
    (14968, 500, 16)
    """
    room = max(_FEWEST, open_files * 3 // 4 - _RESERVE)
    return min(setting, room) if setting else room


@dataclass(frozen=True, slots=True)
class _Peer:
    """An open connection: its descriptor, its peer as the system and as the gateway write it, and its client."""

    descriptor: int
    address: tuple[str, int]
    name: str
    client: str | None
    """None for a trusted proxy, which has many clients."""


@dataclass(frozen=True, slots=True)
class _State:
    """What is closed first: idle connections, then those that do not read, then others; the longest silent first."""

    order: int
    silence: float


class Connections:
    """Keeps the connections to ``port`` of this process below ``total``, and those of a client below ``share``."""

    def __init__(self, answering: Answering, clients: Clients, port: int, *, total: int, share: int) -> None:
        self._port = port
        self._answering = answering
        self._clients = clients
        self._total = total
        self._share = min(share, max(1, total // 2))

    def attend(self) -> None:
        """Keep the bounds as long as this process runs; only Linux tells what has to be known."""
        if sys.platform != "linux":
            return
        pause = _LOOK
        while True:
            time.sleep(pause)
            self._answering.forget()
            start = time.thread_time()
            if len(os.listdir("/proc/self/fd")) > min(self._share, self._total * _SHORT):
                self.trim()
            pause = max(_LOOK, (time.thread_time() - start) / _SHARE_OF_PROCESSOR)

    def trim(self) -> int:
        """Close what is over the bounds, as far as it may be closed; how many that were."""
        peers = list(_peers(self._clients, self._port))
        by_client: dict[str | None, list[_Peer]] = defaultdict(list)
        for peer in peers:
            by_client[peer.client].append(peer)
        is_short = len(peers) > self._total * _SHORT
        closed = 0
        for client, theirs in by_client.items():
            if client is not None and len(theirs) > self._share:
                closed += self._close(theirs, len(theirs) - self._share, 2 if is_short else 1)
        excess = len(peers) - closed - int(self._total * _SHORT)
        if excess > 0:
            closed += self._close(peers, excess, 0, silent=SILENT)
        return closed

    def _close(self, peers: list[_Peer], count: int, last: int, *, silent: float = 0) -> int:
        """Close up to ``count`` of them in their order, up to the kind ``last``; how many that were."""
        states = [(state, peer) for peer in _with_pauses(peers) if (state := self._state(peer, peer.descriptor))]
        able = [(state, peer) for state, peer in states if state.order <= last and state.silence >= silent]
        able.sort(key=lambda pair: (pair[0].order, -pair[0].silence))
        return sum(self._end(peer, last, silent) for _, peer in _with_pauses(able[:count]))

    def _end(self, peer: _Peer, last: int, silent: float) -> bool:
        """Close the connection, unless the descriptor is another's by now, or something has happened on it."""
        with contextlib.suppress(OSError):
            held = os.dup(peer.descriptor)
            with socket.socket(fileno=held) as connection:
                state = self._state(peer, held)
                if state and state.order <= last and state.silence >= silent:
                    connection.shutdown(socket.SHUT_RDWR)
                    return True
        return False

    def _state(self, peer: _Peer, descriptor: int) -> _State | None:
        """How the connection may be closed; None where the descriptor is another's by now."""
        try:
            with _borrowed(descriptor) as connection:
                if connection.getpeername()[:2] != peer.address:
                    return None
                info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO.size)
        except OSError:
            return None
        unacknowledged, sent, received, acknowledged, unsent = _TCP_INFO.unpack(info)
        if peer.name in self._answering:
            return _State(2, 0.0)
        if unacknowledged or unsent:
            stalled = min(sent, acknowledged) / 1000
            return _State(1 if stalled >= _STALLED else 2, stalled)
        return _State(0, received / 1000) if sent / 1000 >= SILENT else _State(2, 0.0)


def _peers(clients: Clients, port: int) -> Iterator[_Peer]:
    """The open connections over IP to a port of this process."""
    for name in _with_pauses(os.listdir("/proc/self/fd")):
        try:
            with _borrowed(int(name)) as connection:
                address, ours = connection.getpeername(), connection.getsockname()
        except OSError:
            continue  # it is no connection, or closed by now
        if isinstance(address, tuple) and ours[1] == port:
            host, number = address[:2]
            bare = host.partition("%")[0]
            zone = f"%{address[3]}" if len(address) > 3 and address[3] else ""
            text = f"[{bare}{zone}]:{number}" if ":" in host else f"{host}:{number}"
            yield _Peer(int(name), (host, number), text, None if clients.trusts(bare) else clients.key(bare, ""))


@contextlib.contextmanager
def _borrowed(descriptor: int) -> Iterator[socket.socket]:
    """A socket object for a descriptor that stays open."""
    connection = socket.socket(fileno=descriptor)
    try:
        yield connection
    finally:
        connection.detach()


def _with_pauses(items: Iterable[T]) -> Iterator[T]:
    """The items, with pauses in which other threads have their turn."""
    for number, item in enumerate(items):
        if number % _AT_ONCE == _AT_ONCE - 1:
            time.sleep(0)
        yield item
