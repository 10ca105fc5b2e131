"""The documents whose content changes: what a reader or a program is told of a resource at its address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode, Quad

from kg.errors import UnknownResource
from kg.publish.changes.two_sides import Sides
from kg.publish.documents import description
from kg.resources.resource_graph import TYPE, Resources
from kg.revision import Revision

_Content = frozenset[tuple[str, NamedNode, str]]


def documents(quads: Iterable[Quad], sides: Sides) -> tuple[NamedNode, ...]:
    """The documents that the differing statements change, in the order of their IRIs."""
    base = sides.after.known.revision.project.base
    near = {
        node.value.partition("#")[0] for quad in quads for node in _near(quad, sides) if node.value.startswith(base)
    }
    changed = [iri for iri in sorted(near) if _content(sides.before.known, iri) != _content(sides.after.known, iri)]
    return tuple(map(NamedNode, changed))


def _near(quad: Quad, sides: Sides) -> Iterator[NamedNode]:
    """What a statement is about, what it refers to, and, where it names something, what refers to that."""
    nodes = [node for node in (quad.subject, quad.object) if isinstance(node, NamedNode)]
    yield from nodes
    for later in (False, True):
        leading = sides.leading_to(quad, later=later)
        if leading:
            yield leading
    naming = (TYPE, *sides.after.known.labels)
    if quad.predicate in naming and isinstance(quad.subject, NamedNode):
        for side in (sides.before, sides.after):
            around = (*side.known.referring(quad.subject), *side.known.about(quad.subject))
            yield from (node for quad in around for node in (quad.subject, quad.object) if isinstance(node, NamedNode))


def _content(known: Resources, document: str) -> _Content:
    """What the document says; blank nodes have no names that last."""
    revision: Revision = known.revision
    try:
        quads = description.describe(revision, document).quads()
    except UnknownResource:
        return frozenset()
    return frozenset((_written(quad.subject), quad.predicate, _written(quad.object)) for quad in quads)


def _written(term: object) -> str:
    return "_:" if isinstance(term, BlankNode) else str(term)
