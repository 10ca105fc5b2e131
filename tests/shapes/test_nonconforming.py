"""Every shape that can report has the smallest data that breaks it and nothing else, and every such file has its shape.

An example is judged as a project's data would be: together with the ontology and by all shapes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import NamedNode
from rdflib import RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg import dataset
from kg import project as projects

from ..commands import call
from ..presence import present

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "tests" / "nonconforming"
PROJECT = projects.load(ROOT)
SHAPE = PROJECT.base + "shape/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
KINDS = {NamedNode(str(SH.NodeShape)), NamedNode(str(SH.PropertyShape))}
# What groups and targets: a shape that says nothing else can report nothing.
SILENT = {TYPE, str(RDFS.comment), str(SH.property)} | {
    str(SH[f"target{what}"]) for what in ("Class", "Node", "ObjectsOf", "SubjectsOf")
}


def reporting_shapes() -> list[str]:
    """The local names of the named shapes that can stand as sh:sourceShape in a report."""
    says: dict[str, set[str]] = defaultdict(set)
    for quad in dataset.load(PROJECT, dataset.SHAPES_FOLDERS).quads:
        if isinstance(quad.subject, NamedNode):
            says[quad.subject.value].add(quad.predicate.value)
            if quad.predicate.value == TYPE and quad.object in KINDS:
                says[quad.subject.value].add("shape")
    return sorted(
        iri.removeprefix(SHAPE) for iri, said in says.items() if "shape" in said and said - SILENT - {"shape"}
    )


NAMES = reporting_shapes()


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_a_shape_breaks_that_shape_and_no_other(name: str, judge: Callable[[Graph], list[Node]]) -> None:
    path = EXAMPLES / f"{name}.ttl"
    assert path.is_file(), f"write {path.relative_to(ROOT)}: the smallest data that breaks <shape/{name}> only"
    assert judge(Graph().parse(path, format="turtle")) == [URIRef(SHAPE + name)]


def test_every_example_belongs_to_a_shape() -> None:
    assert {path.stem for path in EXAMPLES.iterdir()} == set(NAMES)


def test_the_ontology_itself_conforms(ontology: Graph, shapes: Graph) -> None:
    assert pyshacl.validate(ontology, shacl_graph=shapes, inference="none")[0]


def test_every_property_shape_of_a_named_shape_has_a_name(shapes: Graph) -> None:
    joined = present(shapes.subject_objects(SH.property))
    assert not [shape for shape, part in joined if isinstance(part, BNode) and isinstance(shape, URIRef)]


@pytest.mark.parametrize("name", NAMES)
def test_a_shape_says_what_to_do_in_dutch_and_english_and_which_rule_it_holds(name: str, shapes: Graph) -> None:
    shape = URIRef(SHAPE + name)
    messages = [message for message in shapes.objects(shape, SH.message) if isinstance(message, Literal)]
    assert sorted(str(message.language) for message in messages) == ["en", "nl"]
    assert shapes.value(shape, SH.severity) in {SH.Violation, SH.Warning}
    assert ": " in str(shapes.value(shape, RDFS.comment))


def test_the_shapes_are_well_formed_by_the_shapes_for_shapes() -> None:
    shapes_for_shapes = Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl"
    done = call("validate", "shapes", "--shapes", str(shapes_for_shapes), folder=ROOT)
    assert (done.code, "Conforms: 0 violations" in done.out) == (0, True), done.out


def test_every_rule_has_a_shape_but_the_one_about_quotes_which_is_a_test_of_the_data(shapes: Graph) -> None:
    comments = [str(comment) for comment in shapes.objects(None, RDFS.comment)]
    held = {int(found[1]) for comment in comments if (found := re.match(r"R(\d+): ", comment))}
    assert held == set(range(1, 39)) - {21}
