"""Remote query engines: the settings ``endpoint``, ``graph_store``, ``update`` and ``credentials`` of ``[query]``."""

from __future__ import annotations

import os
import re
from dataclasses import MISSING, dataclass
from functools import partial

from kg.errors import UsageError
from kg.settings.declaration import setting

_ADDRESS = r"[Hh][Tt][Tt][Pp][Ss]?://(\[[0-9A-Fa-f:.]+\]|[^/?#@:\s]+)(:[0-9]*)?([/?][^#\s]*)?"
_FORMS = "Set it to user:password, to Digest and user:password, or to Bearer and a token."
_SECRET = re.compile(r"Bearer [!-~]+|(Digest )?[^\x00-\x1f\x7f:]+:[^\x00-\x1f\x7f]*")
"""What a header field can carry: no line breaks, and of tokens nothing but ASCII."""
_addresses = partial(
    setting,
    must_be="an http or https address without a password (there is the setting credentials), or a list of these",
    pattern=_ADDRESS,
    items={"type": "string", "pattern": f"^({_ADDRESS})$"},
    minItems=1,
)


@dataclass(frozen=True, slots=True)
class RemoteSettings:
    """Where the engines are, each address of a list with those at the same place of the others.

    ``credentials`` names an environment variable, so that no secret stands in a file.
    """

    endpoint: str | tuple[str, ...] = _addresses(
        MISSING, "Where a remote engine answers queries (SPARQL 1.1 Protocol)."
    )
    graph_store: str | tuple[str, ...] | None = _addresses(
        None, "Where it takes graphs from kg push (Graph Store HTTP Protocol)."
    )
    update: str | tuple[str, ...] | None = _addresses(
        None, "Where it takes changes from kg push --patch (SPARQL 1.1 Update)."
    )
    credentials: str | None = setting(
        None,
        "The environment variable that holds user:password, Digest and user:password, or Bearer and a token.",
        "the name of an environment variable",
        pattern=r"[^=\0]+",
    )

    @property
    def endpoints(self) -> tuple[str, ...]:
        return _listed(self.endpoint)

    @property
    def graph_stores(self) -> tuple[str, ...]:
        """One for each of ``endpoints``; raises UsageError for a list of another length or none at all."""
        if self.graph_store is None:
            raise UsageError(
                "kg.toml says with endpoint who answers queries, but not where graphs go.",
                hint='Add the engine\'s address for the Graph Store Protocol: graph_store = "https://…" in [query].',
            )
        return self._beside("graph_store", self.graph_store)

    @property
    def updates(self) -> tuple[str, ...]:
        """One for each of ``endpoints``; raises UsageError for a list of another length or none at all."""
        if self.update is None:
            raise UsageError(
                "kg.toml does not say where changes of graphs go.",
                hint='Add the engine\'s address for SPARQL Update, update = "https://…" in [query], or push without '
                "--patch.",
            )
        return self._beside("update", self.update)

    def secret(self) -> str | None:
        """What the variable holds; raises UsageError for one that is not set."""
        if self.credentials is None:
            return None
        secret = os.environ.get(self.credentials, "")
        if not secret:
            raise UsageError(
                f"The environment variable {self.credentials}, which kg.toml names for credentials, is not set.",
                hint=_FORMS,
            )
        if not _SECRET.fullmatch(secret):  # which is not told, as messages end up in logs
            raise UsageError(f"The environment variable {self.credentials} holds no credentials.", hint=_FORMS)
        return secret

    def _beside(self, name: str, addresses: str | tuple[str, ...]) -> tuple[str, ...]:
        several = _listed(addresses)
        if len(several) != len(self.endpoints):
            raise UsageError(
                f"kg.toml has {len(self.endpoints)} addresses as endpoint and {len(several)} as {name}.",
                hint="Both lists have an address for each engine, in the same order.",
            )
        return several


def _listed(addresses: str | tuple[str, ...]) -> tuple[str, ...]:
    return (addresses,) if isinstance(addresses, str) else addresses
