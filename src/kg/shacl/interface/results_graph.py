"""Results as the results graph of `SHACL §3.6 <https://www.w3.org/TR/shacl/#validation-report>`_."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf.namespaces import RDF, XSD
from kg.shacl.report import Result
from kg.shacl.shapes.path_writer import write_path
from kg.shacl.vocabulary import sh

_TYPE = NamedNode(RDF + "type")


def triples(results: Iterable[Result], *, conforms: bool) -> Iterator[Triple]:
    """The graph with one ``sh:ValidationReport``; what is inside a result is its ``sh:detail``."""
    report = BlankNode()
    yield Triple(report, _TYPE, sh("ValidationReport"))
    yield Triple(report, sh("conforms"), Literal("true" if conforms else "false", datatype=NamedNode(XSD + "boolean")))
    for result in results:
        node = BlankNode()
        yield Triple(report, sh("result"), node)
        yield from _result(node, result)


def _result(node: BlankNode, result: Result) -> Iterator[Triple]:
    yield Triple(node, _TYPE, sh("ValidationResult"))
    yield Triple(node, sh("focusNode"), result.focus_node)
    if result.path is not None:
        steps: list[Triple] = []
        yield Triple(node, sh("resultPath"), write_path(result.path, steps))
        yield from steps
    if result.value is not None:
        yield Triple(node, sh("value"), result.value)
    yield Triple(node, sh("sourceConstraintComponent"), result.component)
    yield Triple(node, sh("sourceShape"), result.source_shape)
    if result.source_constraint is not None:
        yield Triple(node, sh("sourceConstraint"), result.source_constraint)
    yield Triple(node, sh("resultSeverity"), result.severity_iri)
    for message in result.messages:
        yield Triple(node, sh("resultMessage"), message)
    for inner in (result for branch in result.branches for result in branch.results):
        detail = BlankNode()
        yield Triple(node, sh("detail"), detail)
        yield from _result(detail, inner)
