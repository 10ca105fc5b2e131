"""Small data and a shape in Turtle, and what the validation finds in them."""

from __future__ import annotations

from collections import Counter

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.shacl.report import Result, Term, ValidationReport
from kg.shacl.validator import validate

PREFIXES = """
BASE <https://example.org/>
PREFIX ex: <https://example.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def quads(turtle: str) -> list[Quad]:
    return list(parse(PREFIXES + turtle, format=RdfFormat.TURTLE))


def report(data: str, shapes: str) -> ValidationReport:
    return validate(quads(data), quads(shapes), dataset_digest="data", shapes_digest="shapes")


def results(data: str, shapes: str) -> tuple[Result, ...]:
    return report(data, shapes).results


def bad_values(values: str, constraint: str) -> set[str]:
    """Those of the ``values`` of one focus node that a property shape with this constraint reports."""
    found = results(
        f"ex:focus ex:p {values} .", f"ex:shape sh:targetNode ex:focus ; sh:property [ sh:path ex:p ; {constraint} ] ."
    )
    return {short(result.value) for result in found}


def bad_focus(data: str, constraint: str) -> dict[str, int]:
    """How many results each subject of ``ex:p`` has with a property shape on ``ex:p``."""
    found = results(data, f"ex:shape sh:targetSubjectsOf ex:p, ex:q ; sh:property [ sh:path ex:p ; {constraint} ] .")
    return dict(Counter(short(result.focus_node) for result in found))


def short(term: Term | None) -> str:
    """The last part of an IRI, the text of a literal."""
    if isinstance(term, NamedNode):
        return term.value.rpartition("/")[2]
    return term.value if isinstance(term, Literal) else str(term)
