"""No test passes because there was nothing to go through."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from .presence import present

TESTS = Path(__file__).parent
SURE = ("range", "sample")
"""Calls whose values are there: what ``sample`` is given is written down in the test."""


def test_what_is_asserted_in_a_loop_only_is_asserted_of_something() -> None:
    unsure = [place for path in sorted(TESTS.rglob("test_*.py")) for place in _unsure_loops(path)]
    assert not unsure, f"{unsure}: these loops may go through nothing: say present(…)"


def test_a_test_that_may_go_through_nothing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "test_rows.py"
    path.write_text("def test_rows(rows):\n    for row in rows:\n        assert row\n", "utf-8")
    assert list(_unsure_loops(path)) == [f"{path}:2"]
    path.write_text("def test_rows(rows):\n    assert rows\n    for row in rows:\n        assert row\n", "utf-8")
    assert not list(_unsure_loops(path))


def _unsure_loops(path: Path) -> Iterator[str]:
    """The places of the loops that hold all that a test asserts, where what they go through may be nothing."""
    module = ast.parse(path.read_text("utf-8"))
    constants = {
        target.id
        for statement in module.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
        if isinstance(target, ast.Name)
    }
    for test in ast.walk(module):
        if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
            loops = list(_loops_of_assertions(test, None, constants))
            if loops and None not in loops:
                yield from sorted({f"{path}:{loop.lineno}" for loop in loops if loop})


def _loops_of_assertions(node: ast.AST, loop: ast.For | None, constants: set[str]) -> Iterator[ast.For | None]:
    """For each assertion within the node, the outermost unsure loop around it, or None.

    A loop through what is ``present`` counts as one assertion.
    """
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            continue
        if _asserts(child):
            yield loop
        if isinstance(child, ast.For) and ast.unparse(child.iter).startswith("present("):
            yield loop
            continue
        around = child if isinstance(child, ast.For) and not _is_sure(child.iter, constants) else None
        yield from _loops_of_assertions(child, loop or around, constants)


def _asserts(node: ast.AST) -> bool:
    if isinstance(node, ast.With):
        return any("raises" in ast.unparse(item.context_expr) for item in node.items)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return ast.unparse(node.value.func).rpartition(".")[2].startswith(("assert", "check", "expect"))
    return isinstance(node, ast.Assert)


def _is_sure(values: ast.expr, constants: set[str]) -> bool:
    """Whether the values are written in the file, or known to be there."""
    if isinstance(values, ast.Call):
        if isinstance(values.func, ast.Attribute):
            return _is_sure(values.func.value, constants)
        return isinstance(values.func, ast.Name) and values.func.id in SURE
    if isinstance(values, ast.Name):
        return values.id in constants
    return isinstance(values, ast.Tuple | ast.List | ast.Dict | ast.Set)


def test_nothing_is_not_present() -> None:
    try:
        present([])
    except AssertionError:
        return
    raise AssertionError("an empty list was taken for something")
