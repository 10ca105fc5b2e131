"""Who asks, as a key that tells clients apart. It is held in memory while a request lasts, and written nowhere."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_NETWORK_V6 = 64
"""Bits of an IPv6 address that one household or server has of its own; all addresses below are the same client."""


def key(environ: WSGIEnvironment, header: str) -> str | None:
    """The client of a request: who connects, or whom the proxy in front names in the CGI variable ``header``.

    A list of addresses grows at its end with each proxy, and only the last was written by ours: what stands before
    it may be the client's invention.
    """
    told = environ.get(header) if header else None
    return _key((told or environ.get("REMOTE_ADDR", "")).rpartition(",")[2].strip())


def variable(header: str) -> str:
    """The CGI variable of a header.

    >>> variable("X-Forwarded-For")
    'HTTP_X_FORWARDED_FOR'
    """
    return f"HTTP_{header.upper().replace('-', '_')}" if header else ""


@lru_cache(maxsize=4096)
def _key(address: str) -> str | None:
    """The part of an address that stands for a client; None where it is no address.

    >>> _key("192.0.2.7"), _key("2001:db8:1:2:3:4:5:6"), _key("::ffff:192.0.2.7"), _key("unknown")
    ('192.0.2.7', '2001:db8:1:2::/64', '192.0.2.7', None)
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _NETWORK_V6), strict=False))
