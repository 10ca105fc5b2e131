"""Terms of other vocabularies on shapes that look as if they judged something, and do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.rdf.namespaces import SH
from kg.shacl.report import Note, NoteKind
from kg.shacl.shapes.shape import Shapes
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.vocabulary import PARAMETERS, TARGETS, sh
from kg.translations.catalogue import mark

_DASH = "http://datashapes.org/dash#"
_OF_DASH = """closedByTypes coExistsWith hasValueIn hasValueWithClass indexed nonRecursive reifiableBy rootClass
    scriptConstraint singleLine stem subSetOf symmetric uniqueValueForClass uriStart"""
_UNDEFINED = mark(
    "dash:{name} is a constraint of DASH, whose definition is not among the shapes, so it judges nothing: add dash.ttl"
)
_LIKE = mark("{term} is not sh:{name}, so it judges nothing")
_UNUSED = mark("{parameter} judges nothing here: no component that has it as a parameter has a validator for the shape")
_NAMES = frozenset(term.value.removeprefix(SH) for term in PARAMETERS | TARGETS)
_PARAMETER, _PATH = sh("parameter"), sh("path")


def notes(graph: ShapesGraph, shapes: Shapes) -> Iterator[Note]:
    """A note for each use of such a term by a shape."""
    components = _components(graph)
    for term in graph.predicates:
        if term.value.startswith(SH):
            continue
        known = components.get(term)
        for subject in graph.subjects(term):
            shape = shapes.by_name.get(subject)
            if shape is None:
                continue
            if known and not any(constraint.component_iri in known for constraint in shape.constraints):
                yield Note.of(NoteKind.SUSPICIOUS, subject, _UNUSED, parameter=term)
            elif not known and (words := _words(term, is_property=shape.path is not None)):
                yield Note.of(NoteKind.SUSPICIOUS, subject, words, term=term, name=_local(term))


def _components(graph: ShapesGraph) -> dict[NamedNode, set[NamedNode]]:
    """The constraint components by their mandatory parameters; those with several, not all used, are told elsewhere."""
    components: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    others = {*graph.subjects(sh("returnType")), *graph.subjects(sh("select")), *graph.subjects(sh("construct"))}
    for component in graph.subjects(_PARAMETER):
        parameters = graph.objects(component, _PARAMETER)
        if isinstance(component, NamedNode) and component not in others and len(parameters) == 1:
            for path in graph.objects(parameters[0], _PATH):
                if isinstance(path, NamedNode):
                    components[path].add(component)
    return components


def _words(term: NamedNode, *, is_property: bool) -> str | None:
    name = _local(term)
    if term.value.startswith(_DASH):
        return _UNDEFINED if name in _OF_DASH.split() else None
    # What is a plain word, such as class, may say something else of a node shape, which may be a class itself.
    is_telling = is_property or any(character.isupper() for character in name)
    return _LIKE if name in _NAMES and is_telling else None


def _local(term: NamedNode) -> str:
    return term.value[max(map(term.value.rfind, "/#:")) + 1 :]
