"""The client of a request, as a key that tells clients apart: held in memory while a request lasts, written nowhere."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from functools import lru_cache

from kg.errors import UsageError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NETWORK_V6 = 64
"""Bits of an IPv6 address that one household or server has of its own; all addresses below are the same client."""
_UNIX = "unix"
"""In the settings, and as the address of whoever connects through a Unix socket."""
_REMEMBERED = 4_096


class Clients:
    """Finds the client of a request: whoever connects, or whom a trusted proxy names in ``header``.

    ``trusted`` are addresses and networks, and ``unix`` for whoever connects through a Unix socket. Raises UsageError.
    """

    def __init__(self, header: str, trusted: Sequence[str]) -> None:
        self.variable = f"HTTP_{header.upper().replace('-', '_')}"
        """The CGI variable of the header."""
        try:
            self._networks = [ipaddress.ip_network(name, strict=False) for name in trusted if name != _UNIX]
        except ValueError as error:
            raise UsageError(f"kg.toml: trusted_proxies in [serve]: {error}.") from error
        self._trusts_unix = _UNIX in trusted
        self.key = lru_cache(_REMEMBERED)(self._key)
        """The key of the client by the address that connects and the value of the header, as far as it is known."""

    def _key(self, peer: str, forwarded: str) -> str | None:
        """The last address that is not of a trusted proxy.

        Each proxy adds the address that connected to it at the end of the list, so an address counts only where a
        trusted proxy stands behind it: what is before may be the client's invention.

        >>> clients = Clients("X-Forwarded-For", ["127.0.0.1", "10.0.0.0/8"])
        >>> clients.key("127.0.0.1", "203.0.113.9, 192.0.2.7, 10.0.0.2"), clients.key("192.0.2.8", "203.0.113.9")
        ('192.0.2.7', '192.0.2.8')
        """
        client = peer
        for named in reversed(forwarded.split(",") if forwarded else []):
            if not self.trusts(client):
                break
            client = named.strip()
        address = _parsed(client)
        return _network(address) if address else None

    def trusts(self, peer: str) -> bool:
        """Whether the address that connects is that of a trusted proxy."""
        if peer in ("", _UNIX):
            return self._trusts_unix
        address = _parsed(peer)
        return address is not None and any(address in network for network in self._networks)


def _parsed(text: str) -> Address | None:
    """An address; None where the text is none, and IPv4 where it is mapped to IPv6."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, ipaddress.IPv6Address) else address


def _network(address: Address) -> str:
    """The part of an address that stands for a client.

    >>> [_network(ipaddress.ip_address(text)) for text in ("192.0.2.7", "2001:db8:1:2:3:4:5:6")]
    ['192.0.2.7', '2001:db8:1:2::/64']
    """
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, _NETWORK_V6), strict=False))
