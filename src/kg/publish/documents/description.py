"""A bounded description of a document's resource: what a person or machine that looks it up needs, and no more.

It has the resource's own statements and those of its hash IRIs as they were parsed, the statements that refer to it
(at most ``REFERRING``), and the names and types of what they link to, so that nobody has to fetch ten documents to
show one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg import dataset
from kg.errors import UnknownResource, phrase
from kg.history import removed_resources
from kg.publish.representation import Representation, entity_tag
from kg.publish.serialisations import dump, json_ld, serialisation
from kg.rdf.formats import Format
from kg.rdf.namespaces import DCT, WELL_KNOWN, XSD
from kg.resources import catalog, resource_graph
from kg.resources.resource_graph import TYPE, Node, Resources
from kg.revision import Revision
from kg.revision_results import cached_until_renewal

REFERRING = 100
_SORTED = 1_000
_PARTS = 1_000
_CANDIDATES = 5_000


@dataclass(frozen=True, slots=True)
class Description:
    """``own`` are the document's statements, ``referring`` those of others; ``left_out`` counts those not told.

    Of a document with thousands of hash IRIs the first are told; ``parts_left_out`` counts the others.
    """

    document: NamedNode
    resources: tuple[NamedNode, ...]
    own: tuple[Quad, ...]
    referring: tuple[Quad, ...]
    names: tuple[Quad, ...]
    left_out: int
    parts_left_out: int = 0

    def quads(self) -> Iterator[Quad]:
        return chain(self.own, self.referring, self.names)


@cached_until_renewal(maxsize=4)
def describe(revision: Revision, document: str) -> Description:
    """The description of the resource with this IRI, which has no fragment.

    The last ones are kept: the page of a resource is followed by its other languages and formats.

    Raises UnknownResource, with similar names, for an IRI that nothing is said about.
    """
    known = resource_graph.of(revision)
    everything = find(revision, document)
    nodes = everything[:_PARTS]
    own = tuple(dict.fromkeys((*_with_blank_nodes(known, nodes), *_of_graph(revision, document))))
    subjects = {quad.subject for quad in own}
    quads, beyond = _referring(known, nodes)
    referring = sorted(
        {quad for quad in quads if quad.subject not in subjects and isinstance(quad.subject, NamedNode)},
        key=lambda quad: (str(quad.subject), str(quad.predicate), str(quad.object)),
    )
    shown = tuple(referring[:REFERRING])
    linked = dict.fromkeys(
        [quad.predicate for quad in own]
        + [quad.object for quad in own if isinstance(quad.object, NamedNode)]
        + [quad.subject for quad in shown if isinstance(quad.subject, NamedNode)]
    )
    names = _names(known, (node for node in linked if node not in subjects))
    return Description(
        document=NamedNode(document),
        resources=nodes,
        own=own,
        referring=shown,
        names=tuple(names),
        left_out=len(referring) - len(shown) + beyond,
        parts_left_out=len(everything) - len(nodes),
    )


def find(revision: Revision, document: str) -> tuple[NamedNode, ...]:
    """The resources of the document with this IRI. Raises UnknownResource, or RemovedResource for one that was here."""
    known = resource_graph.of(revision)
    nodes = known.documents.get(document)
    if nodes is None:
        if document in (removed := removed_resources.of(revision)):
            raise removed[document].error()
        raise UnknownResource(
            phrase("Nothing is known of {document}.", document=document), similar=_similar(known, document)
        )
    return nodes


def represent(revision: Revision, document: str, form: Format) -> Representation:
    """The description in one of the formats for graphs."""
    description = describe(revision, document)
    quads = serialisation.in_default_graph(description.quads())
    body = serialisation.text(quads, form, revision.project, json_ld.terms(revision))
    computed = any(quad.graph_name == revision.project.computed_graph for quad in description.quads())
    modified = None if computed else revision.modified
    tag = entity_tag(revision, form.name, hashlib.sha256(document.encode()).hexdigest()[:12])
    return Representation(body, form.media_type, tag, modified=modified)


def represent_earlier(revision: Revision, version: str, form: Format) -> Representation | None:
    """An earlier version of the ontology, as its file in ``versions/`` has it; None where there is none."""
    path = revision.project.earlier_ontologies().get(version)
    if path is None:
        return None
    quads = serialisation.in_default_graph(dataset.read(path, revision.project))
    body = serialisation.text(quads, form, revision.project)
    return Representation(body, form.media_type, f"{hashlib.sha256(body).hexdigest()[:32]}-{form.name}")


def _referring(known: Resources, nodes: Iterable[NamedNode]) -> tuple[list[Quad], int]:
    """What refers to these, and how much more does.

    Where tens of thousands do, the first are told in the order of the files: to sort them all would take a second.
    """
    first: list[Quad] = []
    beyond = 0
    for node in nodes:
        quads = known.referring(node)
        taken = quads[: max(0, _SORTED - len(first))]
        first += taken
        beyond += len(quads) - len(taken)
    return first, beyond


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


def _of_graph(revision: Revision, document: str) -> Iterator[Quad]:
    """A named graph in the words of `VoID <https://www.w3.org/TR/void/>`_: its size, its files, its licence."""
    graph_dump = next(
        (candidate for candidate in dump.dumps(revision) if candidate.graph and candidate.graph.value == document), None
    )
    if graph_dump is None:
        return
    graph, void = NamedNode(document), WELL_KNOWN["void"]
    yield Quad(graph, TYPE, NamedNode(void + "Dataset"))
    size = Literal(str(graph_dump.statements), datatype=NamedNode(XSD + "integer"))
    yield Quad(graph, NamedNode(void + "triples"), size)
    for form in graph_dump.formats:
        file = NamedNode(f"{revision.project.base}dumps/{graph_dump.name}.{form.extension}")
        yield Quad(graph, NamedNode(void + "dataDump"), file)
    for licence in catalog.licences(revision):
        yield Quad(graph, NamedNode(DCT + "license"), NamedNode(licence))


def _names(known: Resources, nodes: Iterable[Node]) -> Iterator[Quad]:
    for node in nodes:
        yield from known.label_statements(node)
        yield from (quad for quad in known.about(node) if quad.predicate == TYPE)


def _similar(known: Resources, document: str) -> list[str]:
    """Up to three IRIs that may have been meant: of the same kind first, by how alike their last part is written."""
    kind, _, name = document.rpartition("/")
    by_name = _called(known, f"{kind}/", name)
    if not by_name:
        some = known.documents if len(known.documents) <= _CANDIDATES else _ending(known, name[:3])
        by_name = {iri.rpartition("/")[2]: iri for iri in some}
    return [by_name[match] for match in get_close_matches(name, by_name, n=3, cutoff=0.5)]


def _called(known: Resources, kind: str, name: str) -> dict[str, str]:
    """The documents whose IRI is this and a name; where there are many, those whose name begins like this one."""
    many = known.documents.count(kind) > _CANDIDATES
    iris = known.documents.beginning(kind + name[:3] if many else kind)
    return {rest: iri for iri in iris if "/" not in (rest := iri.removeprefix(kind))}


def _ending(known: Resources, begin: str) -> Iterator[str]:
    """The documents the last part of whose IRI begins so."""
    return (iri for iri in known.documents if iri.startswith(begin, iri.rfind("/") + 1))
