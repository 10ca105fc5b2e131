"""Validates quads by shapes, with notes and coverage, and returns the report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.errors import ShapesError
from kg.shacl.advanced.query_targets import with_query_targets
from kg.shacl.advanced.rules import derived
from kg.shacl.core.shape_based import Property
from kg.shacl.data_graph import RDF_TYPE, Index, collector_paused
from kg.shacl.details import detailed
from kg.shacl.evaluation import Evaluation, FindingsByFocus, Inferred
from kg.shacl.inference.closure import UNIVERSAL_CLASSES, Regime, demanded, entailed
from kg.shacl.notes import shape_notes, usage_notes
from kg.shacl.processes import forked_evaluation
from kg.shacl.report import Exercise, Note, NoteKind, Result, ValidationReport
from kg.shacl.shape_problems import Ignored, ProblemKind, Problems
from kg.shacl.shape_reader import read_shapes
from kg.shacl.shapes.shape import Shape, Shapes, focus_nodes
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.vocabulary import sh
from kg.translations.catalogue import mark


@dataclass(frozen=True, slots=True)
class Scope:
    """The only shapes to judge by, and the only nodes to judge; with both, targets do not matter."""

    shapes: Collection[NamedNode] | None = None
    nodes: Collection[NamedNode] | None = None

    def roots(self, evaluation: Evaluation) -> dict[Shape, Collection[int] | None]:
        """The shapes to evaluate, each for these nodes or, where that is None, for all its focus nodes."""
        shapes, index = evaluation.shapes, evaluation.index
        unknown = [name for name in self.shapes or () if name not in shapes.by_name]
        if unknown:
            raise ShapesError(f"there is no shape {unknown[0]}", shape=str(unknown[0]))
        chosen = shapes.roots if self.shapes is None else tuple(shapes.by_name[name] for name in self.shapes)
        if self.nodes is None:
            return dict.fromkeys(chosen)
        nodes = index.numbers(self.nodes)
        return {shape: nodes & focus_nodes(index, shape.targets) if self.shapes is None else nodes for shape in chosen}


def validate(
    data: Iterable[Quad],
    shapes: Iterable[Quad],
    *,
    background: Iterable[Quad] = (),
    ignored: Collection[Ignored] = (),
    regime: Regime | None = None,
    advanced: bool = False,
    scope: Scope | None = None,
    processes: int = 1,
    dataset_digest: str,
    shapes_digest: str,
) -> ValidationReport:
    """The report on the union of the graphs of ``data``; the digests are the caller's names for the two.

    Statements of the ``background`` count as data, but targets select nodes of the data only. What both entail by the
    ``regime``, and by the ``sh:entailment`` of the shapes, is inferred before. The ``scope`` leaves out the rest.
    ``advanced`` says whether to use those of the Advanced Features that are supported. The report does not depend on
    the number of ``processes``.

    Raises ShapesError if a shape cannot be used, a term does not exist in SHACL, or there is no shape.
    """
    with collector_paused():
        evaluation = start(data, shapes, background, ignored, regime, advanced=advanced)
        roots = (scope or Scope()).roots(evaluation)
        findings = forked_evaluation.evaluated(evaluation, roots, processes)
        return ValidationReport(
            dataset_digest,
            shapes_digest,
            tuple(_marked(evaluation, roots, findings)),
            notes=tuple(dict.fromkeys((*evaluation.notes, *usage_notes.of(evaluation)))),
            coverage=coverage(evaluation),
        )


def _marked(evaluation: Evaluation, roots: Iterable[Shape], findings: Sequence[FindingsByFocus]) -> Iterator[Result]:
    """The results of the root shapes with what is inside them, those marked that are about inferred statements."""
    results = detailed(evaluation, findings)
    if evaluation.inferred is None:
        yield from results
        return
    for shape, by_focus in zip(roots, findings, strict=True):
        for result in islice(results, sum(map(len, by_focus.values()))):
            yield replace(result, inferred=evaluation.inferred.concerns(result, shape.targets))


def start(
    data: Iterable[Quad | Triple] | Index,
    shapes: Iterable[Quad],
    background: Iterable[Quad] = (),
    ignored: Collection[Ignored] = (),
    regime: Regime | None = None,
    *,
    advanced: bool = False,
) -> Evaluation:
    """Everything read and checked, nothing evaluated; ``ignored`` problems are left out.

    An index is used as it is, without the ``background`` and without inference.
    """
    graph = ShapesGraph(shapes, advanced=advanced)
    problems = Problems(ignored, graph.owners)
    for problem in (*graph.vocabulary_problems(), *_entailments(graph), *_shapes_graphs(graph)):
        problems.add(problem)
    read = read_shapes(graph, problems)
    if not read.by_name:
        raise ShapesError("there is no shape", hint="Without shapes, every dataset would conform.")
    for name in ignored:
        if isinstance(name, NamedNode) and name not in graph.described:
            raise ShapesError(f"there is no shape {name} whose problems could be left out", shape=str(name))
    regime = demanded_regime(graph, regime)
    if isinstance(data, Index) or not (regime or advanced):
        evaluation = Evaluation(data if isinstance(data, Index) else Index(data, background), read, graph)
    else:
        evaluation = _with_inference(list(data), list(background), regime, read, graph)
    evaluation.notes += shape_notes.of(graph, read, problems.left_out)
    return evaluation


def demanded_regime(graph: ShapesGraph, regime: Regime | None = None) -> Regime | None:
    """The regime, extended by those that the shapes graph demands and that are supported."""
    for _, _, other in demanded(graph):
        if other is not None:
            regime = other if regime is None else regime | other
    return regime


def _with_inference(
    data: list[Quad | Triple], background: list[Quad], regime: Regime | None, read: Shapes, graph: ShapesGraph
) -> Evaluation:
    """The evaluation of data with what is entailed: of the data, unless it is about nodes of the background only."""
    statements = entailed([*data, *background], regime) if regime else []
    inferred = len(statements)
    if graph.advanced:
        statements += derived([*data, *background, *statements], graph)
        read = with_query_targets(read, graph, [*data, *background, *statements])
    own = {term for statement in data for term in (statement.subject, statement.object)}
    ours = [statement for statement in statements if statement.subject in own or not background]
    theirs = [statement for statement in statements if background and statement.subject not in own]
    index = Index([*data, *ours], [*background, *theirs])
    if regime:
        index.universal = frozenset((RDF_TYPE, index.number(a_class)) for a_class in UNIVERSAL_CLASSES)
    evaluation = Evaluation(index, read, graph)
    stated = Index(data, background)
    evaluation.inferred = Inferred(
        frozenset(statements),
        frozenset((statement.subject, statement.predicate) for statement in statements),
        {
            shape.targets: frozenset(stated.terms[node] for node in focus_nodes(stated, shape.targets))
            for shape in read.roots
        },
    )
    for count, source in ((inferred, regime), (len(statements) - inferred, "rules")):
        if source and (count or source == regime):
            several = mark("{count} statements were inferred: {source}")
            words = mark("1 statement was inferred: {source}") if count == 1 else several
            evaluation.notes.append(Note.of(NoteKind.INFERRED, sh("entailment"), words, count=count, source=source))
    return evaluation


def _entailments(graph: ShapesGraph) -> Iterator[ShapesError]:
    """`SHACL §1.5 <https://www.w3.org/TR/shacl/#shacl-rdfs>`_: a regime that is not supported must be signalled."""
    for subject, value, regime in demanded(graph):
        if regime is None:
            yield ShapesError(
                f"the shapes demand the entailment regime {value}, which is not supported",
                shape=str(subject),
                parameter=str(sh("entailment")),
                hint="Materialise what it entails in the data, and judge without it by --ignore entailment.",
                kind=ProblemKind.ENTAILMENT,
            )


def _shapes_graphs(graph: ShapesGraph) -> Iterator[ShapesError]:
    """`SHACL §3.1 <https://www.w3.org/TR/shacl/#shapes-graph>`_: every value of sh:shapesGraph is an IRI."""
    predicate = sh("shapesGraph")
    for subject in graph.subjects(predicate):
        for value in graph.objects(subject, predicate):
            if not isinstance(value, NamedNode):
                message = f"sh:shapesGraph must be an IRI, not {value}"
                yield ShapesError(message, shape=str(subject), parameter=str(predicate))


def coverage(evaluation: Evaluation) -> tuple[Exercise, ...]:
    """How often each shape was evaluated; shapes without an IRI come last."""
    ordered = sorted(evaluation.applied.items(), key=lambda use: (isinstance(use[0], BlankNode), use[0].value))
    shapes = evaluation.shapes.by_name
    return tuple(Exercise(name, focus, values, _judging(shapes[name])) for name, (focus, values) in ordered)


def _judging(shape: Shape) -> int:
    return sum(not isinstance(constraint, Property) for constraint in shape.constraints)
