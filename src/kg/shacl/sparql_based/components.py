"""Reads SPARQL-based constraint components that a shapes graph defines, and the constraints of shapes that use them.

`SHACL §6 <https://www.w3.org/TR/shacl/#sparql-constraint-components>`_.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode

from kg.errors import ShapesError
from kg.rdf.namespaces import SH
from kg.shacl.report import Term
from kg.shacl.shapes.shape import Constraint
from kg.shacl.shapes.shape_node import ShapeNode
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.sparql_based.constraint import Ask, Select
from kg.shacl.sparql_based.constraint_reader import read_plan
from kg.shacl.vocabulary import sh

_COMPONENT, _MESSAGE = sh("ConstraintComponent"), sh("message")
_RESERVED = frozenset({"this", "shapesGraph", "currentShape", "path", "PATH", "value"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: the predicate that shapes use, and the variable that queries use."""

    predicate: NamedNode
    name: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Component:
    """A constraint component with its parameters."""

    iri: NamedNode
    parameters: tuple[Parameter, ...]

    def mandatory(self) -> Iterator[NamedNode]:
        """The properties that a shape must have to use the component."""
        return (parameter.predicate for parameter in self.parameters if not parameter.optional)


def read_components(graph: ShapesGraph) -> tuple[Component, ...]:
    """Every component that the graph defines outside SHACL's own namespace."""
    return tuple(
        Component(node, tuple(parameters_of(graph, node)))
        for node in graph.subjects(sh("parameter"))
        if isinstance(node, NamedNode) and not node.value.startswith(SH) and graph.is_instance(node, _COMPONENT)
    )


def parameters_of(graph: ShapesGraph, component: NamedNode | BlankNode) -> Iterator[Parameter]:
    """The parameters of a constraint component, or of a type of targets."""
    for node in graph.objects(component, sh("parameter")):
        paths = graph.objects(node, sh("path"))
        if len(paths) != 1 or not isinstance(paths[0], NamedNode) or not isinstance(node, NamedNode | BlankNode):
            raise ShapesError(f"a parameter of {component} needs one sh:path, an IRI", shape=str(component))
        name = re.split(r"[/#:]", paths[0].value)[-1]
        if name in _RESERVED or not re.fullmatch(r"\w+", name):
            raise ShapesError(f"a parameter of {component} cannot be called {name!r}", shape=str(component))
        yield Parameter(paths[0], name, ShapeNode(graph, node, is_property=True).boolean(sh("optional")))


def read_uses(shape: ShapeNode, components: tuple[Component, ...]) -> Iterator[Constraint]:
    """The constraints of a shape that uses some of the components: one that has all mandatory parameters."""
    for component in components:
        if all(shape.values(predicate) for predicate in component.mandatory()):
            validator = _validator(shape, component)
            if validator is not None:
                for values in _combinations(shape, component):
                    yield _constraint(shape, component, validator, values)


def _validator(shape: ShapeNode, component: Component) -> ShapeNode | None:
    own = "propertyValidator" if shape.is_property else "nodeValidator"
    for predicate in (sh(own), sh("validator")):
        values = shape.graph.objects(component.iri, predicate)
        if values and isinstance(values[0], NamedNode | BlankNode):
            return ShapeNode(shape.graph, values[0], is_property=shape.is_property)
    return None


def _combinations(shape: ShapeNode, component: Component) -> Iterator[dict[str, Term]]:
    """The values of the parameters for each constraint: several only for a component with a single parameter."""
    if len(component.parameters) == 1:
        (only,) = component.parameters
        yield from ({only.name: value} for value in shape.values(only.predicate))
        return
    values = {parameter.name: shape.one(parameter.predicate) for parameter in component.parameters}
    yield {name: value for name, value in values.items() if value is not None}


def _constraint(shape: ShapeNode, component: Component, validator: ShapeNode, values: dict[str, Term]) -> Constraint:
    messages = tuple(validator.text(_MESSAGE, message) for message in validator.values(_MESSAGE))
    select, ask = validator.one(sh("select")), validator.one(sh("ask"))
    names = tuple(parameter.name for parameter in component.parameters)
    if select is not None:
        query, columns = validator.string(sh("select"), select), ("this",)
        plan = read_plan(shape, validator, query, values, columns, names)
        return Select(component.iri, None, plan, messages, tuple(values.items()))
    if ask is None:
        raise shape.error(f"the validator {validator.name} has neither sh:select nor sh:ask")
    query = validator.string(sh("ask"), ask)
    plan = read_plan(shape, validator, query, values, ("this", "value"), names)
    return Ask(component.iri, None, plan, messages, tuple(values.items()))
