"""From quads and shapes to the report that names both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.errors import ShapesError
from kg.shacl import shape_notes
from kg.shacl.core.value_type import Class
from kg.shacl.data_graph import Index, collector_paused
from kg.shacl.evaluation import Evaluation, focus_nodes, results
from kg.shacl.report import Exercise, Note, NoteKind, ValidationReport
from kg.shacl.shape_problems import ProblemKind, Problems
from kg.shacl.shape_reader import read_shapes
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

    Statements of the ``background`` count as the data's, but its nodes are not judged: targets look in the data only.

    Raises ShapesError where a shape cannot be used, where SHACL has no such term, and where there is no shape at all.
    """
    with collector_paused():
        evaluation = start(data, shapes, background, ignored)
        found = [evaluation.root(shape) for shape in evaluation.shapes.roots]
        return ValidationReport(
            dataset_digest,
            shapes_digest,
            tuple(results(evaluation.index, found)),
            notes=tuple(dict.fromkeys((*evaluation.notes, *remarks(evaluation)))),
            coverage=coverage(evaluation),
        )


def start(
    data: Iterable[Quad | Triple],
    shapes: Iterable[Quad],
    background: Iterable[Quad] = (),
    ignored: Collection[ProblemKind] = (),
) -> Evaluation:
    """Everything read and checked, nothing evaluated; problems of the kinds that are ``ignored`` are left out."""
    graph = ShapesGraph(shapes)
    problems = Problems(ignored)
    for problem in (*graph.vocabulary_problems(), *_entailments(graph)):
        problems.add(problem)
    read = read_shapes(graph, problems)
    if not read.by_name:
        raise ShapesError(
            "there is no shape", hint="A validation without shapes finds nothing, whatever the data says."
        )
    evaluation = Evaluation(Index(data, background), read, graph)
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
    """How often each shape was used; those that have no name come last."""
    ordered = sorted(evaluation.applied.items(), key=lambda each: (isinstance(each[0], BlankNode), each[0].value))
    return tuple(Exercise(shape, focus, values) for shape, (focus, values) in ordered)


def remarks(evaluation: Evaluation) -> Iterator[Note]:
    """Shapes that looked at nothing, and terms that shapes name and data never use: likely slips of the pen."""
    for shape in evaluation.shapes.roots:
        # A run over some focus nodes may have applied it to none of those that there are.
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
    found: set[NamedNode] = set()
    for shape in evaluation.shapes.by_name.values():
        found.update(predicates(shape.path) if shape.path is not None else ())
        found.update(shape.targets.subjects_of + shape.targets.objects_of)
    return found


def _named_classes(evaluation: Evaluation) -> set[NamedNode]:
    shapes = evaluation.shapes.by_name.values()
    found = {each for shape in shapes for each in shape.targets.classes if isinstance(each, NamedNode)}
    found.update(each.a_class for shape in shapes for each in shape.constraints if isinstance(each, Class))
    return found
