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
from typing import TYPE_CHECKING

from werkzeug import exceptions
from werkzeug.exceptions import BadRequest, HTTPException

from kg.errors import phrase

if TYPE_CHECKING:
    from granian.rsgi import Scope

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"})
"""The methods that are known here; a method is case-sensitive (RFC 9110 §9.1)."""
_STATES = ("/health", "/ready")
_WITHOUT_HOST = ("1", "1.0")
"""The version of HTTP in which a request needs no Host, as granian names it."""
_HOST = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\]|\[v[0-9A-Fa-f]+\.[^\]\s/@]+\])(?::[0-9]{0,5})?")
"""A host with a port or without (RFC 3986 §3.2.2)."""


class MisdirectedRequest(HTTPException):
    """The request is for another host (RFC 9110 §15.5.20)."""

    code = HTTPStatus.MISDIRECTED_REQUEST.value


def check(scope: Scope, fields: Iterable[tuple[str, str]], hosts: Collection[str] = ()) -> HTTPException | None:
    """What is wrong with the framing of a request; ``hosts`` are those that are served, in lower case, or none for all.

    ``fields`` are those of the header. Any host may ask for the state of the server.

    See `RFC 9112 §3.2 <https://www.rfc-editor.org/rfc/rfc9112#section-3.2>`_ for Host and the request target, and §6.1
    for Transfer-Encoding.
    """
    if scope.method not in METHODS:
        return exceptions.NotImplemented(
            phrase("The method {method} is not known here; methods are case-sensitive.", method=scope.method[:40])
        )
    if not scope.path.startswith("/") and (scope.path, scope.method) != ("*", "OPTIONS"):
        return BadRequest(phrase("The request target is neither a path nor an address."))
    named = [value for name, value in fields if name == "host"]
    if len(named) > 1 or not (named or scope.http_version in _WITHOUT_HOST):
        return BadRequest(phrase("A request has one field Host; this one has {number}.", number=len(named) or "none"))
    for host in (*named, scope.authority) if scope.authority else named:
        if not _is_host(host):
            return BadRequest(phrase("The field Host does not hold the name of a host."))
    if hosts and named and scope.path not in _STATES and _name(scope.authority or named[0]) not in hosts:
        return MisdirectedRequest(phrase("This host is not served here."))
    codings = [value for name, value in fields if name == "transfer-encoding"]
    if codings and (len(codings) > 1 or codings[0].strip().lower() != "chunked"):
        return exceptions.NotImplemented(phrase("Of transfer codings, chunked alone is known here."))
    if codings and scope.http_version in _WITHOUT_HOST:
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
