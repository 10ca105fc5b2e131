"""Findings that follow from another: a value of the wrong kind breaks most other constraints on it as well.

The standard has a result for each constraint, and the report keeps them all. A reader needs the first: where a value
has the wrong datatype or is no literal, what is said of its length, its pattern or its size is true and of no use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode

from kg.rdf.namespaces import SH
from kg.shacl.report import Result
from kg.sparql import property_path as paths
from kg.sparql.property_path import Predicate
from kg.validation.positions.result_statements import Statements
from kg.validation.shape_descriptions import Rules, constraint

_CAUSES = ("NodeKind", "Datatype")
"""The constraints on the kind of a value, the one that explains the other first."""
_CONSEQUENCES = frozenset(
    ("Pattern", "MinLength", "MaxLength", "MinInclusive", "MaxInclusive", "MinExclusive", "MaxExclusive", "LessThan",
     "LessThanOrEquals", "LanguageIn", "Class", "Datatype", "In")
)  # fmt: skip


_COMPARED = {
    "LessThan": NamedNode(SH + "lessThan"),
    "LessThanOrEquals": NamedNode(SH + "lessThanOrEquals"),
}


def consequences(results: Sequence[Result], rules: Rules, data: Statements) -> dict[int, list[int]]:
    """The numbers of the results that follow from another, by the number of that one.

    That is one on the same value, or on each value with which this one was compared.
    """
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
    for number, result in enumerate(results):
        compared = [by_value.get(key, []) for key in _compared(result, rules, data)]
        causes = [cause for numbers in compared for cause in numbers if constraint(results[cause]) in _CAUSES]
        if compared and len(causes) >= len(compared) and not any(number in numbers for numbers in caused.values()):
            caused.setdefault(causes[0], []).append(number)
    return {cause: numbers for cause, numbers in caused.items() if numbers}


def _compared(result: Result, rules: Rules, data: Statements) -> Iterator[tuple[object, ...]]:
    """The values with which a value was compared: those of another property of the focus node."""
    parameter = _COMPARED.get(constraint(result))
    others = rules.objects(result.source_shape, parameter) if parameter else []
    for quad in data.about(result.focus_node) if others else ():
        if quad.predicate in others:
            yield result.focus_node, paths.text(Predicate(quad.predicate)), quad.object
