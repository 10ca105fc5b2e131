"""What a process sends is what it found, also of terms that only it has numbers of."""

from __future__ import annotations

import pytest

from kg.shacl.evaluation import Evaluation, result
from kg.shacl.processes.findings_transfer import Evaluated, merged, packed
from kg.shacl.report import Result
from kg.shacl.validator import start

from ..judging import quads

DATA = "ex:a a ex:B ; ex:p ex:c, 1 . ex:b a ex:B ; ex:p ex:c ."
SHAPES = """
ex:s sh:targetClass ex:B ; sh:targetNode ex:absent ; sh:property [ sh:path ex:p ; sh:node ex:t ; sh:minCount 1 ] .
ex:t sh:nodeKind sh:Literal ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .
"""


def evaluated(evaluation: Evaluation) -> dict[int, Evaluated]:
    return {number: Evaluated(evaluation.root(shape), []) for number, shape in enumerate(evaluation.shapes.roots)}


def results(evaluation: Evaluation, units: dict[int, Evaluated]) -> list[Result]:
    return [
        result(evaluation.index, finding)
        for unit in units.values()
        for findings in unit.findings.values()
        for finding in findings
    ]


def test_findings_come_back_as_they_were_with_terms_that_are_not_in_the_data() -> None:
    data, shapes = quads(DATA), quads(SHAPES)
    here, there = start(data, shapes), start(data, shapes)
    here.index.number(quads("ex:other ex:p 1 .")[0].subject)  # so that the same number is another term there
    known = len(there.index.terms)
    expected = evaluated(there)
    assert len(there.index.terms) > known
    units = merged(here, packed(there, expected, known), known)
    assert results(here, units) == results(there, expected)
    assert len(results(there, expected)) == 4


def test_a_node_that_two_processes_looked_at_counts_once() -> None:
    data, shapes = quads(DATA), quads(SHAPES)
    here, there = start(data, shapes), start(data, shapes)
    known = len(there.index.terms)
    evaluated(here)
    alone = dict(here.applied)
    merged(here, packed(there, evaluated(there), known), known)
    (inner,) = (shape for shape in here.shapes.by_name if str(shape) == "<https://example.org/t>")
    (root,) = here.shapes.roots
    assert here.applied[inner] == alone[inner]
    assert alone[inner] > (0, 0)
    assert here.applied[root.name][0] == 2 * alone[root.name][0]


def test_a_process_that_sent_nothing_has_failed() -> None:
    evaluation = start(quads(DATA), quads(SHAPES))
    with pytest.raises(OSError, match="failed"):
        merged(evaluation, b"", len(evaluation.index.terms))
