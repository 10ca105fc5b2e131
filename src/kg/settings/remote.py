"""Where a bigger engine is: the settings ``endpoint``, ``graph_store`` and ``credentials`` of ``[query]``."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

from kg.errors import UsageError


@dataclass(frozen=True, slots=True)
class RemoteSettings:
    """``endpoint`` answers queries (SPARQL 1.1 Protocol); ``graph_store`` takes graphs (Graph Store HTTP Protocol).

    ``credentials`` names the environment variable that holds ``user:password``, or ``Bearer`` and a token; what it
    holds never stands in a file.
    """

    endpoint: str
    graph_store: str | None = None
    credentials: str | None = None

    def authorization(self) -> str | None:
        """The value of the Authorization header; raises UsageError for a variable that is not set."""
        if self.credentials is None:
            return None
        secret = os.environ.get(self.credentials, "")
        if not secret:
            raise UsageError(
                f"The environment variable {self.credentials} is not set; kg.toml wants credentials there.",
                hint="Set it to user:password, or to Bearer and a token.",
            )
        if secret.startswith("Bearer "):
            return secret
        return "Basic " + base64.b64encode(secret.encode()).decode()


NAMES = tuple(each.name for each in fields(RemoteSettings))


def of_settings(settings: Mapping[str, Any]) -> RemoteSettings | None:
    """The engine that ``[query]`` names, if it names one; raises UsageError for an address that is none.

    >>> of_settings({"seconds": 2})
    >>> of_settings({"endpoint": "http://127.0.0.1:7878/query"}).graph_store
    """
    given = {name: settings[name] for name in NAMES if name in settings}
    for name, value in given.items():
        if not isinstance(value, str) or not value:
            raise UsageError(f"kg.toml: {name} in [query] must be a text, not {value!r}.")
    for name in ("endpoint", "graph_store"):
        if name in given:
            _check_address(name, given[name])
    if given and "endpoint" not in given:
        raise UsageError(f"kg.toml: {next(iter(given))} in [query] is of use only with endpoint.")
    return RemoteSettings(**given) if given else None


def _check_address(name: str, address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
        raise UsageError(f"kg.toml: {name} in [query] must be an http or https address, not {address!r}.")
    if parts.username or parts.password:
        raise UsageError(
            f"kg.toml: {name} in [query] has a password in it.",
            hint="Name an environment variable with credentials instead.",
        )
