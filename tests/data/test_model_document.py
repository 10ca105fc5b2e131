"""docs/model.md against the graph: what it names exists, and it names every statement and every trap."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

BASE = "https://w3id.org/city-ties/id/"
NAMED = re.compile(r"`([a-z0-9/-]+)#([a-z0-9-]+)`")
ROW = re.compile(r"^\| ([FC]\d+(?:[–,] ?[FC]\d+)?) \|", re.MULTILINE)


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / "docs" / "model.md").read_text(encoding="utf-8")


def numbers(text: str, letter: str) -> list[int]:
    """The numbers of the rows: "F15–F17" is three, "F33, F34" two."""
    found: list[int] = []
    for label in ROW.findall(text):
        if label.startswith(letter):
            ends = [int(number) for number in re.findall(r"\d+", label)]
            found += range(ends[0], ends[-1] + 1)
    return found


def test_each_statement_and_each_trap_has_one_row(text: str) -> None:
    assert numbers(text, "F") == list(range(1, 45))
    assert numbers(text, "C") == list(range(1, 16))


def test_each_node_that_the_tables_name_is_in_the_graph(text: str, root: Path) -> None:
    ghent = Graph().parse(root / "data" / "ghent.ttl")
    named = NAMED.findall(text)
    assert len(named) > 40
    for owner, fragment in named:
        if owner == "decision":
            candidates = [f"decision/gent-reorientation#{fragment}"]
        elif owner == "saint-raphael":
            candidates = [f"partnership/be-gent--fr-saint-raphael#{fragment}"]
        else:
            candidates = [f"{owner}#{fragment}", f"city/{owner}#{fragment}", f"partnership/be-gent--{owner}#{fragment}"]
        assert any((URIRef(BASE + node), None, None) in ghent for node in candidates), (owner, fragment)
