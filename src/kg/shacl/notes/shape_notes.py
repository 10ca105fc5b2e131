"""Notes on shapes that are well-formed and judge less than they seem to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import ShapesError
from kg.rdf.namespaces import OWL, RDFS, SH, XSD
from kg.shacl import dangling
from kg.shacl.core import contradictions, logical
from kg.shacl.data_graph import SUBCLASS_OF
from kg.shacl.notes import foreign_terms
from kg.shacl.recursion import shapes_of
from kg.shacl.report import Note, NoteKind, Term
from kg.shacl.shapes.shape import Shape, ShapeName, Shapes
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.sparql_based.components import read_components
from kg.shacl.sparql_based.constraint import SparqlConstraint
from kg.shacl.sparql_based.prebinding import grouped_by_this, groups_by_path, tokens_of
from kg.shacl.vocabulary import PARAMETERS, sh
from kg.translations.catalogue import mark

_CLASS, _OWL_CLASS = NamedNode(RDFS + "Class"), NamedNode(OWL + "Class")
_IMPORTS = NamedNode(OWL + "imports")
_ANY_URI = NamedNode(XSD + "anyURI")
_COUNTS = ("minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount")
_REFERRING = frozenset(
    (sh("parameter"), sh("targetWhere"), sh("filterShape"), *map(sh, ("shape", "values", "condition")))
)
_ALONE = (
    ("ignoredProperties", "closed"),
    ("flags", "pattern"),
    ("qualifiedValueShapesDisjoint", "qualifiedValueShape"),
)


def of(graph: ShapesGraph, shapes: Shapes, left_out: Sequence[ShapesError]) -> Iterator[Note]:
    """All notes on the shapes alone, without the data."""
    yield from _left_out(graph, left_out)
    yield from dangling.notes(graph, shapes.by_name)
    yield from _without_target(graph, shapes)
    for name, shape in shapes.by_name.items():
        kinds = (_CLASS, sh("ShapeClass"))
        if name in shape.targets.classes and not any(graph.is_instance(name, kind) for kind in kinds):
            yield Note.of(
                NoteKind.OWL_CLASS, name, mark("an owl:Class that is a shape is taken as its own target class")
            )
        yield from _slips(graph, name, shape)
        yield from contradictions.notes(name, shape)
    yield from _half_used_components(graph, shapes)
    yield from foreign_terms.notes(graph, shapes)
    for declaration in graph.subjects(sh("namespace")):
        for namespace in graph.objects(declaration, sh("namespace")):
            if isinstance(namespace, Literal) and namespace.datatype != _ANY_URI:
                yield Note.of(NoteKind.SUSPICIOUS, declaration, mark("sh:namespace should be an xsd:anyURI"))
    for node in graph.subjects(_IMPORTS):
        if any(isinstance(imported, Literal) for imported in graph.objects(node, _IMPORTS)):
            words = mark("owl:imports names a graph by its IRI, not by a text: it has no effect")
            yield Note.of(NoteKind.SUSPICIOUS, node, words)
    for node in graph.subjects(SUBCLASS_OF):
        if node in shapes.by_name or any(node in shape.targets.classes for shape in shapes.roots):
            words = mark("rdfs:subClassOf counts only in the data or the ontology, not here")
            yield Note.of(NoteKind.SUSPICIOUS, node, words)


def _left_out(graph: ShapesGraph, left_out: Sequence[ShapesError]) -> Iterator[Note]:
    nodes = {str(node): node for node in graph.described}
    for problem in left_out:
        node = nodes.get(problem.shape or "")
        if isinstance(node, NamedNode | BlankNode):
            yield Note.of(NoteKind.LEFT_OUT, node, mark("left out by --ignore {problem}"), problem=problem.kind)
    for subject, predicate in graph.inert:
        name = predicate.value.removeprefix(SH)
        words = mark("sh:{name} is not run; no verdict on the data as it is depends on it")
        yield Note.of(NoteKind.NOT_RUN, subject, words, name=name)


def _without_target(graph: ShapesGraph, shapes: Shapes) -> Iterator[Note]:
    """Shapes that judge nothing; what another term of SHACL refers to is used or, if that is left out, told with it."""
    used: set[Term] = {
        name for shape in shapes.by_name.values() for constraint in shape.constraints for name in shapes_of(constraint)
    }
    used |= {quad.object for quad in graph.quads if quad.predicate in _REFERRING}
    used |= set(graph.subjects(sh("target")))
    for name, shape in shapes.by_name.items():
        if shape.constraints and not shape.targets and name not in used and not shape.deactivated:
            yield Note.of(
                NoteKind.NO_TARGET, name, mark("a shape without target to which no other refers judges nothing")
            )


def _slips(graph: ShapesGraph, name: ShapeName, shape: Shape) -> Iterator[Note]:
    """Parameters that have no effect, and those that nothing can meet."""
    for parameter, needed in _ALONE:
        values = graph.objects(name, sh(needed))
        if graph.objects(name, sh(parameter)) and (not values or values == [Literal(False)]):
            words = mark("sh:{parameter} has no effect without sh:{needed}")
            yield Note.of(NoteKind.SUSPICIOUS, name, words, parameter=parameter, needed=needed)
    for parameter in _COUNTS:
        for value in graph.objects(name, sh(parameter)):
            if isinstance(value, Literal) and value.value.startswith("-"):
                words = mark("sh:{parameter} {value} is negative")
                yield Note.of(NoteKind.SUSPICIOUS, name, words, parameter=parameter, value=value.value)
    for constraint in shape.constraints:
        if isinstance(constraint, SparqlConstraint) and constraint.node is not None:
            for query in graph.objects(constraint.node, sh("select")):
                yield from _grouping(name, query.value if isinstance(query, Literal) else "")
                yield from _graphs(name, query.value if isinstance(query, Literal) else "")
        if isinstance(constraint, logical.And) and not constraint.shapes:
            yield Note.of(NoteKind.SUSPICIOUS, name, mark("every node conforms to all shapes of an empty list"))
        if isinstance(constraint, logical.Or | logical.Xone) and not constraint.shapes:
            yield Note.of(NoteKind.SUSPICIOUS, name, mark("nothing can conform to one shape of an empty list"))


def _grouping(name: ShapeName, query: str) -> Iterator[Note]:
    if groups_by_path(query):
        words = mark("GROUP BY $PATH is read as if $PATH were not there: SHACL allows it as a predicate only")
        yield Note.of(NoteKind.SUSPICIOUS, name, words)
    if grouped_by_this(query) != query:
        yield Note.of(NoteKind.SUSPICIOUS, name, mark("GROUP BY is read as if $this were there, which SELECT names"))


def _graphs(name: ShapeName, query: str) -> Iterator[Note]:
    """The data is one graph (`SHACL §1.4 <https://www.w3.org/TR/shacl/#terminology>`_): no other can be chosen."""
    tokens = tokens_of(query)
    for token, following in pairwise(tokens):
        if token.matches("FROM") or (token.matches("GRAPH") and following.variable != "shapesGraph"):
            words = mark("{keyword} in a query finds nothing: the data is one graph, whatever its files name")
            yield Note.of(NoteKind.SUSPICIOUS, name, words, keyword=token.keyword)


def _half_used_components(graph: ShapesGraph, shapes: Shapes) -> Iterator[Note]:
    """Uses of a constraint component that lack a mandatory parameter, which SHACL §6.2 ignores."""
    for component in read_components(graph):
        mandatory = [predicate for predicate in component.mandatory() if predicate not in PARAMETERS]
        for name in shapes.by_name if len(mandatory) > 1 else ():
            given = [predicate for predicate in mandatory if graph.objects(name, predicate)]
            if given and len(given) < len(mandatory):
                words = mark("{component} has no effect without all of its parameters")
                yield Note.of(NoteKind.SUSPICIOUS, name, words, component=component.iri)
