"""How requests to an engine elsewhere say who sends them: Basic and Bearer at once, Digest when the engine wants it.

Digest (`RFC 7616 <https://www.rfc-editor.org/rfc/rfc7616>`_) is that of the standard library, whose urllib computes it
apart from sending.
"""

from __future__ import annotations

import base64
import threading
from typing import Protocol
from urllib.request import AbstractDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm, Request, parse_http_list
from urllib.request import parse_keqv_list as pairs

from kg.errors import UsageError

_DIGEST, _BEARER = "Digest ", "Bearer "


class Authentication(Protocol):
    """Where the Authorization of requests to one address comes from, for any thread."""

    def header(self, method: str, url: str) -> str | None:
        """The Authorization of a request; None for none."""

    def answers(self, challenge: str, /) -> bool:
        """Whether a request that was refused with this ``WWW-Authenticate`` is worth another try."""


class Fixed:
    """The same for all requests, or none at all."""

    def __init__(self, value: str | None = None) -> None:
        self._value = value

    def header(self, _method: str, _url: str) -> str | None:
        return self._value

    def answers(self, _challenge: str) -> bool:
        return False


class Digest:
    """The password is never sent. What the engine wanted last is used again, so that few requests are sent twice."""

    def __init__(self, user: str, password: str) -> None:
        passwords = HTTPPasswordMgrWithDefaultRealm()
        # The manager looks for the password of an address; these are for the one that they are sent to.
        passwords.find_user_password = lambda *_: (user, password)  # type: ignore[method-assign]
        self._computing = AbstractDigestAuthHandler(passwords)
        self._lock = threading.Lock()
        self._challenge: dict[str, str] = {}

    def header(self, method: str, url: str) -> str | None:
        with self._lock:
            if not self._challenge:
                return None
            try:
                value = self._computing.get_authorization(Request(url, method=method), self._challenge)  # noqa: S310  # it is not opened
            except ValueError as error:
                raise UsageError(f"The engine wants a Digest that Python cannot compute: {error}") from error
        return f"{_DIGEST}{value}" if value else None

    def answers(self, challenge: str) -> bool:
        """Whether the engine gave a nonce that no request has used yet."""
        if not challenge.startswith(_DIGEST):
            return False
        try:
            wanted: dict[str, str] = pairs(list(filter(None, parse_http_list(challenge.removeprefix(_DIGEST)))))
        except ValueError:  # it is none, so no request can meet it
            return False
        with self._lock:
            fresh = not self._challenge or wanted.get("nonce") != self._challenge.get("nonce")
            self._challenge = wanted
        return fresh


def of_secret(secret: str | None) -> Authentication:
    """What a variable holds: ``Bearer`` and a token, ``Digest`` and ``user:password``, or ``user:password``."""
    if secret is None:
        return Fixed()
    if secret.startswith(_BEARER):
        return Fixed(secret)
    if secret.startswith(_DIGEST):
        user, _, password = secret.removeprefix(_DIGEST).partition(":")
        return Digest(user, password)
    return Fixed("Basic " + base64.b64encode(secret.encode()).decode())
