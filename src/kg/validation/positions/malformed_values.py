"""Findings that follow from another: a value of the wrong kind breaks most other constraints on it as well.

The standard has a result for each constraint, and the report keeps them all. A reader needs the first: where a value
has the wrong datatype or is no literal, what is said of its length, its pattern or its size is true and of no use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kg.shacl.report import Result
from kg.sparql import property_path as paths
from kg.validation.shape_descriptions import constraint

_CAUSES = ("NodeKind", "Datatype")
"""The constraints on the kind of a value, the one that explains the other first."""
_CONSEQUENCES = frozenset(
    ("Pattern", "MinLength", "MaxLength", "MinInclusive", "MaxInclusive", "MinExclusive", "MaxExclusive", "LessThan",
     "LessThanOrEquals", "LanguageIn", "Class", "Datatype", "In")
)  # fmt: skip


def consequences(results: Sequence[Result]) -> dict[int, list[int]]:
    """The numbers of the results that follow from another, by the number of that one."""
    by_value: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, result in enumerate(results):
        if result.value is not None:
            path = paths.text(result.path) if result.path is not None else None
            by_value[result.focus_node, path, result.value].append(number)
    caused: dict[int, list[int]] = {}
    for numbers in by_value.values():
        kinds = {number: constraint(results[number]) for number in numbers}
        causes = sorted((n for n in numbers if kinds[n] in _CAUSES), key=lambda n: _CAUSES.index(kinds[n]))
        if causes:
            rank = results[causes[0]].severity.rank
            caused[causes[0]] = [
                number
                for number in numbers
                if number != causes[0] and kinds[number] in _CONSEQUENCES and results[number].severity.rank >= rank
            ]
    return {cause: numbers for cause, numbers in caused.items() if numbers}
