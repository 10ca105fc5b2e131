"""A remote query engine: the settings ``endpoint``, ``graph_store`` and ``credentials`` of ``[query]``."""

from __future__ import annotations

import base64
import os
from dataclasses import MISSING, dataclass
from functools import partial

from kg.errors import UsageError
from kg.settings.declaration import setting

_address = partial(
    setting,
    must_be="an http or https address without a password, for which there is the setting credentials",
    pattern=r"[Hh][Tt][Tt][Pp][Ss]?://(\[[0-9A-Fa-f:.]+\]|[^/?#@:\s]+)(:[0-9]*)?([/?][^#\s]*)?",
)


@dataclass(frozen=True, slots=True)
class RemoteSettings:
    """Where the engine is; ``credentials`` names an environment variable, so that no secret stands in a file."""

    endpoint: str = _address(MISSING, "Where a remote engine answers queries (SPARQL 1.1 Protocol).")
    graph_store: str | None = _address(None, "Where it takes graphs from kg push (Graph Store HTTP Protocol).")
    credentials: str | None = setting(
        None,
        "The environment variable that holds user:password, or Bearer and a token.",
        "the name of an environment variable",
        pattern=r"[^=\0]+",
    )

    def authorization(self) -> str | None:
        """The value of the Authorization header; raises UsageError for a variable that is not set."""
        if self.credentials is None:
            return None
        secret = os.environ.get(self.credentials, "")
        if not secret:
            raise UsageError(
                f"The environment variable {self.credentials}, which kg.toml names for credentials, is not set.",
                hint="Set it to user:password, or to Bearer and a token.",
            )
        if secret.startswith("Bearer "):
            return secret
        return "Basic " + base64.b64encode(secret.encode()).decode()
