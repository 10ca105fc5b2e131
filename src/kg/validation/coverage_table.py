"""Coverage for people: a line for each shape, and remarks that count and name what was never put to the test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.validation.coverage import EXAMPLES, Constrained, Coverage
from kg.validation.message_texts import word
from kg.validation.notes import Remark

_UNEXERCISED, _UNBROKEN = "-", "!"


def table(coverage: Coverage, languages: Sequence[str]) -> str:
    """Numbers first, so that they stand in columns; a sign before each constraint that was never put to the test."""
    return "".join(f"{line.rstrip()}\n" for line in _lines(coverage, languages))


def _lines(coverage: Coverage, languages: Sequence[str]) -> Iterator[str]:
    yield word("coverage", languages).capitalize() + ":"
    yield f"{word('focus nodes', languages):>12} {word('value nodes', languages):>12}  {word('shape', languages)}"
    for shape in coverage.shapes:
        constraints = " ".join(_signed(constraint, coverage) for constraint in shape.constraints)
        yield f"{shape.focus_nodes:12} {shape.value_nodes:12}  {shape.id}  {constraints}"
    yield f"  {_UNEXERCISED} {word('legend unexercised', languages)}"
    if coverage.examples:
        yield f"  {_UNBROKEN} {word('legend unbroken', languages, folder=EXAMPLES)}"


def _signed(constraint: Constrained, coverage: Coverage) -> str:
    signs = "" if constraint.exercised else _UNEXERCISED
    if coverage.examples and not constraint.examples:
        signs += _UNBROKEN
    return f"{signs}{constraint.component}"


def remarks(coverage: Coverage, languages: Sequence[str]) -> Iterator[Remark]:
    """How many shapes and constraints were put to the test, and which were not."""
    looked, shapes = sum(1 for shape in coverage.shapes if shape.focus_nodes), len(coverage.shapes)
    total, unexercised = coverage.constraints, coverage.unexercised()
    exercised = total - len(unexercised)
    text = word("covered", languages, looked=looked, shapes=shapes, exercised=exercised, constraints=total)
    yield Remark("coverage", text)
    if unexercised:
        yield Remark("unexercised", word("unexercised", languages, count=len(unexercised)), items=unexercised)
    unbroken = coverage.unbroken() if coverage.examples else ()
    if unbroken:
        text = word("unbroken", languages, count=len(unbroken), files=coverage.examples, folder=EXAMPLES)
        yield Remark("unbroken", text, items=unbroken)
