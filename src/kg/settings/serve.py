"""How the server runs: the settings ``[serve]`` of ``kg.toml``, each with a default that suits a small server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from kg.errors import UsageError, refuse_unknown
from kg.settings.query import Limits

_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_ADDRESS = re.compile(r"(?P<host>[\w.-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>\d{1,5})", re.ASCII)
_BESIDE_QUERIES = 8
"""Threads for what is no query, so that pages are answered also while every place and the queue are full."""


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """``threads`` answer requests; 0 is as many as queries may run and wait, and some for pages.

    ``client_header`` is the header in which a proxy in front tells the client's address; without one the client is
    whoever connects. ``metrics`` is the address on which metrics are told, ``request_log`` the file to which requests
    are written, ``-`` for standard output; neither is done where it is empty. ``slow_seconds`` is what --explain calls
    slow.
    """

    threads: int = 0
    client_header: str = ""
    metrics: str = ""
    request_log: str = ""
    slow_seconds: float = 1.0

    def threads_for(self, limits: Limits) -> int:
        """The number of threads for a service with these limits."""
        return self.threads or limits.workers + limits.long_workers + limits.queue + _BESIDE_QUERIES

    @property
    def metrics_address(self) -> tuple[str, int] | None:
        """Host and port on which metrics are told, if they are."""
        found = _ADDRESS.fullmatch(self.metrics)
        return (found["host"].strip("[]"), int(found["port"])) if found else None


def of_settings(settings: Mapping[str, Any]) -> ServeSettings:
    """What ``[serve]`` sets, the rest by default; raises UsageError for a setting unknown or impossible.

    >>> of_settings({"metrics": "127.0.0.1:9464"}).metrics_address
    ('127.0.0.1', 9464)
    """
    known = {each.name: each.default for each in fields(ServeSettings)}
    refuse_unknown(settings, known, "kg.toml", "serve")
    for name, value in settings.items():
        if isinstance(known[name], str):
            if not isinstance(value, str):
                raise UsageError(f"kg.toml: {name} in [serve] must be a text, not {value!r}.")
        elif isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
            raise UsageError(f"kg.toml: {name} in [serve] must be a number, not {value!r}.")
    made = ServeSettings(**settings)
    _check(made)
    return made


def _check(settings: ServeSettings) -> None:
    if not isinstance(settings.threads, int):
        raise UsageError(f"kg.toml: threads in [serve] must be a whole number, not {settings.threads!r}.")
    if settings.client_header and not _HEADER.fullmatch(settings.client_header):
        raise UsageError(
            f"kg.toml: client_header in [serve] must be the name of a header, not {settings.client_header!r}.",
            hint="Such as X-Forwarded-For, if the proxy in front sets it.",
        )
    address = settings.metrics_address
    if settings.metrics and (address is None or not 0 < address[1] < 65536):
        raise UsageError(
            f"kg.toml: metrics in [serve] must be a host and a port, not {settings.metrics!r}.",
            hint="Such as 127.0.0.1:9464; let no stranger reach it.",
        )
