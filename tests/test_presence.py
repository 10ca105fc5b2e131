"""No test passes because there was nothing to go through."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(("assertion", "is_unsure"), [
    ("all(row for row in rows)", True),
    ("not any(row for row in rows)", True),
    ("not [row for row in rows if row]", True),
    ("[row for row in rows if row] == []", True),
    ("{row for row in rows if row} == set()", True),
    ("{row for row in rows} <= KNOWN", True),
    ("[row for row in rows] == []", False),
    ("[row for row in rows if row] == [1]", False),
    ("all(row for row in present(rows))", False),
    ("all(row for row in (1, 2))", False),
])  # fmt: skip
def test_an_assertion_of_all_of_nothing_is_named(tmp_path: Path, assertion: str, is_unsure: bool) -> None:
    path = tmp_path / "test_rows.py"
    path.write_text(f"def test_rows(rows):\n    assert {assertion}\n", "utf-8")
    assert list(_unsure_loops(path)) == [f"{path}:2"] * is_unsure


def _unsure_loops(path: Path) -> Iterator[str]:
    """The places of the loops that hold all that a test asserts, where what they go through may be nothing.

    An assertion that holds of all of nothing is such a loop too.
    """
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
            given = constants | set(_values_there(test))
            loops = list(_loops_of_assertions(test, None, given))
            if loops and None not in loops:
                yield from sorted({f"{path}:{loop.lineno}" for loop in loops if loop})


def _values_there(test: ast.FunctionDef) -> Iterator[str]:
    """The parameters of a test whose values are written beside it, and the names of what is ``present``."""
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.parametrize":
            names = ast.literal_eval(decorator.args[0])
            yield from names.split(", ") if isinstance(names, str) else names
    for node in ast.walk(test):
        if isinstance(node, ast.Assign) and _is_present(node.value):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _loops_of_assertions(
    node: ast.AST, loop: ast.For | ast.Assert | None, constants: set[str]
) -> Iterator[ast.For | ast.Assert | None]:
    """For each assertion within the node, the outermost unsure loop around it, or None.

    A loop through what is ``present`` counts as one assertion.
    """
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            continue
        if isinstance(child, ast.Assert) and _holds_of_nothing(child.test, constants):
            yield loop or child
        elif _asserts(child):
            yield loop
        if isinstance(child, ast.For) and _is_present(child.iter):
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


def _holds_of_nothing(assertion: ast.expr, constants: set[str]) -> bool:
    """Whether it says something of all of some values, which may be none."""
    comprehension: ast.AST | None = None
    match assertion:
        case ast.Call(func=ast.Name("all"), args=[ast.GeneratorExp() as values]):
            comprehension = values
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Name("any"), args=[ast.GeneratorExp() as values])):
            comprehension = values
        case ast.UnaryOp(op=ast.Not(), operand=ast.ListComp() | ast.SetComp() as values) if values.generators[0].ifs:
            comprehension = values
        case ast.Compare(left=ast.ListComp() | ast.SetComp() as values, ops=[ast.LtE()]):
            comprehension = values
        case ast.Compare(left=ast.ListComp() | ast.SetComp() as values, ops=[ast.Eq()], comparators=[nothing]) if (
            ast.unparse(nothing) in ("[]", "set()") and values.generators[0].ifs
        ):
            comprehension = values
    if not isinstance(comprehension, ast.GeneratorExp | ast.ListComp | ast.SetComp):
        return False
    source = comprehension.generators[0].iter
    return not _is_present(source) and not _is_sure(source, constants)


def _is_present(values: ast.expr) -> bool:
    return isinstance(values, ast.Call) and isinstance(values.func, ast.Name) and values.func.id == "present"


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
