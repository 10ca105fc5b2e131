"""Validates quads by shapes, with notes and coverage, and returns the report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.errors import ShapesError
from kg.shacl import shape_notes
from kg.shacl.core.shape_based import Property
from kg.shacl.core.value_type import Class
from kg.shacl.data_graph import Index, collector_paused
from kg.shacl.details import detailed
from kg.shacl.evaluation import Evaluation, focus_nodes
from kg.shacl.report import Exercise, Note, NoteKind, ValidationReport
from kg.shacl.shape_problems import ProblemKind, Problems
from kg.shacl.shape_reader import read_shapes
from kg.shacl.shapes.shape import Shape
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.vocabulary import sh
from kg.sparql.property_path import predicates


def validate(
    data: Iterable[Quad],
    shapes: Iterable[Quad],
    *,
    background: Iterable[Quad] = (),
    ignored: Collection[ProblemKind] = (),
    dataset_digest: str,
    shapes_digest: str,
) -> ValidationReport:
    """The report on the union of the graphs of ``data``; the digests are the caller's names for the two.

    Statements of the ``background`` count as data, but targets select nodes of the data only.

    Raises ShapesError if a shape cannot be used, a term does not exist in SHACL, or there is no shape.
    """
    with collector_paused():
        evaluation = start(data, shapes, background, ignored)
        findings = list(map(evaluation.root, evaluation.shapes.roots))
        return ValidationReport(
            dataset_digest,
            shapes_digest,
            tuple(detailed(evaluation, findings)),
            notes=tuple(dict.fromkeys((*evaluation.notes, *usage_notes(evaluation)))),
            coverage=coverage(evaluation),
        )


def start(
    data: Iterable[Quad | Triple] | Index,
    shapes: Iterable[Quad],
    background: Iterable[Quad] = (),
    ignored: Collection[ProblemKind] = (),
) -> Evaluation:
    """Everything read and checked, nothing evaluated; problems of the kinds that are ``ignored`` are left out.

    An index is used as it is, without the ``background``.
    """
    graph = ShapesGraph(shapes)
    problems = Problems(ignored)
    for problem in (*graph.vocabulary_problems(), *_entailments(graph)):
        problems.add(problem)
    read = read_shapes(graph, problems)
    if not read.by_name:
        raise ShapesError("there is no shape", hint="Without shapes, every dataset would conform.")
    index = data if isinstance(data, Index) else Index(data, background)
    evaluation = Evaluation(index, read, graph)
    evaluation.notes += shape_notes.of(graph, read, problems.left_out)
    return evaluation


def _entailments(graph: ShapesGraph) -> Iterator[ShapesError]:
    """`SHACL §1.5 <https://www.w3.org/TR/shacl/#shacl-rdfs>`_: a regime that is not supported must be signalled."""
    predicate = sh("entailment")
    for subject in graph.subjects(predicate):
        for regime in graph.objects(subject, predicate):
            yield ShapesError(
                f"the shapes demand the entailment regime {regime}, which is not supported",
                shape=str(subject),
                parameter=str(predicate),
                hint="Materialise what it entails in the data, and judge without it by --ignore entailment.",
                kind=ProblemKind.ENTAILMENT,
            )


def coverage(evaluation: Evaluation) -> tuple[Exercise, ...]:
    """How often each shape was evaluated; shapes without an IRI come last."""
    ordered = sorted(evaluation.applied.items(), key=lambda use: (isinstance(use[0], BlankNode), use[0].value))
    shapes = evaluation.shapes.by_name
    return tuple(Exercise(name, focus, values, _judging(shapes[name])) for name, (focus, values) in ordered)


def _judging(shape: Shape) -> int:
    return sum(not isinstance(constraint, Property) for constraint in shape.constraints)


def usage_notes(evaluation: Evaluation) -> Iterator[Note]:
    """Notes on shapes without focus nodes and on terms of shapes that the data never uses: probably typing errors."""
    for shape in evaluation.shapes.roots:
        # An evaluation of some focus nodes may have included none of this shape.
        used = evaluation.applied[shape.name][0] or focus_nodes(evaluation.index, shape.targets)
        if not used and not shape.deactivated:
            yield Note(NoteKind.NO_FOCUS_NODES, shape.name, f"the targets of {shape.name} are not in the data")
    index = evaluation.index
    for predicate in sorted(_named_predicates(evaluation), key=str):
        if predicate not in index.predicates:
            yield Note(NoteKind.UNUSED_TERM, predicate, f"shapes name the property {predicate}, the data never uses it")
    for a_class in sorted(_named_classes(evaluation), key=str):
        if not index.instances(index.number(a_class)):
            yield Note(
                NoteKind.UNUSED_TERM, a_class, f"shapes name the class {a_class}, the data has no instance of it"
            )


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
