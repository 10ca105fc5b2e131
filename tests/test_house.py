"""The rules of the house that a reader relies on, held by tests."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "kg"
MODULES = sorted(SOURCE.rglob("*.py"))
SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "manager", "handler", "handlers"}


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_has_at_most_250_lines_and_a_name_that_says_something(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 250
    assert path.stem not in SAY_NOTHING


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_function_has_at_most_40_lines(path: Path) -> None:
    functions = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.FunctionDef)]
    long = {n.name: length for n in functions if (length := (n.end_lineno or n.lineno) - n.lineno + 1) > 40}
    assert not long


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_no_exception_is_caught_that_nobody_thought_of() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "everything"
                # What is only tidied up after and goes on its way is not caught.
                passed_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
                assert passed_on or caught not in ("Exception", "BaseException", "everything"), f"{path}:{node.lineno}"


def test_no_code_knows_the_base_iri_or_the_city(root: Path) -> None:
    found = subprocess.run(
        ["grep", "-rniE", "w3id.org/city-ties|ghent|gent--|be-gent", "src/kg", "--include=*.py"],
        cwd=root, capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    told = [line for line in found.splitlines() if "``" not in line and ">>>" not in line]
    assert not told


def test_the_server_is_at_most_fifteen_lines(root: Path) -> None:
    assert len((root / "server.py").read_text("utf-8").splitlines()) <= 15
