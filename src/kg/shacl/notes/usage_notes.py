"""Notes on what of the shapes the data does not use, and on what the data may mean by other terms."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.shacl.core.value_type import Class
from kg.shacl.data_graph import RDF_TYPE, SUBCLASS_OF
from kg.shacl.evaluation import Evaluation
from kg.shacl.notes import misspelt_data_terms
from kg.shacl.report import Note, NoteKind
from kg.shacl.shapes.shape import focus_nodes
from kg.sparql.property_path import predicates
from kg.translations.catalogue import mark

# A report tells these in sentences of its own, which count them.
_NO_FOCUS_NODES = "the targets of {shape} are not in the data"
_UNUSED_PROPERTY = "shapes name the property {term}, the data never uses it"
_UNUSED_CLASS = "shapes name the class {term}, the data has no instance of it"
_ABSENT = mark("the target node {node} is not in the data")
_MISSPELT = mark("the data uses {term}, which no shape names and nothing describes: was {meant} meant?")


def of(evaluation: Evaluation) -> Iterator[Note]:
    """Notes on shapes without focus nodes and on terms of shapes that the data never uses: probably typing errors."""
    for shape in evaluation.shapes.roots:
        # An evaluation of some focus nodes may have included none of this shape.
        used = evaluation.applied[shape.name][0] or focus_nodes(evaluation.index, shape.targets)
        if not used and not shape.deactivated:
            yield Note.of(NoteKind.NO_FOCUS_NODES, shape.name, _NO_FOCUS_NODES, shape=shape.name)
    yield from _absent_nodes(evaluation)
    index = evaluation.index
    properties, classes = _named_predicates(evaluation), _named_classes(evaluation)
    for predicate in sorted(properties, key=str):
        if predicate not in index.predicates:
            yield Note.of(NoteKind.UNUSED_TERM, predicate, _UNUSED_PROPERTY, term=predicate)
    for a_class in sorted(classes, key=str):
        if not index.instances(index.number(a_class)):
            yield Note.of(NoteKind.UNUSED_TERM, a_class, _UNUSED_CLASS, term=a_class)
    types = map(index.terms.__getitem__, index.inverse(RDF_TYPE))
    for term, meant in (
        *misspelt_data_terms.pairs(evaluation, index.predicates, {*properties, RDF_TYPE, SUBCLASS_OF}),
        *misspelt_data_terms.pairs(evaluation, (term for term in types if isinstance(term, NamedNode)), classes),
    ):
        yield Note.of(NoteKind.MISSPELT, term, _MISSPELT, term=term, meant=meant)


def _absent_nodes(evaluation: Evaluation) -> Iterator[Note]:
    """The target nodes that the data does not mention: they are focus nodes, and most constraints have no values."""
    ids = evaluation.index.ids
    for shape in evaluation.shapes.roots:
        for node in shape.targets.nodes:
            is_absent = node not in ids or ids[node] >= evaluation.data_terms
            if isinstance(node, NamedNode) and is_absent and not shape.deactivated:
                yield Note.of(NoteKind.SUSPICIOUS, shape.name, _ABSENT, node=node)


def _named_predicates(evaluation: Evaluation) -> set[NamedNode]:
    named: set[NamedNode] = set()
    for shape in evaluation.shapes.by_name.values():
        named.update(predicates(shape.path) if shape.path is not None else ())
        named.update(shape.targets.subjects_of + shape.targets.objects_of)
    return named


def _named_classes(evaluation: Evaluation) -> set[NamedNode]:
    shapes = evaluation.shapes.by_name.values()
    named = {cls for shape in shapes for cls in shape.targets.classes if isinstance(cls, NamedNode)}
    constraints = (constraint for shape in shapes for constraint in shape.constraints)
    named.update(constraint.a_class for constraint in constraints if isinstance(constraint, Class))
    return named
