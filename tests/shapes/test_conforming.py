"""The conforming examples: terms that the project's own data does not need, in data that breaks no shape.

An example is judged as a project's data would be, together with the ontology, by pySHACL and by our own engine.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.term import Node

from kg import dataset
from kg import project as projects
from kg.shacl import validator

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "tests" / "conforming").glob("*.ttl"))
PROJECT = projects.load(ROOT)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_conforming_example_breaks_no_shape(path: Path, judge: Callable[[Graph], list[Node]]) -> None:
    assert judge(Graph().parse(path, format="turtle")) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_our_own_engine_agrees(path: Path) -> None:
    ontology, shapes = dataset.load(PROJECT, ["ontology"]), dataset.load(PROJECT, dataset.SHAPES_FOLDERS)
    report = validator.validate(
        [*ontology.quads, *dataset.read(path, PROJECT)], shapes.quads, dataset_digest="", shapes_digest=""
    )
    assert report.results == ()
