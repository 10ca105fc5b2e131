"""What `SHACL 1.2 <https://www.w3.org/TR/shacl12-core/>`_, a draft, adds to SHACL Core beside lists.

As far as the tests of the draft settle it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass
from itertools import product

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf.namespaces import RDF
from kg.shacl.core import value_type
from kg.shacl.data_graph import SUBCLASS_OF, closure
from kg.shacl.report import Term
from kg.shacl.shapes.shape import (
    Constraint,
    CoreConstraint,
    Evaluation,
    ShapeName,
    ValueConstraint,
    ValueNodes,
    Violation,
    focus_nodes,
)
from kg.shacl.shapes.shape_node import Reader, ShapeNode, of_value
from kg.shacl.vocabulary import component, sh

REIFIES = NamedNode(RDF + "reifies")
_FIRST = NamedNode(RDF + "first")
_REQUIRED, _REIFIER, _UNIQUE = sh("reificationRequired"), sh("reifierShape"), sh("uniqueValuesFor")


@dataclass(frozen=True, slots=True)
class AnyOf(ValueConstraint):
    """Each value node meets one of the constraints: a list of classes, datatypes or node kinds."""

    kind: NamedNode
    options: tuple[ValueConstraint, ...]

    @property
    def component_iri(self) -> NamedNode:
        return self.kind

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        for option in self.options:
            values = values & frozenset(option.failing(values, evaluation))
        return values

    @property
    def default_message(self) -> str:
        demands = ", ".join(option.default_message for option in self.options)
        return f"must meet one of these: {demands}"


@dataclass(frozen=True, slots=True)
class SingleLine(ValueConstraint):
    """No value node is a literal with a line break."""

    component = component("SingleLine")

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        terms = ((value, evaluation.index.terms[value]) for value in values)
        return frozenset(
            value for value, term in terms if isinstance(term, Literal) and not set("\n\r\f\v").isdisjoint(term.value)
        )

    @property
    def default_message(self) -> str:
        return "must have no line break"


@dataclass(frozen=True, slots=True)
class RootClass(ValueConstraint):
    """Each value node is the class or one below it."""

    component = component("RootClass")
    a_class: NamedNode

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        index = evaluation.index
        return values - closure(index.number(self.a_class), index.inverse(SUBCLASS_OF))

    @property
    def default_message(self) -> str:
        return f"must be {self.a_class} or a class below it"


@dataclass(frozen=True, slots=True)
class SubsetOf(CoreConstraint):
    """Each value node is a value of the other property."""

    component = component("SubsetOf")
    other: NamedNode

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        others = evaluation.index.forward(self.other)
        for focus, values in nodes.pairs():
            allowed = frozenset(others.get(focus, ()))
            yield from (Violation(focus, value) for value in values if value not in allowed)

    @property
    def default_message(self) -> str:
        return f"must be a value of {self.other}"


@dataclass(frozen=True, slots=True)
class SomeValue(CoreConstraint):
    """At least one value node conforms to the shape."""

    component = component("SomeValue")
    shape: ShapeName

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        having = nodes.reaching(nodes.distinct - evaluation.failing(self.shape, nodes.distinct))
        return [Violation(focus) for focus in nodes.focus if focus not in having]

    @property
    def default_message(self) -> str:
        return f"must have a value that conforms to {self.shape}"


@dataclass(frozen=True, slots=True)
class ReifierShape(CoreConstraint):
    """The reifiers of each statement of the property conform to the shape; with ``required``, there is one."""

    component = component("ReifierShape")
    shape: ShapeName | None
    predicate: NamedNode
    required: bool

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        index = evaluation.index
        table, reifiers = index.inverse(REIFIES), dict[tuple[int, int], Collection[int]]()
        for focus, value in nodes.having(nodes.distinct):
            subject = index.terms[focus]
            if isinstance(subject, NamedNode | BlankNode):
                statement = index.ids.get(Triple(subject, self.predicate, index.terms[value]), -1)
                reifiers[focus, value] = table.get(statement, ())
        every = frozenset(node for of_statement in reifiers.values() for node in of_statement)
        failing = evaluation.failing(self.shape, every) if self.shape is not None else frozenset[int]()
        for (focus, value), of_statement in reifiers.items():
            if self.required and not of_statement:
                yield Violation(focus, value)
            yield from (Violation(focus, value) for node in of_statement if node in failing)

    @property
    def default_message(self) -> str:
        return "must be annotated" if self.shape is None else f"must have annotations that conform to {self.shape}"


@dataclass(frozen=True, slots=True)
class UniqueValuesFor(CoreConstraint):
    """No other target of the shape has the same values of all the properties."""

    component = component("UniqueValuesFor")
    properties: tuple[NamedNode, ...]

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        index = evaluation.index
        tables = [index.forward(predicate) for predicate in self.properties]
        having: dict[tuple[int, ...], set[int]] = defaultdict(set)
        for node in focus_nodes(index, nodes.shape.targets) | set(nodes.focus):
            for key in product(*(table.get(node, ()) for table in tables)):
                having[key].add(node)
        shared = set[int]().union(*(sharing for sharing in having.values() if len(sharing) > 1))
        return [Violation(focus) for focus in nodes.focus if focus in shared]

    @property
    def default_message(self) -> str:
        return f"must be the only one with its values of {', '.join(map(str, self.properties))}"


def _or_list(name: str, single: Reader) -> Reader:
    """The reader of a parameter of SHACL 1.0 whose value may also be a list."""
    predicate = sh(name)

    def read(shape: ShapeNode, value: Term) -> Constraint | None:
        if not isinstance(value, BlankNode) or not shape.graph.objects(value, _FIRST):
            return single.read(shape, value)
        options = [single.read(shape, member) for member in shape.members(predicate, value)]
        kind = component(name[0].upper() + name[1:])
        return AnyOf(kind, tuple(option for option in options if isinstance(option, ValueConstraint)))

    return Reader(read, single.several, single.property_shapes_only)


def _read_line(shape: ShapeNode, value: Term) -> Constraint | None:  # noqa: ARG001
    return SingleLine() if shape.boolean(sh("singleLine")) else None


def _read_reifier(shape: ShapeNode, value: Term) -> Constraint:
    return ReifierShape(shape.node(_REIFIER, value), _predicate(shape), shape.boolean(_REQUIRED))


def _read_required(shape: ShapeNode, value: Term) -> Constraint | None:  # noqa: ARG001
    alone = shape.boolean(_REQUIRED) and not shape.values(_REIFIER)
    return ReifierShape(None, _predicate(shape), True) if alone else None


def _predicate(shape: ShapeNode) -> NamedNode:
    (path,) = shape.values(sh("path")) or (None,)
    if not isinstance(path, NamedNode) or shape.graph.objects(path, _FIRST):
        raise shape.error("sh:reifierShape needs a sh:path that is one property")
    return path


def _read_unique(shape: ShapeNode, value: Term) -> Constraint:
    is_list = isinstance(value, BlankNode)
    properties = shape.members(_UNIQUE, value) if is_list else [value]
    return UniqueValuesFor(tuple(shape.iri(_UNIQUE, path) for path in properties))


READERS: dict[NamedNode, Reader] = {
    **{sh(name): _or_list(name, value_type.READERS[sh(name)]) for name in ("class", "datatype", "nodeKind")},
    sh("singleLine"): Reader(_read_line),
    **of_value("rootClass", ShapeNode.iri, RootClass, several=True),
    **of_value("subsetOf", ShapeNode.iri, SubsetOf, several=True, property_shapes_only=True),
    **of_value("someValue", ShapeNode.node, SomeValue, several=True),
    _REIFIER: Reader(_read_reifier, several=True, property_shapes_only=True),
    _REQUIRED: Reader(_read_required, property_shapes_only=True),
    _UNIQUE: Reader(_read_unique, several=True),
}
