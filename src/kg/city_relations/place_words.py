"""What pages say in the place of words about cities, where a county, region, province, district or island has ties."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pyoxigraph import NamedNode

from kg.city_relations import NAMESPACE
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.revision_results import kept_by_revision
from kg.translations.catalogue import catalogue, mark

_TYPE = NamedNode(NAMESPACE + "territoryType")
_PARTY = NamedNode(NAMESPACE + "party")
_WORDS = MappingProxyType(
    {
        mark("All ties of this city"): mark("All its ties"),
        mark("Cities"): mark("Places"),
        mark("City"): mark("Place"),
        mark("City, network, source or question"): mark("Place, network, source or question"),
        mark("Partnerships"): mark("Ties"),
        mark("Ties with other cities"): mark("Ties with partners"),
    }
)


@kept_by_revision
def has_territories(revision: Revision) -> bool:
    """Whether a party of a partnership is a territory that is no city."""
    territories = {quad.subject for quad in revision.having(_TYPE)}
    return bool(territories) and any(quad.object in territories for quad in revision.having(_PARTY))


def renamed(revision: Revision) -> Mapping[str, str]:
    """The messages that stand in the place of others."""
    return _WORDS if has_territories(revision) else {}


def translated(reader: Reader, message: str) -> str:
    """The message, or what stands in its place, in the language of the reader."""
    words = renamed(reader.known.revision)
    return catalogue(reader.language).gettext(words.get(message, message))
