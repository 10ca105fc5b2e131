"""Reads the parameters of a shape from its node in the shapes graph, and checks their syntax.

A shape that is not well-formed raises a ``ShapesError``, because it must not be silently ignored (`SHACL §3.4.3
<https://www.w3.org/TR/shacl/#failures>`_ leaves this to the processor).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import ShapesError
from kg.rdf.namespaces import RDF, SH, XSD
from kg.shacl.report import Term
from kg.shacl.shapes.path_reader import read_list
from kg.shacl.shapes.shape import Constraint, ShapeName
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.vocabulary import sh

_STRING, _INTEGER, _BOOLEAN = (NamedNode(XSD + name) for name in ("string", "integer", "boolean"))
_LANGUAGE_STRING = NamedNode(RDF + "langString")

Value = TypeVar("Value")


def written(predicate: NamedNode) -> str:
    """``sh:minCount`` for a term of SHACL, the full IRI for any other."""
    iri = predicate.value
    return f"sh:{iri.removeprefix(SH)}" if iri.startswith(SH) else str(predicate)


@dataclass(frozen=True, slots=True)
class ShapeNode:
    """The node of a shape; the methods read and check values of its parameters."""

    graph: ShapesGraph
    name: ShapeName
    is_property: bool

    def error(self, message: str) -> ShapesError:
        """The error for a shape that is not well-formed; a message about a parameter begins with its name."""
        first = message.partition(" ")[0].rstrip(":")
        parameter = f"<{SH}{first.removeprefix('sh:')}>" if first.startswith("sh:") else None
        return ShapesError(
            f"the shape {self.name} is not well-formed: {message}", shape=str(self.name), parameter=parameter
        )

    def values(self, predicate: NamedNode) -> list[Term]:
        return self.graph.objects(self.name, predicate)

    def one(self, predicate: NamedNode) -> Term | None:
        """The only value, or None."""
        values = self.values(predicate)
        if len(values) > 1:
            raise self.error(f"{written(predicate)} must not have more than one value")
        return values[0] if values else None

    def iri(self, predicate: NamedNode, value: Term) -> NamedNode:
        if not isinstance(value, NamedNode):
            raise self.error(f"{written(predicate)} must be an IRI, not {value}")
        return value

    def node(self, predicate: NamedNode, value: Term) -> ShapeName:
        if not isinstance(value, NamedNode | BlankNode):
            raise self.error(f"{written(predicate)} must be a shape, not {value}")
        return value

    def count(self, predicate: NamedNode, value: Term) -> int:
        if isinstance(value, Literal) and value.datatype == _INTEGER and value.value.lstrip("+-").isdecimal():
            return int(value.value)
        raise self.error(f"{written(predicate)} must be an xsd:integer, not {value}")

    def boolean(self, predicate: NamedNode) -> bool:
        """False where the parameter is absent."""
        value = self.one(predicate)
        if value is None:
            return False
        if isinstance(value, Literal) and value.datatype == _BOOLEAN and value.value in ("true", "false", "1", "0"):
            return value.value in ("true", "1")
        raise self.error(f"{written(predicate)} must be true or false, not {value}")

    def string(self, predicate: NamedNode, value: Term) -> str:
        if isinstance(value, Literal) and value.datatype == _STRING:
            return value.value
        raise self.error(f"{written(predicate)} must be an xsd:string, not {value}")

    def text(self, predicate: NamedNode, value: Term) -> Literal:
        if isinstance(value, Literal) and value.datatype in (_STRING, _LANGUAGE_STRING):
            return value
        raise self.error(f"{written(predicate)} must be a string, with or without language, not {value}")

    def members(self, predicate: NamedNode, value: Term) -> list[Term]:
        try:
            return read_list(value, self.graph.objects)
        except ShapesError as problem:
            raise self.error(f"{written(predicate)}: {problem.message}") from problem


@dataclass(frozen=True, slots=True)
class Reader:
    """How a parameter is read as a constraint; with ``several``, a shape may have more than one value of it."""

    read: Callable[[ShapeNode, Term], Constraint | None]
    several: bool = False
    property_shapes_only: bool = False


def of_value(
    name: str,
    check: Callable[[ShapeNode, NamedNode, Term], Value],
    make: Callable[[Value], Constraint],
    *,
    several: bool = False,
    property_shapes_only: bool = False,
) -> dict[NamedNode, Reader]:
    """The parameter whose constraint is made of its value alone, once ``check`` has taken it."""
    predicate = sh(name)

    def read(shape: ShapeNode, value: Term) -> Constraint:
        return make(check(shape, predicate, value))

    return {predicate: Reader(read, several, property_shapes_only)}
