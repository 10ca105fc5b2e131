"""Constraints that pySHACL evaluates: expressions, and queries with functions that the shapes graph defines.

`SHACL-AF §5 and §7 <https://www.w3.org/TR/shacl-af/#functions>`_.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode

from kg.errors import ShapesError
from kg.shacl.report import Term
from kg.shacl.shape_problems import ProblemKind
from kg.shacl.shapes.shape import Constraint, DescribedConstraint
from kg.shacl.shapes.shape_node import Reader, ShapeNode
from kg.shacl.sparql_based import constraint_reader
from kg.shacl.vocabulary import component, sh


@dataclass(frozen=True, slots=True)
class Delegated(DescribedConstraint):
    """A constraint that pySHACL evaluates with its advanced features."""


def _read_expression(shape: ShapeNode, value: Term) -> Constraint | None:
    return Delegated(component("Expression"), value) if shape.graph.advanced else None


def _read_sparql(shape: ShapeNode, value: Term) -> Constraint | None:
    try:
        return constraint_reader.read_sparql(shape, value)
    except ShapesError as problem:
        defines = shape.graph.advanced and shape.graph.subjects(sh("returnType"))
        if problem.kind != ProblemKind.ADVANCED or not defines or not isinstance(value, NamedNode | BlankNode):
            raise
    return Delegated(component("SPARQL"), value)


READERS: dict[NamedNode, Reader] = {
    sh("sparql"): Reader(_read_sparql, several=True),
    sh("expression"): Reader(_read_expression, several=True),
}
