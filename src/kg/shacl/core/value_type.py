"""Value type constraints: `SHACL §4.1 <https://www.w3.org/TR/shacl/#core-components-value-type>`_."""

from __future__ import annotations

from collections.abc import Collection, Set
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.shacl.literals.datatypes import checker
from kg.shacl.report import Term
from kg.shacl.shapes.shape import Constraint, Evaluation, ValueConstraint
from kg.shacl.shapes.shape_node import Reader, ShapeNode, of_value
from kg.shacl.vocabulary import component, sh

KINDS: dict[NamedNode, tuple[type, ...]] = {
    sh("IRI"): (NamedNode,),
    sh("BlankNode"): (BlankNode,),
    sh("Literal"): (Literal,),
    sh("BlankNodeOrIRI"): (BlankNode, NamedNode),
    sh("BlankNodeOrLiteral"): (BlankNode, Literal),
    sh("IRIOrLiteral"): (NamedNode, Literal),
    sh("TripleTerm"): (Triple,),
}


@dataclass(frozen=True, slots=True)
class Class(ValueConstraint):
    """Each value node is a SHACL instance of the class."""

    component = component("Class")
    a_class: NamedNode

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        index = evaluation.index
        return values - index.instances(index.number(self.a_class))

    @property
    def default_message(self) -> str:
        return f"must be a node of class {self.a_class}"


@dataclass(frozen=True, slots=True)
class Datatype(ValueConstraint):
    """Each value node is a literal of the datatype, and well-formed."""

    component = component("Datatype")
    datatype: NamedNode

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        terms = evaluation.index.terms
        wanted, check = self.datatype, checker(self.datatype.value)
        bad: list[int] = []
        for value in values:
            term = terms[value]
            if not isinstance(term, Literal) or term.datatype != wanted or (check and not check(term.value)):
                bad.append(value)
        return frozenset(bad)

    @property
    def default_message(self) -> str:
        return f"must be a well-formed literal of datatype {self.datatype}"


@dataclass(frozen=True, slots=True)
class NodeKind(ValueConstraint):
    """Each value node is of the node kind."""

    component = component("NodeKind")
    kind: NamedNode

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        terms, allowed = evaluation.index.terms, KINDS[self.kind]
        return frozenset(value for value in values if not isinstance(terms[value], allowed))

    @property
    def default_message(self) -> str:
        return f"must be of node kind {self.kind.value.rpartition('#')[2]}"


def _read_kind(shape: ShapeNode, value: Term) -> Constraint:
    if not isinstance(value, NamedNode) or value not in KINDS:
        raise shape.error(f"sh:nodeKind {value} is not one of the node kinds")
    return NodeKind(value)


READERS: dict[NamedNode, Reader] = {
    **of_value("class", ShapeNode.iri, Class, several=True),
    **of_value("datatype", ShapeNode.iri, Datatype),
    sh("nodeKind"): Reader(_read_kind),
}
