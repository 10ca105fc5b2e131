"""What the query service is, in RDF: its languages, formats, functions, limits and graphs.

See `SPARQL 1.1 Service Description <https://www.w3.org/TR/sparql11-service-description/>`_. The vocabulary has no words
for limits; they are property values of schema.org, whose ``propertyID`` is the setting's name in ``kg.toml``. So are
the deviations of the engine from SPARQL 1.1.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.compact import forked_build
from kg.publish.query_forms.engine_deviations import DEVIATIONS
from kg.publish.representation import Representation
from kg.publish.serialisations import serialisation
from kg.rdf.formats import RDF_FORMATS, RESULTS_FORMATS, Format
from kg.rdf.namespaces import RDF, WELL_KNOWN, XSD
from kg.revision import Revision
from kg.revision_results import kept_by_revision
from kg.settings.query import Limits
from kg.translations.catalogue import catalogue, mark
from kg.translations.language_tags import INTERFACE_LANGUAGES

_SIMPLE_ENTAILMENT = "http://www.w3.org/ns/entailment/Simple"

Term = NamedNode | Literal


_LIMITS = (
    ("seconds", "seconds", mark("Longest duration of a query, waiting included; then the service answers 504.")),
    ("solutions", "solutions", mark("Most solutions in an answer; above that 413, never an answer cut short.")),
    ("answer_mib", "MiB", mark("Largest answer; above that 413, never an answer cut short.")),
    ("memory_mib", "MiB", mark("Most memory for a query; above that 413.")),
    ("request_bytes", "bytes", mark("Longest query; above that 413.")),
    ("depth", "brackets", mark("Deepest nesting of brackets; above that 413.")),
    ("steps", "patterns and operators", mark("Most patterns and operators in a query; above that 413.")),
    ("queue", "queries", mark("Most queries that wait; above that 503 with Retry-After.")),
    ("client_queries", "queries", mark("Most queries of one client at a time; above that 429 with Retry-After.")),
)
"""The settings that a client should know: name, unit, description."""


def represent(
    revision: Revision, limits: Limits, functions: Iterable[str], endpoint: str, form: Format, examples: str = ""
) -> Representation:
    """The description of the service at ``endpoint``, which offers these extension functions.

    ``examples`` is the address of example queries.
    """
    quads = list(describe(revision, limits, functions, endpoint))
    if examples:
        quads.append(_quad(NamedNode(f"{endpoint}#service"), "rdfs:seeAlso", NamedNode(examples)))
    body = serialisation.text(quads, form, revision.project)
    return Representation(body, form.media_type, f"{hashlib.sha256(body).hexdigest()[:32]}-{form.name}")


def describe(revision: Revision, limits: Limits, functions: Iterable[str], endpoint: str) -> Iterator[Quad]:
    """The statements; what has no IRI of its own is named by a fragment of the endpoint's."""
    service = NamedNode(f"{endpoint}#service")
    dataset = NamedNode(f"{endpoint}#dataset")
    yield _type(service, "sd:Service")
    yield _quad(service, "sd:endpoint", NamedNode(endpoint))
    yield _quad(service, "sd:supportedLanguage", _term("sd:SPARQL11Query"))
    yield _quad(service, "sd:feature", _term("sd:UnionDefaultGraph"))
    yield _quad(service, "sd:defaultEntailmentRegime", NamedNode(_SIMPLE_ENTAILMENT))
    for offer in (*RESULTS_FORMATS, *RDF_FORMATS):
        yield _quad(service, "sd:resultFormat", NamedNode(offer.iri))
    for function in functions:
        yield _quad(service, "sd:extensionFunction", NamedNode(function))
        yield _type(NamedNode(function), "sd:Function")
    yield from _limits(service, limits)
    if revision.project.settings.remote is None:
        yield from _deviations(service)
    yield _quad(service, "sd:defaultDataset", dataset)
    yield from _dataset(revision, dataset)


def _limits(service: NamedNode, limits: Limits) -> Iterator[Quad]:
    for name, unit, description in _LIMITS:
        node = NamedNode(f"{service.value.removesuffix('#service')}#limit-{name}")
        value = getattr(limits, name)
        number = (
            Literal(f"{value:g}", datatype=NamedNode(XSD + "decimal")) if isinstance(value, float) else _count(value)
        )
        yield _quad(service, "schema:additionalProperty", node)
        yield _type(node, "schema:PropertyValue")
        yield _quad(node, "schema:propertyID", Literal(name))
        yield _quad(node, "schema:value", number)
        yield _quad(node, "schema:unitText", Literal(unit))
        for tag in INTERFACE_LANGUAGES:
            yield _quad(node, "schema:description", Literal(catalogue(tag).gettext(description), language=tag))


def _deviations(service: NamedNode) -> Iterator[Quad]:
    for name, sentence in DEVIATIONS:
        node = NamedNode(f"{service.value.removesuffix('#service')}#deviation-{name}")
        yield _quad(service, "schema:additionalProperty", node)
        yield _type(node, "schema:PropertyValue")
        yield _quad(node, "schema:propertyID", Literal("deviation"))
        yield _quad(node, "schema:value", Literal(name))
        for tag in INTERFACE_LANGUAGES:
            yield _quad(node, "schema:description", Literal(catalogue(tag).gettext(sentence), language=tag))


def _dataset(revision: Revision, dataset: NamedNode) -> Iterator[Quad]:
    """Every named graph with its size, and the default graph, which is their union."""
    prefix = f"{revision.project.base}graph/"
    all_triples, graphs = _counted(revision)
    whole = NamedNode(f"{dataset.value.removesuffix('#dataset')}#default-graph")
    yield _type(dataset, "sd:Dataset")
    yield _quad(dataset, "sd:defaultGraph", whole)
    yield _type(whole, "sd:Graph")
    yield _quad(whole, "void:triples", _count(all_triples))
    for number, (name, triples) in enumerate(sorted(graphs.items(), key=lambda item: item[0].value)):
        path = name.value.removeprefix(prefix) if name.value.startswith(prefix) else str(number)
        entry = NamedNode(f"{dataset.value}-{path.replace('/', '-')}")
        graph = NamedNode(f"{entry.value}-graph")
        yield _quad(dataset, "sd:namedGraph", entry)
        yield _type(entry, "sd:NamedGraph")
        yield _quad(entry, "sd:name", name)
        yield _quad(entry, "sd:graph", graph)
        yield _type(graph, "sd:Graph")
        yield _quad(graph, "void:triples", _count(triples))


@kept_by_revision
def _counted(revision: Revision) -> tuple[int, dict[NamedNode, int]]:
    return forked_build.build(revision, _sizes)


def _sizes(revision: Revision) -> tuple[int, dict[NamedNode, int]]:
    """The triples of all graphs together, and of each."""
    triples: set[Triple] = set()
    graphs: dict[NamedNode, set[Triple]] = defaultdict(set)
    for quad in revision.quads():
        triples.add(quad.triple)
        if isinstance(quad.graph_name, NamedNode):
            graphs[quad.graph_name].add(quad.triple)
    return len(triples), {name: len(quads) for name, quads in graphs.items()}


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def _type(node: NamedNode, kind: str) -> Quad:
    return Quad(node, NamedNode(RDF + "type"), _term(kind))


def _quad(subject: NamedNode, predicate: str, value: Term) -> Quad:
    return Quad(subject, _term(predicate), value)


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(WELL_KNOWN[prefix] + local)
