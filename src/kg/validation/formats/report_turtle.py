"""The report as the results graph of `SHACL §3.6 <https://www.w3.org/TR/shacl/#validation-report>`_, in Turtle.

It says what the standard says and no more, so any SHACL tool reads it: places are for people, in the other forms.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf import turtle
from kg.rdf.namespaces import RDF, SH, XSD
from kg.shacl.shapes.path_writer import write_path
from kg.validation.positions.located_report import Finding, LocatedReport

_TYPE = NamedNode(RDF + "type")


def write(located: LocatedReport) -> str:
    """Canonical Turtle: the same findings are the same text."""
    return turtle.write(triples(located), base=located.names.base or None, prefixes=located.names.prefixes)


def triples(located: LocatedReport) -> Iterator[Triple]:
    """The results graph of the findings; ``sh:conforms`` is false for any result, whatever its severity."""
    report = BlankNode()
    is_clean = located.report.shacl_conforms and not located.left_out
    conforms = Literal("true" if is_clean else "false", datatype=NamedNode(XSD + "boolean"))
    yield Triple(report, _TYPE, _sh("ValidationReport"))
    yield Triple(report, _sh("conforms"), conforms)
    for finding in located.findings:
        node = BlankNode()
        yield Triple(report, _sh("result"), node)
        yield from _result(node, finding)


def _result(node: BlankNode, finding: Finding) -> Iterator[Triple]:
    result = finding.result
    yield Triple(node, _TYPE, _sh("ValidationResult"))
    yield Triple(node, _sh("focusNode"), result.focus_node)
    if result.path is not None:
        steps: list[Triple] = []
        yield Triple(node, _sh("resultPath"), write_path(result.path, steps))
        yield from steps
    if result.value is not None:
        yield Triple(node, _sh("value"), result.value)
    yield Triple(node, _sh("sourceConstraintComponent"), result.component)
    yield Triple(node, _sh("sourceShape"), result.source_shape)
    if result.source_constraint is not None:
        yield Triple(node, _sh("sourceConstraint"), result.source_constraint)
    yield Triple(node, _sh("resultSeverity"), result.severity_iri)
    for message in finding.messages:
        yield Triple(node, _sh("resultMessage"), message)
    for inner in (each for inside in finding.inside for each in inside.findings):
        detail = BlankNode()
        yield Triple(node, _sh("detail"), detail)
        yield from _result(detail, inner)


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)
