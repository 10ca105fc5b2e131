"""The W3C's SHACL Core tests: our engine finds every result that they expect and no other."""

from __future__ import annotations

from pathlib import Path

from kg.shacl import evaluation

from ...w3c import cases, keys


def test_engine_gives_exactly_the_results_of_every_core_test(shared: Path) -> None:
    suite = shared / "suites" / "shacl"
    wrong = {
        case.name: (case.expected, found)
        for case in cases(suite / "core" / "manifest.ttl", suite)
        if (found := keys(evaluation.validate(case.data, case.shapes), one_file=case.one_file)) != case.expected
    }
    assert wrong == {}


def test_all_98_core_tests_are_found(shared: Path) -> None:
    suite = shared / "suites" / "shacl"
    assert sum(1 for _ in cases(suite / "core" / "manifest.ttl", suite)) == 98
