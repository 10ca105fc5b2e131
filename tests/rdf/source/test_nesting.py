"""What is nested too deeply is refused at its place; what only looks so is not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.errors import DatasetError
from kg.rdf.source import nesting

from ...commands import run

INSIDE, AROUND = "<urn:s> <urn:p> ", " ."


def nested(depth: int) -> str:
    return INSIDE + "[ <urn:q> " * depth + "1" + " ]" * depth + AROUND


@pytest.mark.parametrize("text", [
    nested(500), nested(nesting.DEEPEST), "[] <urn:p> 1 .\n" * 3_000, f'{INSIDE}"{"[" * 3_000}"{AROUND}',
    f'{INSIDE}"""\n"{"(" * 3_000}\\""""{AROUND}', f"# {'[' * 3_000}\n{INSIDE}1{AROUND}",
    f"<urn:{'(' * 3_000}> <urn:p> 1 .",
])  # fmt: skip
def test_what_is_not_nested_deeply_passes(text: str) -> None:
    nesting.check(text, "data/a.ttl")


def test_the_bracket_that_is_too_deep_is_named() -> None:
    with pytest.raises(DatasetError, match="nested deeper than 1,000") as caught:
        nesting.check("\r\n\n" + nested(nesting.DEEPEST + 1), "data/a.ttl")
    assert (caught.value.file, caught.value.line) == ("data/a.ttl", 3)
    assert caught.value.column == len(INSIDE) + nesting.DEEPEST * len("[ <urn:q> ") + 1
    with pytest.raises(DatasetError):
        nesting.check(f"{INSIDE}{'( ' * 600}{'[ <urn:q> ' * 600}", "data/a.ttl")


def test_many_brackets_side_by_side_take_little_time() -> None:
    start = time.process_time()
    nesting.check('<urn:a> <urn:p> [ <urn:q> "text" , ( 12 ) ] .\n' * 50_000, "data/a.ttl")
    assert time.process_time() - start < 1


def test_data_nested_20_000_deep_ends_a_command_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "deep.ttl").write_text(nested(20_000), "utf-8")
    refused = run("query", "ASK { ?s ?p ?o }", str(tmp_path / "deep.ttl"), folder=tmp_path)
    assert refused.returncode == 2
    assert "deep.ttl:1:" in refused.stderr
