"""What the site holds, in the words of `VoID <https://www.w3.org/TR/void/>`_: for harvesters that start at the root.

Every project has it, with a catalogue of its own or without.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.publish.serialisations import dump
from kg.rdf.namespaces import XSD, expanded
from kg.resources import addresses, catalog, class_counts, resource_graph
from kg.resources.resource_graph import TYPE
from kg.revision import Revision

_CLASSES = 100
"""Classes that are told, the largest first."""
_EXAMPLES = 3

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal


def describe(revision: Revision, root: str) -> Iterator[Quad]:
    """The statements on everything that is published at ``root``, which ends in a slash.

    The data set is ``<root>data#dataset``: its document is the list of what there is to take away.
    """
    document, whole = NamedNode(f"{root}data"), NamedNode(f"{root}data#dataset")
    title = catalog.title(revision, revision.project.languages)
    yield _quad(document, "rdf:type", _term("void:DatasetDescription"))
    yield _quad(document, "rdf:type", _term("foaf:Document"))
    yield _quad(document, "dct:title", title)
    yield _quad(document, "foaf:primaryTopic", whole)
    yield _quad(whole, "rdf:type", _term("void:Dataset"))
    yield _quad(whole, "dct:title", title)
    about = catalog.description(revision, revision.project.languages)
    if about:
        yield _quad(whole, "dct:description", about)
    for licence in catalog.licences(revision):
        yield _quad(whole, "dct:license", NamedNode(licence))
    yield _quad(whole, "foaf:homepage", NamedNode(root))
    yield _quad(whole, "void:sparqlEndpoint", NamedNode(f"{root}sparql"))
    yield _quad(whole, "void:uriSpace", Literal(revision.project.base))
    yield from _files(revision, root, whole)
    yield from _classes(revision, whole)
    known = addresses.of(revision)
    examples = (iri for iri in resource_graph.of(revision).documents if known.is_own(iri) and known.of(iri))
    for iri, _ in zip(examples, range(_EXAMPLES), strict=False):
        yield _quad(whole, "void:exampleResource", NamedNode(iri))


def _files(revision: Revision, root: str, whole: NamedNode) -> Iterator[Quad]:
    """The size of everything, its files, and each named graph with its own."""
    for one in dump.dumps(revision):
        node = one.graph or whole
        yield _quad(node, "void:triples", _count(one.statements))
        for form in one.formats:
            yield _quad(node, "void:dataDump", NamedNode(f"{root}dumps/{one.name}.{form.extension}"))
        if one.graph:
            yield _quad(one.graph, "rdf:type", _term("void:Dataset"))
            yield _quad(whole, "void:subset", one.graph)


def _classes(revision: Revision, whole: NamedNode) -> Iterator[Quad]:
    for number, (kind, count) in enumerate(class_counts.counts(revision)[:_CLASSES]):
        partition = BlankNode(f"class{number}")
        yield _quad(whole, "void:classPartition", partition)
        yield _quad(partition, "void:class", kind)
        yield _quad(partition, "void:entities", _count(count))


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def _quad(subject: Node, predicate: str, value: Value) -> Quad:
    return Quad(subject, TYPE if predicate == "rdf:type" else _term(predicate), value)


def _term(name: str) -> NamedNode:
    return NamedNode(expanded(name))
