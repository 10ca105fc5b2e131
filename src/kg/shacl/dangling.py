"""References of a shapes graph to what asks for nothing: what it does not describe, and shapes without constraint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import ShapesError
from kg.rdf.namespaces import OWL
from kg.shacl.core.other import Closed
from kg.shacl.core.shape_based import Property
from kg.shacl.recursion import shapes_of
from kg.shacl.report import Note, NoteKind, Term
from kg.shacl.shape_problems import ProblemKind
from kg.shacl.shapes.shape import Shape, ShapeName
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.vocabulary import sh
from kg.translations.catalogue import mark

_DEACTIVATED, _RULE = sh("deactivated"), sh("rule")
_PATH, _PREFIXES, _DECLARE, _IMPORTS = sh("path"), sh("prefixes"), sh("declare"), NamedNode(OWL + "imports")


def problems(graph: ShapesGraph, by_name: Mapping[ShapeName, Shape]) -> Iterator[ShapesError]:
    """Values of sh:property that are no property shapes: `SHACL §4.7.2 <https://www.w3.org/TR/shacl/#property-node>`_."""
    for name, shape in by_name.items():
        for constraint in shape.constraints:
            if isinstance(constraint, Property) and not graph.objects(constraint.shape, _PATH):
                reason = "has no sh:path" if is_described(graph, constraint.shape) else "is not described here"
                yield ShapesError(
                    f"sh:property of the shape {name} must be a property shape, and {constraint.shape} {reason}",
                    shape=str(name),
                    parameter=str(sh("property")),
                    hint="Is a file of the shapes missing?",
                    kind=ProblemKind.MISSING,
                )


def notes(graph: ShapesGraph, by_name: Mapping[ShapeName, Shape]) -> Iterator[Note]:
    """References that SHACL allows and that mean nothing: to such shapes, and to prefixes that are not described."""
    for name, shape in by_name.items():
        for constraint in shape.constraints:
            for other in shapes_of(constraint):
                words = None if isinstance(constraint, Property) else _nothing(graph, by_name, other)
                if words:
                    yield Note.of(NoteKind.SUSPICIOUS, name, words, shape=other)
        yield from _judges_nothing(graph, by_name, name, shape)
    for node in graph.subjects(_PREFIXES):
        for ontology in graph.objects(node, _PREFIXES):
            if not _declares(graph, ontology):
                words = mark("sh:prefixes {ontology} leads to no sh:declare")
                yield Note.of(NoteKind.SUSPICIOUS, node, words, ontology=ontology)


def _nothing(graph: ShapesGraph, by_name: Mapping[ShapeName, Shape], name: ShapeName) -> str | None:
    """Why every node conforms to the shape, if that is so whatever the data."""
    if not is_described(graph, name):
        return mark("{shape} is not described, so every node conforms to it")
    if is_deactivated(graph, name):
        return mark("{shape} is deactivated, so every node conforms to it")
    shape = by_name.get(name)
    if shape is not None and not shape.constraints and not shape.deactivated:
        return mark("{shape} has no constraint, so every node conforms to it")
    return None


def _judges_nothing(
    graph: ShapesGraph, by_name: Mapping[ShapeName, Shape], name: ShapeName, shape: Shape
) -> Iterator[Note]:
    """What is no slip by itself: a shape that is switched off, one with a target alone, and a bare property shape.

    That is how a property is allowed in a closed shape, so nothing is said of it there.
    """
    if is_deactivated(graph, name):
        yield Note.of(NoteKind.EMPTY, name, mark("a shape that is deactivated judges nothing"))
    elif shape.targets and not shape.constraints and not shape.deactivated and not graph.objects(name, _RULE):
        yield Note.of(NoteKind.EMPTY, name, mark("a shape without any constraint judges nothing"))
    if any(isinstance(constraint, Closed) for constraint in shape.constraints):
        return
    used = (by_name.get(constraint.shape) for constraint in shape.constraints if isinstance(constraint, Property))
    if any(bare is not None and not bare.constraints and not bare.deactivated for bare in used):
        yield Note.of(NoteKind.EMPTY, name, mark("its property shapes without any constraint judge nothing"))


def is_deactivated(graph: ShapesGraph, name: ShapeName) -> bool:
    """Whether the shapes graph itself switches the shape off (`SHACL §2.1.6 <https://www.w3.org/TR/shacl/#deactivated>`_)."""
    return any(isinstance(v, Literal) and v.value in ("true", "1") for v in graph.objects(name, _DEACTIVATED))


def is_described(graph: ShapesGraph, node: Term) -> bool:
    """Whether a statement of the shapes graph is about the node."""
    return node in graph.described


def _declares(graph: ShapesGraph, ontology: Term) -> bool:
    pending, seen = [ontology], set[Term]()
    while pending:
        node = pending.pop()
        if isinstance(node, NamedNode | BlankNode) and node not in seen:
            seen.add(node)
            if graph.objects(node, _DECLARE):
                return True
            pending += graph.objects(node, _IMPORTS)
    return False
