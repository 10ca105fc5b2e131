"""Whether the tests would notice: small mutations of the code, spread over the packages, each with its nearest tests.

Usage: python -m venv MUTANTS && MUTANTS/bin/pip install cosmic-ray
       MUTANTS/bin/python bench/mutations.py --python .venv/bin/python [--size N] [--seed N] [--only PACKAGE]

Each mutation is made in a copy of the tree. The tests are run in rounds until one fails: those of the mirrored file,
those that import the module, those of its folder, then those that ask whole commands and a running server. A mutation
that no round kills is printed with its line; a round that takes four times as long kills too. Only lines that do
something are mutated: no annotations, decorators, imports, and no measures of the pictures' layout.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

ROOT = Path(__file__).resolve().parent.parent
OPERATORS = (
    *(
        f"core/ReplaceComparisonOperator_{pair}"
        for pair in ("Eq_NotEq", "NotEq_Eq", "Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt", "Is_IsNot", "IsNot_Is")
    ),
    *(f"core/ReplaceBinaryOperator_{pair}" for pair in ("Add_Sub", "Sub_Add", "Mul_Add", "BitOr_BitAnd")),
    "core/NumberReplacer",
    "core/AddNot",
    "core/ReplaceUnaryOperator_Delete_Not",
    "core/ReplaceTrueWithFalse",
    "core/ReplaceFalseWithTrue",
    "core/ReplaceAndWithOr",
    "core/ReplaceOrWithAnd",
    "core/ReplaceBreakWithContinue",
    "core/ReplaceContinueWithBreak",
    "core/ExceptionReplacer",
    "core/ZeroIterationForLoop",
)
LEFT_OUT = ("translations", "city_relations/pictures")
WHOLE = ("tests/recorded", "tests/web/test_answers_kept_apart.py", "tests/web/test_application.py", "tests/cli")


@dataclass(frozen=True)
class Mutation:
    """``occurrence`` counts the places of the module where the operator applies."""

    module: Path
    operator: str
    occurrence: int
    line: int


def mutations(module: Path) -> Iterator[Mutation]:
    """All that can be made in a module, one for each operator and place."""
    text = module.read_text("utf-8")
    silent = _silent_lines(text)
    nodes = list(ast_nodes(get_ast(text)))
    for name in OPERATORS:
        operator = get_operator(name)()
        places = (place for node in nodes for place in operator.mutation_positions(node))
        for occurrence, (start, _) in enumerate(places):
            if start[0] not in silent:
                yield Mutation(module, name, occurrence, start[0])


def _silent_lines(text: str) -> set[int]:
    """The lines of annotations, decorators and imports, where a mutation changes next to nothing."""
    silent: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        parts: list[ast.AST | None] = []
        if isinstance(node, ast.Import | ast.ImportFrom) or (
            isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        ):
            parts = [node]
        elif isinstance(node, ast.AnnAssign | ast.arg):
            parts = [node.annotation]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            parts = [node.returns, *node.decorator_list]
        elif isinstance(node, ast.ClassDef):
            parts = [*node.decorator_list]
        for part in parts:
            if part is not None:
                silent.update(range(part.lineno, (part.end_lineno or part.lineno) + 1))
    return silent


def chosen(size: int, seed: int, only: str | None) -> list[Mutation]:
    """A seeded sample: a package has a share by the root of its length, so that none is left out."""
    random = Random(seed)
    source = ROOT / "src" / "kg"
    packages: dict[str, list[Path]] = {}
    for path in sorted(source.rglob("*.py")):
        name = path.relative_to(source).as_posix()
        if not name.startswith(LEFT_OUT) and (only is None or name.startswith(only)):
            packages.setdefault(name.split("/")[0], []).append(path)
    weights = {name: sum(map(_length, paths)) ** 0.5 for name, paths in packages.items()}
    picked: dict[tuple[Path, int], Mutation] = {}
    while len(picked) < size:
        name = random.choices(list(packages), list(weights.values()))[0]
        module = random.choices(packages[name], list(map(_length, packages[name])))[0]
        if possible := list(mutations(module)):
            mutation = random.choice(possible)
            picked.setdefault((module, mutation.line), mutation)
    return list(picked.values())


def _length(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines()) + 1


def rounds(module: Path) -> list[list[str]]:
    """The test files for a module, the nearest first; none is in two rounds."""
    inside = module.relative_to(ROOT / "src" / "kg").with_suffix("")
    mirrored = ROOT / "tests" / inside.parent / f"test_{inside.name}.py"
    folder = ROOT / "tests" / inside.parent
    nearest = [mirrored] if mirrored.is_file() else []
    neighbours = sorted(folder.glob("test_*.py")) if inside.parent.name else []
    dotted = ".".join(("kg", *inside.parts))
    package, _, name = dotted.rpartition(".")
    importing = [
        path
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if dotted in (text := path.read_text("utf-8")) or f"from {package} import {name}" in text
    ]
    whole = [ROOT / name for name in WHOLE]
    seen: set[Path] = set()
    result = []
    for files in (nearest, importing, neighbours, whole):
        fresh = [path for path in files if path not in seen]
        seen.update(fresh)
        if fresh:
            result.append([path.relative_to(ROOT).as_posix() for path in fresh])
    return result


class Tree:
    """A copy of the project in which mutations are made and taken back."""

    def __init__(self, folder: Path, python: Path, limit: float) -> None:
        self.folder, self.python, self.limit = folder, python, limit
        self.seconds: dict[tuple[str, ...], float | None] = {}
        tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
        for name in filter(None, tracked.stdout.split("\0")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)

    def passes(self, tests: list[str], limit: float) -> bool:
        """Whether these tests pass within the limit of seconds."""
        command = [self.python, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-n", "2", *tests]
        environment = {**os.environ, "PYTHONPATH": str(self.folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        with subprocess.Popen(
            command, cwd=self.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                return process.wait(limit) in (0, 5)  # 5: no test was run
            except subprocess.TimeoutExpired:
                process.terminate()
                return False

    def time(self, tests: list[str]) -> float | None:
        """The seconds that the tests take without a mutation; None if they do not pass."""
        key = tuple(tests)
        if key not in self.seconds:
            start = time.monotonic()
            self.seconds[key] = time.monotonic() - start if self.passes(tests, self.limit) else None
        return self.seconds[key]

    def killer(self, mutation: Mutation) -> str | None:
        """The first test files that fail with the mutation; None if all pass."""
        path = self.folder / mutation.module.relative_to(ROOT)
        text = path.read_text("utf-8")
        mutated = mutate_code(text, get_operator(mutation.operator)(), mutation.occurrence)
        for tests in rounds(mutation.module):
            seconds = self.time(tests)
            if seconds is None:
                continue
            path.write_text(mutated, "utf-8")
            try:
                if not self.passes(tests, 60 + 4 * seconds):
                    return tests[0]
            finally:
                path.write_text(text, "utf-8")
        return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", type=Path, default=ROOT / ".venv" / "bin" / "python")
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="a package, such as query_engine")
    parser.add_argument("--limit", type=float, default=900, help="seconds for the tests of one round")
    given = parser.parse_args()
    killed: Counter[bool] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        tree = Tree(Path(temporary), given.python.absolute(), given.limit)
        for mutation in chosen(given.size, given.seed, given.only):
            start = time.monotonic()
            killer = tree.killer(mutation)
            killed[killer is not None] += 1
            place = f"{mutation.module.relative_to(ROOT)}:{mutation.line}"
            verdict = f"killed by {killer}" if killer else "SURVIVED"
            print(f"{place}  {mutation.operator[5:]}  {verdict}  {time.monotonic() - start:.0f} s", flush=True)
    unsound = [tests[0] for tests, seconds in tree.seconds.items() if seconds is None]
    print(f"{killed[True]} of {killed.total()} killed; rounds that fail without a mutation: {unsound or 'none'}")


if __name__ == "__main__":
    main()
