"""The W3C's SHACL-SPARQL tests: our engine finds every result that they expect, and fails where it must."""

from __future__ import annotations

from pathlib import Path

from kg.errors import ShapesError
from kg.shacl import evaluation

from ...w3c import Case, Counter, Key, cases, keys


def found(case: Case) -> Counter[Key] | None:
    try:
        return keys(evaluation.validate(case.data, case.shapes), one_file=case.one_file)
    except ShapesError:
        return None


def test_engine_gives_exactly_the_results_of_every_sparql_test(shared: Path) -> None:
    suite = shared / "suites" / "shacl"
    wrong = {
        case.name: (case.expected, got)
        for case in cases(suite / "sparql" / "manifest.ttl", suite)
        if (got := found(case)) != case.expected
    }
    assert wrong == {}


def test_all_22_sparql_tests_are_found(shared: Path) -> None:
    suite = shared / "suites" / "shacl"
    assert sum(1 for _ in cases(suite / "sparql" / "manifest.ttl", suite)) == 22
