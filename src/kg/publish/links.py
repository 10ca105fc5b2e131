"""Typed links that lead machines on: to the thing, its other representations, its licence, its data set.

The relations are those that `signposting <https://signposting.org/FAIR/>`_ asks of a landing page and of what describes
the thing. Identifiers are written in full; everything else is an address on the host that serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import NamedNode

from kg.publish.representation import Link
from kg.publish.serialisations import dump, json_ld
from kg.rdf.formats import GRAPH_FORMATS, JSON_LD, Format
from kg.rdf.namespaces import DCAT
from kg.resources import addresses, catalog, resource_graph
from kg.resources.addresses import DocumentAddress
from kg.revision import Revision
from kg.revision_results import cached_until_renewal, kept_by_revision

HTML = ("html", "text/html")
_CONTEXT = "http://www.w3.org/ns/json-ld#context"


def of_document(revision: Revision, iri: str, form: Format | None) -> tuple[Link, ...]:
    """The links of the document about ``iri``; ``form`` None is its page."""
    where = addresses.of(revision).document(iri)
    return (*_identity(iri, form), *_representations(revision, where, form), *context(revision, iri))


def of_thing(revision: Revision, iri: str) -> tuple[Link, ...]:
    """The links of the redirection from a thing to its document."""
    return (*_described(addresses.of(revision).document(iri), (HTML, *_graphs())), *context(revision, iri))


def context(revision: Revision, iri: str) -> Iterator[Link]:
    """The licence, the data set that a thing is in, and for a data set the files that it is had as."""
    for licence in catalog.licences(revision):
        yield Link(licence, "license")
    for data_set in collections(revision, iri):
        yield Link(address(revision, data_set), "collection")
    for target, media_type in _items(revision, iri):
        yield Link(target, "item", media_type)


def address(revision: Revision, node: NamedNode) -> str:
    """Where an IRI leads on the site: to its document, or to a file or service there; another one stays as it is."""
    base = revision.project.base
    described = addresses.of(revision).of(node.value)
    return described or ("/" + node.value.removeprefix(base) if node.value.startswith(base) else node.value)


@cached_until_renewal(maxsize=1_000)
def collections(revision: Revision, iri: str) -> tuple[NamedNode, ...]:
    """The data sets that a document is in: those of which a distribution is the dump of a graph that says it."""
    by_graph = _data_sets_by_graph(revision)
    nodes = resource_graph.of(revision).documents.get(iri, ()) if by_graph else ()
    graphs = dict.fromkeys(quad.graph_name for node in nodes for quad in revision.about(node))
    graphs.pop(revision.project.computed_graph, None)
    return tuple(dict.fromkeys(data_set for graph in graphs for data_set in by_graph.get(graph, ())))


@kept_by_revision
def _data_sets_by_graph(revision: Revision) -> dict[object, list[NamedNode]]:
    known = {graph_dump.name: graph_dump.graph for graph_dump in dump.dumps(revision) if graph_dump.graph}
    by_graph: dict[object, list[NamedNode]] = {}
    for data_set in catalog.datasets(revision):
        for target, _ in _items(revision, data_set.value):
            name = target.removeprefix("/dumps/").rpartition(".")[0]
            if name in known and data_set not in by_graph.setdefault(known[name], []):
                by_graph[known[name]].append(data_set)
    return by_graph


def _items(revision: Revision, iri: str) -> Iterator[tuple[str, str | None]]:
    """The files of a data set's distributions, with their media types."""
    known = resource_graph.of(revision)
    for distribution in known.values(NamedNode(iri), NamedNode(DCAT + "distribution")):
        if not isinstance(distribution, NamedNode):
            continue
        types = [kind.value for kind in known.values(distribution, NamedNode(DCAT + "mediaType"))]
        media_type = types[0].partition("/media-types/")[2] if types else ""
        for target in known.values(distribution, NamedNode(DCAT + "downloadURL")):
            if isinstance(target, NamedNode):
                yield address(revision, target), media_type or None


def _identity(iri: str, form: Format | None) -> Iterator[Link]:
    """A page is the landing page of the thing, which is cited by its IRI."""
    yield Link(iri, "describes")
    if form is None:
        yield Link(iri, "cite-as")


def _representations(revision: Revision, where: DocumentAddress, form: Format | None) -> Iterator[Link]:
    others = [graph_form for graph_form in _graphs() if form is None or graph_form[0] != form.extension]
    yield from (Link(where.suffixed(extension), "alternate", kind) for extension, kind in others)
    if form is None:
        yield from _described(where, others)
        return
    yield Link(where.suffixed(HTML[0]), "alternate", HTML[1])
    if form == JSON_LD and (terms := json_ld.address(revision)):
        yield Link(terms, _CONTEXT, JSON_LD.media_type)


def _described(where: DocumentAddress, forms: Iterable[tuple[str, str]]) -> Iterator[Link]:
    return (Link(where.suffixed(extension), "describedby", kind) for extension, kind in forms)


def _graphs() -> Sequence[tuple[str, str]]:
    return [(form.extension, form.media_type) for form in GRAPH_FORMATS]
