"""How the server runs: the settings of ``[serve]``, each with a default that suits a small server."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.settings.declaration import setting
from kg.settings.query import Limits

_PORT = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
_HOST_AND_PORT = rf"([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]):{_PORT}"
_NETWORK = r"[0-9A-Fa-f:.]+(/[0-9]{1,3})?"
_THREADS_FOR_PAGES = 8
"""Threads beside those for queries, so that pages are answered also while every place and the queue are full."""


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """How many requests the server answers at a time, how it knows its clients, and what it reports."""

    threads: int = setting(
        0,
        "Threads that answer requests; 0: as many as queries may run and wait, and 8 for pages.",
        "a whole number",
        minimum=0,
        maximum=999_999,
    )
    client_header: str = setting(
        "",
        "The header in which the proxy in front names the client; empty: whoever connects is the client.",
        "the name of a header, such as X-Forwarded-For",
        pattern="([A-Za-z][A-Za-z0-9-]*)?",
    )
    public: str = setting(
        "",
        "The address by which people know the site, behind a proxy; empty: that of the connection, or the one that a "
        "trusted proxy names by Forwarded or X-Forwarded-Proto, -Host and -Prefix.",
        "an http or https address that ends in a slash, such as https://data.example.org/ties/",
        pattern=r"(https?://[^/\s?#@]+(/[A-Za-z0-9._~-]+)*/)?",
    )
    trusted_proxies: tuple[str, ...] = setting(
        ("127.0.0.0/8", "::1", "unix"),
        "The addresses and networks of proxies whose client_header and Forwarded are believed; unix: who connects by a "
        "socket.",
        "a list of addresses, networks such as 10.0.0.0/8, and unix",
        items={"type": "string", "pattern": f"^({_NETWORK}|unix)$"},
    )
    metrics: str = setting(
        "",
        "Host and port on which metrics are served, which no stranger should reach; empty: nowhere.",
        "a host and a port, such as 127.0.0.1:9464",
        pattern=f"({_HOST_AND_PORT})?",
    )
    connections: int = setting(
        0,
        "Connections that are open at a time; 0: three quarters of the files that the system lets the server open.",
        "a whole number",
        minimum=0,
        maximum=999_999,
    )
    client_connections: int = setting(
        1_000,
        "Connections of one client, beyond which its idle ones are closed; a trusted proxy may have them all.",
        "a whole number",
        minimum=1,
        maximum=999_999,
    )
    request_log: str = setting("", "The file to which requests are logged; - is standard output.", "the path of a file")
    slow_seconds: float = setting(
        1.0, "The seconds from which kg serve --explain calls a query slow.", "a number", minimum=0, maximum=999_999
    )
    load_seconds: float = setting(
        1_800.0,
        "The seconds after which a reload of the files is ended, and the revision before stays.",
        "a number above 0",
        exclusiveMinimum=0,
        maximum=999_999,
    )
    hosts: tuple[str, ...] = setting(
        (),
        "The names of the hosts that are served, as requests name them without a port; none: whatever they name.",
        "a list of names of hosts, such as data.example.org",
        items={"type": "string", "pattern": r"^([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])$"},
    )

    def threads_for(self, limits: Limits) -> int:
        """The number of threads for a service with these limits."""
        return self.threads or limits.workers + limits.long_workers + limits.queue + _THREADS_FOR_PAGES

    @property
    def metrics_address(self) -> tuple[str, int] | None:
        """Host and port on which metrics are served, if they are.

        >>> ServeSettings(metrics="[::1]:9464").metrics_address
        ('::1', 9464)
        """
        match = re.fullmatch(_HOST_AND_PORT, self.metrics)
        return (match[1].strip("[]"), int(match[2])) if match else None
