"""Reads the shapes of a shapes graph, and refuses one that is not well-formed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import ShapesError
from kg.rdf.namespaces import OWL, RDFS
from kg.shacl import dangling, recursion
from kg.shacl.core import (
    additions,
    cardinality,
    logical,
    other,
    property_pair,
    rdf_lists,
    shape_based,
    string,
    value_range,
    value_type,
)
from kg.shacl.report import Severity, Term
from kg.shacl.shape_problems import Problems
from kg.shacl.shapes.path_reader import read_list, read_path
from kg.shacl.shapes.shape import Constraint, Shape, ShapeName, Shapes, Targets
from kg.shacl.shapes.shape_node import Reader, ShapeNode, written
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.sparql_based import delegation
from kg.shacl.sparql_based.components import Component, read_components, read_uses
from kg.shacl.vocabulary import PARAMETERS, TARGETS, sh
from kg.sparql.property_path import Path

_PATH, _NODE_SHAPE, _PROPERTY_SHAPE = sh("path"), sh("NodeShape"), sh("PropertyShape")
_CLASS, _OWL_CLASS, _SHAPE_CLASS = NamedNode(RDFS + "Class"), NamedNode(OWL + "Class"), sh("ShapeClass")
_SHAPE_CLASSES = (_NODE_SHAPE, _PROPERTY_SHAPE, _SHAPE_CLASS)
T = TypeVar("T")
_NO_CONSTRAINTS: tuple[Constraint, ...] = ()
_ONE_SHAPE = tuple(
    sh(name) for name in ["node", "not", "property", "qualifiedValueShape", "memberShape", "someValue", "reifierShape"]
)
_SHAPE_LISTS = (sh("and"), sh("or"), sh("xone"))

READERS: dict[NamedNode, Reader] = {
    **value_type.READERS,
    **cardinality.READERS,
    **value_range.READERS,
    **string.READERS,
    **property_pair.READERS,
    **logical.READERS,
    **shape_based.READERS,
    **other.READERS,
    **rdf_lists.READERS,
    **additions.READERS,
    **delegation.READERS,
}


def read_shapes(graph: ShapesGraph, problems: Problems | None = None) -> Shapes:
    """Every shape of the graph; raises a ShapesError with all problems that are not to be ignored.

    A shape with a problem that is ignored is left out: every node conforms to it, and so are the shapes whose verdict
    it could turn round.
    """
    problems = problems or Problems()
    components = _components(graph, problems)
    by_name: dict[ShapeName, Shape] = {}
    unusable: set[ShapeName] = set()
    for name in dict.fromkeys(_shape_names(graph)):
        reading = _ShapeReader(graph, name, components)
        by_name[name] = reading.shape()
        for problem in reading.problems:
            problems.add(problem)
            unusable.add(name)
    for problem in dangling.problems(graph, by_name):
        problems.add(problem)
    circles = recursion.cycles(by_name)
    for problem in recursion.objections(by_name, circles):
        problems.add(problem)
        unusable.update(name for circle in circles for name in circle if problem.shape == str(name))
    problems.refuse()
    _leave_out(by_name, unusable)
    cycle_of = {name: circle for circle in circles for name in circle}
    return Shapes(by_name, tuple(shape for shape in by_name.values() if shape.targets), cycle_of)


def _components(graph: ShapesGraph, problems: Problems) -> tuple[Component, ...]:
    try:
        return read_components(graph)
    except ShapesError as problem:
        problems.add(problem)
        return ()


def _leave_out(by_name: dict[ShapeName, Shape], unusable: set[ShapeName]) -> None:
    """Deactivate the shapes that are unusable, and those that would mean something else without them."""
    pending = bool(unusable)
    while pending:
        pending = False
        for name, shape in by_name.items():
            if name not in unusable and any(_turns(constraint, unusable) for constraint in shape.constraints):
                unusable.add(name)
                pending = True
    for name in unusable:
        by_name[name] = replace(by_name[name], deactivated=True)


def _turns(constraint: Constraint, unusable: set[ShapeName]) -> bool:
    """Whether a shape to which everything conforms would change more than that its own results are missing."""
    plain = isinstance(constraint, shape_based.Property | shape_based.Node | logical.And)
    return not plain and any(name in unusable for name in recursion.shapes_of(constraint))


def _shape_names(graph: ShapesGraph) -> Iterator[ShapeName]:
    """The nodes that `SHACL §2.1 <https://www.w3.org/TR/shacl/#shapes>`_ makes shapes, in the order of the graph."""
    roots = [*TARGETS, *PARAMETERS]
    starts = {node for predicate in roots for node in graph.subjects(predicate)}
    for node in dict.fromkeys(quad.subject for quad in graph.quads):
        if isinstance(node, Triple):
            continue
        if node in starts or any(graph.is_instance(node, kind) for kind in _SHAPE_CLASSES):
            yield node
            yield from _referenced_shapes(graph, node)


def _referenced_shapes(graph: ShapesGraph, node: ShapeName) -> Iterator[ShapeName]:
    values: list[Term] = [value for predicate in _ONE_SHAPE for value in graph.objects(node, predicate)]
    for predicate in _SHAPE_LISTS:
        for value in graph.objects(node, predicate):
            with suppress(ShapesError):  # the shape itself is refused for it
                values += read_list(value, graph.objects)
    yield from (value for value in values if isinstance(value, NamedNode | BlankNode))


class _ShapeReader:
    """Reads one shape."""

    def __init__(self, graph: ShapesGraph, name: ShapeName, components: tuple[Component, ...]) -> None:
        self.graph, self.name, self.components = graph, name, components
        self.problems: list[ShapesError] = []
        self.node = ShapeNode(graph, name, is_property=bool(graph.objects(name, _PATH)))

    def shape(self) -> Shape:
        """The shape as far as it can be used; ``problems`` are what makes it unusable."""
        node = self.node
        return Shape(
            name=self.name,
            path=self._tried(self._path, None),
            targets=self._tried(self._targets, Targets()),
            constraints=tuple(self._constraints()),
            severity=self._tried(self._severity, Severity.VIOLATION.iri),
            messages=self._tried(self._messages, ()),
            deactivated=self._tried(lambda: node.boolean(sh("deactivated")), False),
        )

    def _tried(self, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except ShapesError as problem:
            self.problems.append(problem)
            return otherwise

    def _severity(self) -> NamedNode:
        severity = self.node.one(sh("severity"))
        return Severity.VIOLATION.iri if severity is None else self.node.iri(sh("severity"), severity)

    def _path(self) -> Path | None:
        paths = self.node.values(_PATH)
        if len(paths) > 1:
            raise self.node.error("sh:path must not have more than one value")
        if not paths and self.graph.is_instance(self.name, _PROPERTY_SHAPE):
            raise self.node.error("a property shape needs a sh:path")
        if paths and self.graph.is_instance(self.name, _NODE_SHAPE):
            raise self.node.error("a node shape must not have a sh:path")
        try:
            return read_path(paths[0], self.graph.objects) if paths else None
        except ShapesError as problem:
            raise self.node.error(f"sh:path: {problem.message}") from problem

    def _targets(self) -> Targets:
        node = self.node
        classes: list[Term] = list(node.values(sh("targetClass")))
        for a_class in classes:
            node.iri(sh("targetClass"), a_class)
        if isinstance(self.name, NamedNode) and self._is_implicit_class():
            classes.append(self.name)
        for target in node.values(sh("targetNode")):
            if not isinstance(target, NamedNode | Literal):
                raise node.error(f"sh:targetNode must be an IRI or a literal, not {target}")
        return Targets(
            nodes=tuple(node.values(sh("targetNode"))),
            classes=tuple(classes),
            subjects_of=self._predicates("targetSubjectsOf"),
            objects_of=self._predicates("targetObjectsOf"),
        )

    def _is_implicit_class(self) -> bool:
        """`SHACL §2.1.3.3 <https://www.w3.org/TR/shacl/#implicit-targetClass>`_: a shape that is also a class.

        An owl:Class is one too, although by the letter it needs rdfs:subClassOf rdfs:Class in the shapes graph.
        """
        is_shape = self.graph.is_instance(self.name, _NODE_SHAPE) or self.graph.is_instance(self.name, _PROPERTY_SHAPE)
        kinds = (_CLASS, _OWL_CLASS) if is_shape else (_SHAPE_CLASS,)
        return any(self.graph.is_instance(self.name, kind) for kind in kinds)

    def _predicates(self, name: str) -> tuple[NamedNode, ...]:
        return tuple(self.node.iri(sh(name), value) for value in self.node.values(sh(name)))

    def _messages(self) -> tuple[Literal, ...]:
        return tuple(self.node.text(sh("message"), value) for value in self.node.values(sh("message")))

    def _constraints(self) -> Iterator[Constraint]:
        for predicate, reader in READERS.items():
            values = self.node.values(predicate)
            if values:
                yield from self._tried(partial(self._read, predicate, reader, values), _NO_CONSTRAINTS)
        yield from self._tried(lambda: tuple(read_uses(self.node, self.components)), _NO_CONSTRAINTS)

    def _read(self, predicate: NamedNode, reader: Reader, values: list[Term]) -> tuple[Constraint, ...]:
        if reader.property_shapes_only and not self.node.is_property:
            raise self.node.error(f"{written(predicate)} is allowed in property shapes only, which have a sh:path")
        if not reader.several:
            self.node.one(predicate)
        return tuple(made for value in values if (made := reader.read(self.node, value)) is not None)
