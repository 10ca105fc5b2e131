"""References of a shapes graph to what it does not describe: nothing that they ask for would be judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import BlankNode, NamedNode

from kg.errors import ShapesError
from kg.rdf.namespaces import OWL
from kg.shacl.core.shape_based import Property
from kg.shacl.recursion import shapes_of
from kg.shacl.report import Note, NoteKind, Term
from kg.shacl.shape_problems import ProblemKind
from kg.shacl.shapes.shape import Shape, ShapeName
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.vocabulary import sh
from kg.translations.catalogue import mark

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
    """References that SHACL allows and that mean nothing: to shapes and to prefixes that are not described."""
    for name, shape in by_name.items():
        for constraint in shape.constraints:
            for other in shapes_of(constraint):
                if not isinstance(constraint, Property) and not is_described(graph, other):
                    words = mark("{shape} is not described, so every node conforms to it")
                    yield Note.of(NoteKind.SUSPICIOUS, name, words, shape=other)
    for node in graph.subjects(_PREFIXES):
        for ontology in graph.objects(node, _PREFIXES):
            if not _declares(graph, ontology):
                words = mark("sh:prefixes {ontology} leads to no sh:declare")
                yield Note.of(NoteKind.SUSPICIOUS, node, words, ontology=ontology)


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
