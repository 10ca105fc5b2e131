"""From quads and shapes to the report that names both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.errors import ShapesError
from kg.shacl.core.value_type import Class
from kg.shacl.data_graph import Index, collector_paused
from kg.shacl.evaluation import Evaluation, focus_nodes, results
from kg.shacl.report import Exercise, Note, NoteKind, ValidationReport
from kg.shacl.shape_reader import read_shapes
from kg.shacl.shapes_graph import ShapesGraph
from kg.sparql.property_path import predicates


def validate(
    data: Iterable[Quad],
    shapes: Iterable[Quad],
    *,
    background: Iterable[Quad] = (),
    dataset_digest: str,
    shapes_digest: str,
) -> ValidationReport:
    """The report on the union of the graphs of ``data``; the digests are the caller's names for the two.

    Statements of the ``background`` count as the data's, but its nodes are not judged: targets look in the data only.

    Raises ShapesError where a shape cannot be used, where SHACL has no such term, and where there is no shape at all.
    """
    with collector_paused():
        evaluation = start(data, shapes, background)
        found = [evaluation.root(shape) for shape in evaluation.shapes.roots]
        return ValidationReport(
            dataset_digest,
            shapes_digest,
            tuple(results(evaluation.index, found)),
            notes=tuple(dict.fromkeys((*evaluation.notes, *remarks(evaluation)))),
            coverage=coverage(evaluation),
        )


def start(data: Iterable[Quad | Triple], shapes: Iterable[Quad], background: Iterable[Quad] = ()) -> Evaluation:
    """Everything read and checked, nothing evaluated."""
    graph = ShapesGraph(shapes)
    graph.check_vocabulary()
    read = read_shapes(graph)
    if not read.by_name:
        raise ShapesError(
            "there is no shape", hint="A validation without shapes finds nothing, whatever the data says."
        )
    return Evaluation(Index(data, background), read, graph)


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
