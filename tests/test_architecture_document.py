"""docs/architecture.md names real files, and its drawing agrees with the layers that import-linter proves."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "architecture.md").read_text("utf-8")
DRAWING = TEXT.partition("```mermaid\n")[2].partition("```")[0]
NODES = set(re.findall(r"(\w+)\[\w+: [^\]]+\]", DRAWING))
ARROWS = [(one, other) for one, other in re.findall(r"^ *(\w+)(?:\[[^\]]*\])? --> (\w+)", DRAWING, re.MULTILINE)]
PATHS = sorted(
    {path for path in re.findall(r"`([\w./-]+)`", TEXT) if "/" in path.strip("/") or path.endswith((".py", ".toml"))}
)
AT_THE_TOP = ("docs/", "ontology/", "tests/", "queries/", "shapes/", "pyproject.toml", "kg.toml")


def layers() -> list[list[str]]:
    """The layers of the contract, the highest first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (contract,) = [each for each in settings["tool"]["importlinter"]["contracts"] if each.get("containers") == ["kg"]]
    return [layer.split(" | ") for layer in contract["layers"]]


@pytest.mark.parametrize("path", PATHS)
def test_a_named_file_or_folder_exists(path: str) -> None:
    start = ROOT if path.startswith(AT_THE_TOP) else ROOT / "src" / "kg"
    assert (start / path).is_dir() if path.endswith("/") else (start / path).is_file()


def test_enough_files_are_named_for_the_test_to_mean_anything() -> None:
    assert len(PATHS) > 60


def test_each_node_of_the_drawing_is_a_layer_and_each_layer_a_node() -> None:
    assert {name for layer in layers() for name in layer} == NODES
    for name in NODES:
        assert (ROOT / "src" / "kg" / name).is_dir() or (ROOT / "src" / "kg" / f"{name}.py").is_file()


def test_each_arrow_leads_to_the_layer_below_and_none_is_missing() -> None:
    rows = layers()
    expected = {(upper, lower) for above, below in pairwise(rows) for upper in above for lower in below}
    assert set(ARROWS) == expected


def test_contributing_leads_to_the_document() -> None:
    assert "docs/architecture.md" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
