"""The domain: partnerships, memberships and decisions of cities, and what holds on a day."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from kg.publish.field_vocabulary import Vocabulary
from kg.rdf.namespaces import FIELDS, RDF
from kg.resources import addresses
from kg.revision import Revision
from kg.revision_results import cached_until_renewal

PREFIX = "ct"
"""The prefix by which the queries and templates here name the vocabulary, whatever a project calls it."""
NAMESPACE = "https://w3id.org/city-ties/ns#"

ROOT = NAMESPACE.removesuffix("ns#")
"""The IRI below which the concepts of the code lists lie, which every city uses: no project's ``base``."""

FIELDS[PREFIX] = NAMESPACE
addresses.RESERVED.update(("cities", "decisions", "memberships", "networks", "partnerships", "pictures", "sources"))

_IS_A = NamedNode(RDF + "type")
_CLASSES = tuple(NamedNode(NAMESPACE + name) for name in ("City", "Partnership", "Network"))


def concept(scheme: str, name: str) -> NamedNode:
    """A concept of a code list.

    >>> concept("status", "in-force").value.removeprefix(ROOT)
    'id/concept/status/in-force'
    """
    return NamedNode(f"{ROOT}id/concept/{scheme}/{name}")


@cached_until_renewal(maxsize=4)
def describes(revision: Revision) -> bool:
    """Whether a graph has things of this field."""
    return any(any(revision.referrers(kind, _IS_A)) for kind in _CLASSES)


def vocabulary_of(quads: Iterable[Quad]) -> Vocabulary:
    """What publishers need to know of the vocabulary of these statements: ours, or that of no field."""
    if not any(quad.predicate == _IS_A and quad.object in _CLASSES for quad in quads):
        return Vocabulary()
    from kg.city_relations.vocabulary import VOCABULARY  # which imports from this package

    return VOCABULARY
