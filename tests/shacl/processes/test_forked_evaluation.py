"""Judging in several processes, tested in a process of its own: this one may have threads that other tests started."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ...presence import present

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there does a process tell its threads")
PROGRAM = Path(__file__).parent / "judging_in_processes.py"


def judged(kind: str, *paths: Path) -> list[dict[str, Any]]:
    command = [sys.executable, str(PROGRAM), kind, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return present(json.loads(line) for line in done.stdout.splitlines())


def assert_alike(cases: list[dict[str, Any]], *, in_processes: int) -> None:
    """The report of each case is the same, so many of them came from several processes, and there is a result."""
    assert [case["case"] for case in cases if case["differing"]] == []
    assert sum(case["completed"] == 2 for case in cases) >= in_processes
    assert sum(case["results"] for case in cases) > 0


def test_the_projects_own_shapes_give_one_report_however_many_processes_judge(root: Path) -> None:
    files = [*sorted((root / "data").glob("*.ttl")), *sorted((root / "tests/nonconforming").glob("*.ttl"))]
    assert_alike(judged("files", root / "shapes/city-ties.ttl", *files), in_processes=1)


@pytest.mark.parametrize(
    "shapes",
    [
        "dcat-ap-2.1.1/dcat-ap_2.1.1_shacl_shapes.ttl",
        "dcat-ap-3.0.1/shapes.ttl",
        "hvd-3.0.0/hvd-SHACL.ttl",
        "cim-nc-2.3/AssessedElement-AP-Con-Complex-SHACL.ttl",
        "cim-nc-2.3/RemedialActionSchedule-AP-Con-Complex-SHACL.ttl",
    ],
)
def test_public_shapes_on_generated_data(shared: Path, shapes: str) -> None:
    assert_alike(judged("generated", shared / "suites/public-shapes" / shapes), in_processes=1)


def test_public_shapes_on_examples_of_their_authors(shared: Path) -> None:
    assert_alike(judged("examples", shared / "suites/public-shapes/uco"), in_processes=1)


def test_the_cases_of_the_w3c(shared: Path) -> None:
    assert_alike(judged("w3c", shared / "suites/shacl"), in_processes=8)


def test_a_process_that_fails_costs_time_and_nothing_else(root: Path) -> None:
    cases = judged("killed", root / "shapes/city-ties.ttl", *sorted((root / "data").glob("*.ttl")))
    assert [(case["differing"], case["completed"]) for case in cases] == [([], 0)]


def test_an_error_is_that_of_a_single_process() -> None:
    (case,) = judged("failing")
    assert case["differing"] == []
    assert case["completed"] == 0
    assert "reports a failure (?failure)" in case["error"]
