"""A bounded description of a document's resource: what a person or machine that looks it up needs, and no more.

It has the resource's own statements and those of its hash IRIs as they were parsed, the statements that refer to it
(at most ``REFERRING``), and the names and types of what they link to, so that nobody has to fetch ten documents to
show one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain

from pyoxigraph import BlankNode, NamedNode, Quad

from kg.errors import UnknownResource
from kg.publish import resources, serialisation
from kg.publish.representation import Representation, entity_tag
from kg.publish.resources import TYPE, Node, Resources
from kg.rdf.formats import Format
from kg.revision import Revision

REFERRING = 100
_CANDIDATES = 5_000


@dataclass(frozen=True, slots=True)
class Description:
    """``own`` are the document's statements, ``referring`` those of others; ``left_out`` counts those not told."""

    document: NamedNode
    resources: tuple[NamedNode, ...]
    own: tuple[Quad, ...]
    referring: tuple[Quad, ...]
    names: tuple[Quad, ...]
    left_out: int

    def quads(self) -> Iterator[Quad]:
        return chain(self.own, self.referring, self.names)


def describe(revision: Revision, document: str) -> Description:
    """The description of the resource with this IRI, which has no fragment.

    Raises UnknownResource, with similar names, for an IRI that nothing is said about.
    """
    known = resources.of(revision)
    nodes = find(revision, document)
    own = tuple(dict.fromkeys(_with_blank_nodes(known, nodes)))
    subjects = {quad.subject for quad in own}
    referring = sorted(
        {
            quad
            for node in nodes
            for quad in known.referring(node)
            if quad.subject not in subjects and isinstance(quad.subject, NamedNode)
        },
        key=lambda quad: (str(quad.subject), str(quad.predicate), str(quad.object)),
    )
    told = tuple(referring[:REFERRING])
    linked = dict.fromkeys(
        [quad.predicate for quad in own]
        + [quad.object for quad in own if isinstance(quad.object, NamedNode)]
        + [quad.subject for quad in told if isinstance(quad.subject, NamedNode)]
    )
    names = _names(known, (node for node in linked if node not in subjects))
    return Description(NamedNode(document), nodes, own, told, tuple(names), len(referring) - len(told))


def find(revision: Revision, document: str) -> tuple[NamedNode, ...]:
    """The resources of the document with this IRI; raises UnknownResource where there is none."""
    known = resources.of(revision)
    nodes = known.documents.get(document)
    if nodes is None:
        raise UnknownResource(f"Nothing is known of {document}.", similar=_similar(known, document))
    return nodes


def represent(revision: Revision, document: str, form: Format) -> Representation:
    """The description in one of the formats for graphs."""
    quads = serialisation.in_default_graph(describe(revision, document).quads())
    body = serialisation.text(quads, form, revision.project)
    return Representation(body, form.media_type, entity_tag(revision, form.name))


def _with_blank_nodes(known: Resources, nodes: Iterable[Node]) -> Iterator[Quad]:
    """The statements about ``nodes`` and about the blank nodes below them."""
    waiting = list(nodes)
    seen = set(waiting)
    while waiting:
        for quad in known.about(waiting.pop(0)):
            yield quad
            if isinstance(quad.object, BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)


def _names(known: Resources, nodes: Iterable[Node]) -> Iterator[Quad]:
    for node in nodes:
        yield from known.label_statements(node)
        yield from (quad for quad in known.about(node) if quad.predicate == TYPE)


def _similar(known: Resources, document: str) -> list[str]:
    """Up to three IRIs that may have been meant: of the same kind first, by how alike their last part is written."""
    kind, _, name = document.rpartition("/")
    same_kind = {iri.rpartition("/")[2]: iri for iri in known.documents if iri.startswith(kind + "/")}
    by_name = same_kind or {iri.rpartition("/")[2]: iri for iri in known.documents}
    if len(by_name) > _CANDIDATES:
        by_name = {each: iri for each, iri in by_name.items() if each[:3] == name[:3]}
    return [by_name[each] for each in get_close_matches(name, by_name, n=3, cutoff=0.5)]
