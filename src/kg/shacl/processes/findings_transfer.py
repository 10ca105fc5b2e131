"""What a process sends of its part of an evaluation: findings as numbers, since shapes and terms are known already."""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kg.shacl.evaluation import Evaluation, FindingsByFocus
from kg.shacl.report import Note, Term
from kg.shacl.shapes.shape import Finding, Shape, Violation


class Evaluated(NamedTuple):
    """The findings and notes of one unit."""

    findings: FindingsByFocus
    notes: list[Note]


class Share(NamedTuple):
    """What one process evaluated; terms are numbered as there, ``terms`` are those that only it has numbers of."""

    units: dict[int, tuple[dict[int, list[int]], list[Note]]]
    findings: list[tuple[int, int, Violation]]
    applied: list[tuple[int, int]]
    checked: list[tuple[int, set[int], set[int]]]
    terms: list[Term]


def packed(evaluation: Evaluation, evaluated: Mapping[int, Evaluated], known: int) -> bytes:
    """What was evaluated here, for the process that has ``known`` terms; shapes are known by their position."""
    shapes = list(evaluation.shapes.by_name.values())
    numbers = {id(shape): number for number, shape in enumerate(shapes)}
    constraints = {id(c): number for shape in shapes for number, c in enumerate(shape.constraints)}
    positions: dict[int, int] = {}
    findings: list[tuple[int, int, Violation]] = []

    def position(finding: Finding) -> int:
        """Where a finding stands in the list; one that many focus nodes share is sent once."""
        if id(finding) not in positions:
            positions[id(finding)] = len(findings)
            constraint = constraints[id(finding.constraint)]
            findings.append((numbers[id(finding.shape)], constraint, finding.violation))
        return positions[id(finding)]

    units = {
        number: ({node: list(map(position, of_node)) for node, of_node in by_focus.items()}, notes)
        for number, (by_focus, notes) in evaluated.items()
    }
    checked = [
        (numbers[id(evaluation.shapes.by_name[name])], nodes, failed)
        for name, (nodes, failed) in evaluation.checked.items()
    ]
    applied = [evaluation.applied[shape.name] for shape in shapes]
    share = Share(units, findings, applied, checked, evaluation.index.terms[known:])
    return pickle.dumps(tuple(share), pickle.HIGHEST_PROTOCOL)


def merged(evaluation: Evaluation, content: bytes, known: int) -> dict[int, Evaluated]:
    """The units that another process evaluated; what it looked at is added to what was looked at here.

    Raises OSError if the process failed before it had sent everything.
    """
    try:
        share = Share(*pickle.loads(content))  # noqa: S301 - written by a process that was forked from this one
    except (EOFError, pickle.UnpicklingError) as error:
        raise OSError("a judging process failed") from error
    shapes = list(evaluation.shapes.by_name.values())
    new = {known + position: evaluation.index.number(term) for position, term in enumerate(share.terms)}
    findings = [_finding(shapes, new, *row) for row in share.findings]
    _add_counts(evaluation, share, shapes, new)
    return {
        number: Evaluated(
            {new.get(node, node): [findings[position] for position in own] for node, own in by_focus.items()}, notes
        )
        for number, (by_focus, notes) in share.units.items()
    }


def _finding(shapes: Sequence[Shape], new: Mapping[int, int], shape: int, constraint: int, row: Any) -> Finding:
    focus, value, path, messages = row
    violation = Violation(new.get(focus, focus), new.get(value, value), path, messages)
    return Finding(shapes[shape], shapes[shape].constraints[constraint], violation)


def _add_counts(evaluation: Evaluation, share: Share, shapes: Sequence[Shape], new: Mapping[int, int]) -> None:
    for shape, (focus, values) in zip(shapes, share.applied, strict=True):
        before = evaluation.applied[shape.name]
        evaluation.applied[shape.name] = (before[0] + focus, before[1] + values)
    for number, nodes, failed in share.checked:
        shape = shapes[number]
        checked, failing = evaluation.checked.setdefault(shape.name, (set(), set()))
        theirs = {new.get(node, node) for node in nodes}
        # One process would have looked at them once.
        evaluation.discount(shape, checked & theirs)
        checked |= theirs
        failing.update(new.get(node, node) for node in failed)
