"""What there is by class: how many things each class has, and which."""

from __future__ import annotations

from collections import Counter

from pyoxigraph import BlankNode, NamedNode

from kg.compact import forked_build
from kg.resources.language_view import READ, Reader
from kg.resources.resource_graph import TYPE
from kg.revision import Revision
from kg.revision_results import kept_by_revision


@kept_by_revision
def counts(revision: Revision) -> tuple[tuple[NamedNode, int], ...]:
    """The classes with the number of IRIs that are of each, the largest first."""
    return tuple((NamedNode(iri), number) for iri, number in forked_build.build(revision, _counts))


def _counts(revision: Revision) -> list[tuple[str, int]]:
    pairs = {
        (quad.subject.value, quad.object.value)
        for quad in revision.having(TYPE)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }
    numbers = Counter(kind for _, kind in pairs)
    return sorted(numbers.items(), key=lambda item: (-item[1], item[0]))


def members(reader: Reader, kind: NamedNode) -> list[NamedNode]:
    """What is of a class: by name, or in the order of the files where there are more than anybody reads."""
    subjects = dict.fromkeys(reader.known.revision.referrers(kind, TYPE))
    nodes = [node for node in subjects if isinstance(node, NamedNode)]
    return nodes if len(nodes) > 10 * READ else sorted(nodes, key=lambda node: (_key(reader, node), node.value))


def _key(reader: Reader, node: NamedNode | BlankNode) -> str:
    return reader.name(node).value.casefold()
