"""Which IRIs beside those below ``base`` answer at their own path: the settings of ``[addresses]``."""

from __future__ import annotations

from dataclasses import dataclass

from kg.settings.declaration import setting


@dataclass(frozen=True, slots=True)
class AddressSettings:
    """Everything else that the data describe answers at ``/resource?iri=…``."""

    owned: tuple[str, ...] = setting(
        (),
        "Namespaces of this site beside base: an IRI in one of them answers at its own path.",
        "a list of http or https namespaces that end in / or #",
        items={"type": "string", "pattern": "^https?://[^/\\s?#]+/([^\\s?#]*/|[^\\s?#]+#)?$"},
    )
