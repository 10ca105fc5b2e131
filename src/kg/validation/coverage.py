"""Which constraints were ever put to the test: by the data, and by the project's examples of what does not conform.

A constraint on values is exercised by the data if there was a value to look at, any other by a focus node. An example,
a file in ``tests/nonconforming``, is judged together with the ontology; it breaks a constraint that finds fault in it,
in a nested shape as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Quad

from kg import dataset as datasets
from kg.dataset import Dataset
from kg.project import Project
from kg.shacl.data_graph import Index
from kg.shacl.evaluation import Evaluation, FindingsByFocus
from kg.shacl.report import Term, ValidationReport
from kg.shacl.shape_problems import ProblemKind, Problems
from kg.shacl.shape_reader import read_shapes
from kg.shacl.shapes.shape import Constraint, Shape, ShapeName, Shapes, focus_nodes
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.vocabulary import component
from kg.validation.display_names import Names
from kg.validation.shape_descriptions import Rules

EXAMPLES = "tests/nonconforming"
_PROPERTY = component("Property")
_NEED_NO_VALUE = {
    component(name)
    for name in ("MinCount", "MaxCount", "HasValue", "QualifiedMinCount", "QualifiedMaxCount", "Equals", "SPARQL")
}
Place = tuple[ShapeName, Term, Term | None]


@dataclass(frozen=True, slots=True)
class Constrained:
    """One constraint of a shape: its component, whether the data exercises it, and how many examples break it."""

    component: str
    exercised: bool
    examples: int


@dataclass(frozen=True, slots=True)
class Covered:
    """A shape: on how many focus nodes it looked, at how many value nodes; ``id`` is the rule's."""

    id: str
    focus_nodes: int
    value_nodes: int
    constraints: tuple[Constrained, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The shapes that are not deactivated, in order of their ids; ``examples`` counts the files of examples."""

    shapes: tuple[Covered, ...]
    examples: int

    def unexercised(self) -> tuple[str, ...]:
        """The constraints that the data never exercises: shape and component."""
        return tuple(
            f"{shape.id} {constraint.component}" for shape, constraint in self._all() if not constraint.exercised
        )

    def unbroken(self) -> tuple[str, ...]:
        """The constraints that no example breaks."""
        return tuple(
            f"{shape.id} {constraint.component}" for shape, constraint in self._all() if not constraint.examples
        )

    @property
    def constraints(self) -> int:
        return sum(1 for _ in self._all())

    def _all(self) -> Iterator[tuple[Covered, Constrained]]:
        return ((shape, constraint) for shape in self.shapes for constraint in shape.constraints)

    def to_json(self) -> dict[str, Any]:
        """As ``json.dump`` takes it."""
        return {
            "examples": self.examples,
            "shapes": [
                {
                    "shape": shape.id,
                    "focusNodes": shape.focus_nodes,
                    "valueNodes": shape.value_nodes,
                    "constraints": [
                        {
                            "component": constraint.component,
                            "exercised": constraint.exercised,
                            "examples": constraint.examples,
                        }
                        for constraint in shape.constraints
                    ],
                }
                for shape in self.shapes
            ],
        }


def measure(project: Project, report: ValidationReport, shapes: Dataset, rules: Rules, names: Names) -> Coverage:
    """The coverage by the data that ``report`` judged, in this reading of the shapes, and by the project's examples."""
    graph = ShapesGraph(shapes.quads)
    read = read_shapes(graph, Problems(list(ProblemKind)))
    used = {exercise.shape: (exercise.focus_nodes, exercise.value_nodes) for exercise in report.coverage}
    files = [path for path in project.files(EXAMPLES) if path.is_file()]
    ontology = datasets.load(project, ("ontology",)).quads if files else ()
    broken: Counter[Place] = Counter()
    for path in files:
        broken.update(_broken(ontology, datasets.read(path, project), read, graph))
    active = [shape for shape in read.by_name.values() if not shape.deactivated]
    covered = [
        _covered(shape, rules.rule(shape.name).id, used.get(shape.name, (0, 0)), broken, names) for shape in active
    ]
    # What only joins other shapes says nothing of its own, unless it tells where to look.
    telling = [
        shape_coverage
        for shape_coverage, shape in zip(covered, active, strict=True)
        if shape_coverage.constraints or shape.targets
    ]
    return Coverage(tuple(sorted(telling, key=lambda entry: entry.id)), len(files))


def _covered(shape: Shape, identifier: str, used: tuple[int, int], broken: Counter[Place], names: Names) -> Covered:
    focus, values = used
    constraints = [
        Constrained(
            component=names.plain(constraint.component_iri).removeprefix("sh:").removesuffix("ConstraintComponent"),
            exercised=bool(focus if constraint.component_iri in _NEED_NO_VALUE else values),
            examples=broken[_place(shape, constraint)],
        )
        for constraint in shape.constraints
        if constraint.component_iri != _PROPERTY
    ]
    return Covered(identifier, focus, values, tuple(sorted(constraints, key=lambda entry: entry.component)))


def _place(shape: Shape, constraint: Constraint) -> Place:
    return shape.name, constraint.component_iri, constraint.source


def _broken(ontology: Iterable[Quad], example: Collection[Quad], shapes: Shapes, graph: ShapesGraph) -> set[Place]:
    """The constraints that find fault in the nodes of the example."""
    evaluation = _Observed(Index((*ontology, *example)), shapes, graph)
    index = evaluation.index
    nodes = {index.number(term) for quad in example for term in (quad.subject, quad.object)}
    for shape in shapes.roots:
        evaluation.root(shape, focus_nodes(index, shape.targets) & nodes)
    return evaluation.broken


class _Observed(Evaluation):
    """An evaluation that remembers every constraint that found something, also within nested shapes."""

    def __init__(self, index: Index, shapes: Shapes, graph: ShapesGraph) -> None:
        super().__init__(index, shapes, graph)
        self.broken: set[Place] = set()

    def _evaluate(self, shape: Shape, nodes: Collection[int]) -> FindingsByFocus:
        findings = super()._evaluate(shape, nodes)
        self.broken.update(
            _place(finding.shape, finding.constraint) for findings in findings.values() for finding in findings
        )
        return findings

    def _failing(self, shape: Shape, nodes: Set[int]) -> set[int]:
        return set(self._evaluate(shape, nodes))
