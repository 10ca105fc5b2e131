"""The data sets that a revision publishes, as its own DCAT catalogue describes them: their date, licences, versions."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.rdf.namespaces import DCT, OWL, WELL_KNOWN
from kg.revision import Revision

_CREATIVE_COMMONS = re.compile(r"https?://creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/([\d.]+)")
_IN_CATALOGUE = NamedNode(WELL_KNOWN["dcat"] + "dataset")
_MODIFIED = NamedNode(DCT + "modified")
_LICENCE = NamedNode(DCT + "license")
_PUBLISHER = NamedNode(DCT + "publisher")
_NAME = NamedNode(WELL_KNOWN["foaf"] + "name")
_VERSION = NamedNode(OWL + "versionIRI")


@lru_cache(maxsize=2)
def datasets(revision: Revision) -> tuple[NamedNode, ...]:
    """The data sets of the catalogue."""
    values = (quad.object for quad in revision.having(_IN_CATALOGUE))
    return tuple(node for node in dict.fromkeys(values) if isinstance(node, NamedNode))


def modified(revision: Revision) -> date:
    """The last day on which the published data can have changed, apart from what is computed for today.

    The catalogue's data sets state it; without a catalogue it is the day of the revision.
    """
    stated = (
        quad.object for node in datasets(revision) for quad in revision.about(node) if quad.predicate == _MODIFIED
    )
    days = [day for value in stated if isinstance(value, Literal) and (day := _day(value.value))]
    return max(days, default=revision.day)


def licences(revision: Revision) -> list[str]:
    """The licences of those data sets."""
    values = (quad.object for node in datasets(revision) for quad in revision.about(node) if quad.predicate == _LICENCE)
    return [node.value for node in dict.fromkeys(values) if isinstance(node, NamedNode)]


def licence_name(iri: str) -> str:
    """What people call a licence.

    >>> licence_name("https://creativecommons.org/licenses/by/4.0/")
    'CC BY 4.0'
    """
    match = _CREATIVE_COMMONS.match(iri)
    if not match:
        return iri
    return "CC0 1.0" if match[2] == "zero" else f"CC {match[2].upper()} {match[3]}"


def publisher(revision: Revision) -> str | None:
    """The name of who publishes the first of those data sets, as the catalogue has it."""
    agents = [
        quad.object for node in datasets(revision) for quad in revision.about(node) if quad.predicate == _PUBLISHER
    ]
    names = (quad.object for node in agents if isinstance(node, NamedNode) for quad in revision.about(node))
    return next((name.value for name in names if isinstance(name, Literal)), None)


def ontology_versions(revision: Revision) -> set[str]:
    """The version IRIs that the ontology states."""
    return {quad.object.value for quad in revision.having(_VERSION) if isinstance(quad.object, NamedNode)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
