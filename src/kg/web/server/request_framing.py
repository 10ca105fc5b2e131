"""Refuses requests that another server on the way may read otherwise than this one (request smuggling).

What granian's parser (hyper) refuses itself never comes here: two different Content-Length, a Transfer-Encoding that
does not end in chunked, spaces in the name of a field. Of a request with both fields it heeds Transfer-Encoding, as
`RFC 9112 §6.3 <https://www.rfc-editor.org/rfc/rfc9112#section-6.3>`_ has it, and shows no Content-Length.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from http import HTTPStatus

from werkzeug import exceptions
from werkzeug.exceptions import BadRequest, HTTPException

from kg.errors import phrase

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"})
"""The methods that are known here; a method is case-sensitive (RFC 9110 §9.1)."""
STATES = frozenset({"/health", "/ready"})
"""The paths of the state of the server, for which any host may ask."""
_WITHOUT_HOST = ("1", "1.0")
"""The version of HTTP in which a request needs no Host, as granian names it."""
_HOST = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\]|\[v[0-9A-Fa-f]+\.[^\]\s/@]+\])(?::[0-9]{0,5})?")
"""A host with a port or without (RFC 3986 §3.2.2)."""


class MisdirectedRequest(HTTPException):
    """The request is for another host (RFC 9110 §15.5.20)."""

    code = HTTPStatus.MISDIRECTED_REQUEST.value


def check_target(method: str, path: str) -> HTTPException | None:
    """What is wrong with the method and the target of a request.

    See `RFC 9112 §3.2 <https://www.rfc-editor.org/rfc/rfc9112#section-3.2>`_.
    """
    if method not in METHODS:
        return exceptions.NotImplemented(
            phrase("The method {method} is not known here; methods are case-sensitive.", method=method[:40])
        )
    if not path.startswith("/") and (path, method) != ("*", "OPTIONS"):
        return BadRequest(phrase("The request target is neither a path nor an address."))
    return None


def check_fields(
    fields: Iterable[tuple[str, str]], version: str, authority: str | None, hosts: Collection[str] = ()
) -> HTTPException | None:
    """What is wrong with the framing by the fields of the header.

    ``version`` is that of HTTP, ``authority`` that of the target. ``hosts`` are those that are served, in lower case,
    or none for all.

    See `RFC 9112 §3.2 <https://www.rfc-editor.org/rfc/rfc9112#section-3.2>`_ for Host, and §6.1 for Transfer-Encoding.
    """
    named = [value for name, value in fields if name == "host"]
    if len(named) > 1 or not (named or version in _WITHOUT_HOST):
        return BadRequest(phrase("A request has one field Host; this one has {number}.", number=len(named) or "none"))
    for host in (*named, authority) if authority else named:
        if not _is_host(host):
            return BadRequest(phrase("The field Host does not hold the name of a host."))
    if hosts and named and _name(authority or named[0]) not in hosts:
        return MisdirectedRequest(phrase("This host is not served here."))
    codings = [value for name, value in fields if name == "transfer-encoding"]
    if codings and (len(codings) > 1 or codings[0].strip().lower() != "chunked"):
        return exceptions.NotImplemented(phrase("Of transfer codings, chunked alone is known here."))
    if codings and version in _WITHOUT_HOST:
        return BadRequest(phrase("HTTP/1.0 has no Transfer-Encoding."))
    return None


@lru_cache(maxsize=256)
def _is_host(text: str) -> bool:
    return _HOST.fullmatch(text) is not None


@lru_cache(maxsize=256)
def _name(host: str) -> str:
    """The name of a host as the settings write it.

    >>> [_name(host) for host in ("Data.example.org:8080", "[::1]:80", "localhost.")]
    ['data.example.org', '[::1]', 'localhost']
    """
    return re.sub(r":[0-9]*$", "", host).lower().removesuffix(".")
