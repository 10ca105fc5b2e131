"""The division of an evaluation: nothing twice, nothing left out, and queries where their statements are loaded."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kg.project import Project
from kg.shacl.evaluation import Evaluation
from kg.shacl.processes.work_units import Unit, assigned, units
from kg.shacl.shapes.shape import focus_nodes
from kg.shacl.validator import start

from ...presence import present
from ..judging import quads

RECURSIVE = """
ex:s sh:targetClass ex:B ; sh:property [ sh:path ex:next ; sh:node ex:s ] .
ex:t sh:targetClass ex:B ; sh:nodeKind sh:IRI ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .
"""


def divided(evaluation: Evaluation, processes: int) -> list[Unit]:
    roots = evaluation.shapes.roots
    return units(evaluation, {shape: focus_nodes(evaluation.index, shape.targets) for shape in roots}, processes)


@pytest.fixture(scope="module")
def evaluation(quads: Iterable[Quad], project: Project) -> Evaluation:
    shapes = project.root / "shapes" / "city-ties.ttl"
    return start(quads, parse(path=str(shapes), format=RdfFormat.TURTLE, base_iri=project.base))


@pytest.mark.parametrize("processes", [2, 3])
def test_each_constraint_of_each_shape_is_in_one_unit(evaluation: Evaluation, processes: int) -> None:
    parts: dict[str, list[object]] = {}
    for unit in present(divided(evaluation, processes)):
        parts.setdefault(unit.shape.name.value, []).extend(unit.shape.constraints[unit.part])
    judged = [shape for shape in evaluation.shapes.roots if focus_nodes(evaluation.index, shape.targets)]
    assert parts == {shape.name.value: list(shape.constraints) for shape in judged}


@pytest.mark.parametrize("processes", [2, 3])
def test_each_unit_has_one_process_or_is_for_whoever_is_idle(evaluation: Evaluation, processes: int) -> None:
    all_units = divided(evaluation, processes)
    assignment = assigned(evaluation, all_units, processes)
    numbers = [number for own in assignment.own for number in own]
    assert sorted([*numbers, *assignment.common]) == list(range(len(all_units)))
    assert all(assignment.own)
    assert not any(all_units[number].queries for number in present(assignment.common))


def test_what_looks_at_nodes_again_and_again_stays_in_the_first_process() -> None:
    evaluation = start(quads("ex:a a ex:B ; ex:next ex:a ."), quads(RECURSIVE))
    all_units = divided(evaluation, 2)
    stays = [number for number, unit in enumerate(all_units) if unit.stays]
    assert [all_units[number].shape.name.value for number in stays] == ["https://example.org/s"]
    assert assigned(evaluation, all_units, 2).own == (tuple(stays), ())
