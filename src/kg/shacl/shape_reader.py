"""From the shapes graph to shapes: finds them, reads them, refuses what is not well-formed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import ShapesError
from kg.rdf.namespaces import RDFS
from kg.shacl.core import cardinality, logical, other, property_pair, shape_based, string, value_range, value_type
from kg.shacl.report import Severity, Term
from kg.shacl.shapes.path_reader import read_list, read_path
from kg.shacl.shapes.shape import Constraint, Shape, ShapeName, Shapes, Targets
from kg.shacl.shapes.shape_node import Reader, ShapeNode, written
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.sparql_based import constraint_reader
from kg.shacl.sparql_based.components import Component, read_components, read_uses
from kg.shacl.vocabulary import PARAMETERS, TARGETS, sh
from kg.sparql.property_path import Path

_PATH, _NODE_SHAPE, _PROPERTY_SHAPE = sh("path"), sh("NodeShape"), sh("PropertyShape")
_CLASS = NamedNode(RDFS + "Class")
_ONE_SHAPE = (sh("node"), sh("not"), sh("property"), sh("qualifiedValueShape"))
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
    **constraint_reader.READERS,
}


def read_shapes(graph: ShapesGraph) -> Shapes:
    """Every shape of the graph. A ``ShapesError`` names the first that cannot be used."""
    names = dict.fromkeys(_shape_names(graph))
    components = read_components(graph)
    by_name = {name: _Reading(graph, name, components).shape() for name in names}
    _refuse_recursion(by_name)
    return Shapes(by_name, tuple(shape for shape in by_name.values() if shape.targets))


def _shape_names(graph: ShapesGraph) -> Iterator[ShapeName]:
    """The nodes that `SHACL §2.1 <https://www.w3.org/TR/shacl/#shapes>`_ makes shapes, in the order of the graph."""
    roots = [*TARGETS, *PARAMETERS]
    starts = {node for predicate in roots for node in graph.subjects(predicate)}
    for node in dict.fromkeys(quad.subject for quad in graph.quads):
        if isinstance(node, Triple):
            continue
        if node in starts or graph.is_instance(node, _NODE_SHAPE) or graph.is_instance(node, _PROPERTY_SHAPE):
            yield node
            yield from _shapes_meant_by(graph, node)


def _shapes_meant_by(graph: ShapesGraph, node: ShapeName) -> Iterator[ShapeName]:
    values: list[Term] = [value for predicate in _ONE_SHAPE for value in graph.objects(node, predicate)]
    for predicate in _SHAPE_LISTS:
        for value in graph.objects(node, predicate):
            values += read_list(value, graph.objects)
    yield from (value for value in values if isinstance(value, NamedNode | BlankNode))


class _Reading:
    """One shape being read."""

    def __init__(self, graph: ShapesGraph, name: ShapeName, components: tuple[Component, ...]) -> None:
        self.graph, self.name, self.components = graph, name, components
        self.node = ShapeNode(graph, name, is_property=bool(graph.objects(name, _PATH)))

    def shape(self) -> Shape:
        node = self.node
        severity = node.one(sh("severity"))
        return Shape(
            name=self.name,
            path=self._path(),
            targets=self._targets(),
            constraints=tuple(self._constraints()),
            severity=Severity.VIOLATION.iri if severity is None else node.iri(sh("severity"), severity),
            messages=self._messages(),
            deactivated=node.boolean(sh("deactivated")),
        )

    def _path(self) -> Path | None:
        paths = self.node.values(_PATH)
        if len(paths) > 1:
            raise self.node.error("sh:path has several values and may have one")
        if not paths and self.graph.is_instance(self.name, _PROPERTY_SHAPE):
            raise self.node.error("a property shape needs a sh:path")
        if paths and self.graph.is_instance(self.name, _NODE_SHAPE):
            raise self.node.error("a node shape has no sh:path")
        try:
            return read_path(paths[0], self.graph.objects) if paths else None
        except ShapesError as problem:
            raise self.node.error(f"sh:path: {problem.message}") from problem

    def _targets(self) -> Targets:
        node = self.node
        classes: list[Term] = list(node.values(sh("targetClass")))
        for each in classes:
            node.iri(sh("targetClass"), each)
        if isinstance(self.name, NamedNode) and self._is_implicit_class():
            classes.append(self.name)
        for each in node.values(sh("targetNode")):
            if not isinstance(each, NamedNode | Literal):
                raise node.error(f"sh:targetNode must be an IRI or a literal, not {each}")
        return Targets(
            nodes=tuple(node.values(sh("targetNode"))),
            classes=tuple(classes),
            subjects_of=self._predicates("targetSubjectsOf"),
            objects_of=self._predicates("targetObjectsOf"),
        )

    def _is_implicit_class(self) -> bool:
        """`SHACL §2.1.3.3 <https://www.w3.org/TR/shacl/#implicit-targetClass>`_: a shape that is also a class."""
        is_shape = self.graph.is_instance(self.name, _NODE_SHAPE) or self.graph.is_instance(self.name, _PROPERTY_SHAPE)
        return is_shape and self.graph.is_instance(self.name, _CLASS)

    def _predicates(self, name: str) -> tuple[NamedNode, ...]:
        return tuple(self.node.iri(sh(name), each) for each in self.node.values(sh(name)))

    def _messages(self) -> tuple[Literal, ...]:
        return tuple(self.node.text(sh("message"), each) for each in self.node.values(sh("message")))

    def _constraints(self) -> Iterator[Constraint]:
        for predicate, reader in READERS.items():
            values = self.node.values(predicate)
            if not values:
                continue
            if reader.property_shapes_only and not self.node.is_property:
                raise self.node.error(f"{written(predicate)} stands at property shapes only, those with a sh:path")
            if not reader.several:
                self.node.one(predicate)
            for value in values:
                constraint = reader.read(self.node, value)
                if constraint is not None:
                    yield constraint
        yield from read_uses(self.node, self.components)


def _refuse_recursion(by_name: dict[ShapeName, Shape]) -> None:
    """`SHACL §3.4.3 <https://www.w3.org/TR/shacl/#shapes-recursion>`_ leaves recursive shapes undefined."""
    finished: set[ShapeName] = set()
    path: list[ShapeName] = []
    pending: list[tuple[ShapeName, Iterator[ShapeName]]] = []
    for start in by_name:
        if start in finished:
            continue
        path.append(start)
        pending.append((start, _used(by_name, start)))
        while pending:
            name, remaining = pending[-1]
            following = next(remaining, None)
            if following is None:
                pending.pop()
                path.pop()
                finished.add(name)
            elif following in path:
                cycle = " → ".join(map(str, [*path[path.index(following) :], following]))
                raise ShapesError(
                    f"the shape {following} refers to itself: {cycle}",
                    shape=str(following),
                    hint="SHACL gives recursive shapes no meaning. A path such as ex:part* can follow the links.",
                )
            elif following not in finished:
                path.append(following)
                pending.append((following, _used(by_name, following)))


def _used(by_name: dict[ShapeName, Shape], name: ShapeName) -> Iterator[ShapeName]:
    return (each for constraint in by_name[name].constraints for each in shapes_of(constraint))


def shapes_of(constraint: Constraint) -> Iterable[ShapeName]:
    """The shapes that a constraint refers to."""
    match constraint:
        case logical.Not(shape=shape) | shape_based.Node(shape=shape) | shape_based.Property(shape=shape):
            return (shape,)
        case logical.And(shapes=shapes) | logical.Or(shapes=shapes) | logical.Xone(shapes=shapes):
            return shapes
        case shape_based.QualifiedMinCount() | shape_based.QualifiedMaxCount():
            return (constraint.shape, *constraint.siblings)
    return ()
