"""What the site holds, in the words of `VoID <https://www.w3.org/TR/void/>`_: for harvesters that start at the root.

Every project has it, with a catalogue of its own or without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.publish.data_catalogue import statement_counts
from kg.publish.serialisations import dump
from kg.rdf.namespaces import XSD, expanded
from kg.resources import addresses, catalog, class_counts, resource_graph
from kg.resources.resource_graph import TYPE
from kg.revision import Revision

_MOST = 100
"""Classes, properties and linksets that are told, the largest first."""
_EXAMPLES = 3

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal


def describe(revision: Revision, root: str, more: Sequence[str] = ()) -> Iterator[Quad]:
    """The statements on everything that is published at ``root``, which ends in a slash.

    The data set is ``<root>data#dataset``: its document is the list of what there is to take away. ``more`` are the
    addresses of other descriptions of it.
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
    for address in more:
        yield _quad(whole, "rdfs:seeAlso", NamedNode(address))
    yield from _classes(revision, whole)
    yield from _properties(revision, whole)
    yield from _linksets(revision, whole)
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
    for number, (kind, count) in enumerate(class_counts.counts(revision)[:_MOST]):
        partition = BlankNode(f"class{number}")
        yield _quad(whole, "void:classPartition", partition)
        yield _quad(partition, "void:class", kind)
        yield _quad(partition, "void:entities", _count(count))


def _properties(revision: Revision, whole: NamedNode) -> Iterator[Quad]:
    """How often each property is used, and how many things there are in all; a statement of two graphs counts once."""
    counts = statement_counts.of(revision)
    yield _quad(whole, "void:properties", _count(len(counts.properties)))
    yield _quad(whole, "void:distinctSubjects", _count(counts.subjects))
    yield _quad(whole, "void:distinctObjects", _count(counts.objects))
    for number, (predicate, triples) in enumerate(counts.properties[:_MOST]):
        partition = BlankNode(f"property{number}")
        yield _quad(whole, "void:propertyPartition", partition)
        yield _quad(partition, "void:property", NamedNode(predicate))
        yield _quad(partition, "void:triples", _count(triples))


def _linksets(revision: Revision, whole: NamedNode) -> Iterator[Quad]:
    """What links to each other data set by each property: `VoID, section 5 <https://www.w3.org/TR/void/#linkset>`_."""
    document = whole.value.partition("#")[0]
    for linkset in statement_counts.of(revision).linksets[:_MOST]:
        space = quote(linkset.space.partition("://")[2].rstrip("/#"))
        target = NamedNode(f"{document}#at-{space}")
        node = NamedNode(f"{document}#links-to-{space}-by-{_local(linkset.predicate)}")
        yield _quad(whole, "void:subset", node)
        yield _quad(node, "rdf:type", _term("void:Linkset"))
        yield _quad(node, "void:subjectsTarget", whole)
        yield _quad(node, "void:objectsTarget", target)
        yield _quad(node, "void:linkPredicate", NamedNode(linkset.predicate))
        yield _quad(node, "void:triples", _count(linkset.statements))
        yield _quad(target, "rdf:type", _term("void:Dataset"))
        yield _quad(target, "void:uriSpace", Literal(linkset.space))


def _local(iri: str) -> str:
    """The last part of an IRI, as a fragment can have it."""
    return quote(iri.rstrip("/#").replace("#", "/").rpartition("/")[2])


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def _quad(subject: Node, predicate: str, value: Value) -> Quad:
    return Quad(subject, TYPE if predicate == "rdf:type" else _term(predicate), value)


def _term(name: str) -> NamedNode:
    return NamedNode(expanded(name))
