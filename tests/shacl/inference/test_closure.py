"""The cases of SHACL §1.5, and pySHACL's own inference on the same data."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib

from kg.errors import ShapesError, UsageError
from kg.shacl import NoteKind, validate
from kg.shacl.inference.closure import Regime, entailed
from kg.shacl.shape_problems import ProblemKind
from kg.shacl.validator import validate as validate_quads

from ...commands import call
from ..judging import PREFIXES, quads, short

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
DATA = """
ex:sailsOn rdfs:domain ex:Boat ; rdfs:range ex:Water .
ex:Boat rdfs:subClassOf ex:Vessel . ex:knows rdfs:subPropertyOf ex:about .
ex:ann ex:sailsOn ex:river . ex:bob a ex:Boat ; ex:knows "07"^^xsd:integer .
ex:eve <http://www.w3.org/2002/07/owl#sameAs> ex:bob .
"""
SHAPES = """
ex:named sh:targetClass ex:Boat ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .
ex:known sh:targetNode ex:bob ; sh:property [ sh:path ex:about ; sh:maxInclusive 3 ] .
ex:bare sh:targetNode ex:river ; sh:property [ sh:path rdf:type ; sh:maxCount 0 ] .
"""
DEMAND = "<https://example.org/> sh:entailment <http://www.w3.org/ns/entailment/%s> ."


def graph(turtle: str) -> rdflib.Graph:
    from kg.shacl.pyshacl_adapter import to_rdflib

    return to_rdflib(quads(turtle))


@pytest.mark.parametrize("regime", ["none", "rdfs", "owlrl", "both"])
def test_the_results_are_those_of_pyshacl_with_the_same_inference(regime: str) -> None:
    ours = validate(graph(DATA), graph(SHAPES), inference=regime)
    theirs = pyshacl.validate(graph(DATA), shacl_graph=graph(SHAPES), inference=regime)
    assert not ours.conforms
    for predicate in (SH.focusNode, SH.value, SH.sourceConstraintComponent):
        assert sorted(ours.graph.objects(None, predicate)) == sorted(theirs[1].objects(None, predicate))


def test_the_entailment_that_shapes_demand_is_provided_and_told() -> None:
    shapes = quads(SHAPES + DEMAND % "RDFS")
    report = validate_quads(quads(DATA), shapes, dataset_digest="", shapes_digest="")
    inferred = {(short(result.focus_node), short(result.value)): result.inferred for result in report.results}
    assert inferred == {
        ("ann", "None"): True,
        ("bob", "None"): False,
        ("bob", "07"): True,
        ("river", "None"): True,
    }
    assert [note.kind for note in report.notes].count(NoteKind.INFERRED) == 1


def test_an_entailment_that_is_not_supported_is_refused() -> None:
    with pytest.raises(ShapesError, match="OWL-Direct") as problem:
        validate(graph(DATA), graph(SHAPES + DEMAND % "OWL-Direct"))
    assert problem.value.kind == ProblemKind.ENTAILMENT
    with pytest.raises(UsageError, match="owl2"):
        validate(graph(DATA), graph(SHAPES), inference="owl2")


def test_statements_about_nodes_of_the_background_only_are_not_judged() -> None:
    outcome = validate(graph("ex:a ex:p ex:b ."), graph(SHAPES), graph(DATA), inference="rdfs")
    assert set(outcome.graph.objects(None, SH.focusNode)) == {
        rdflib.URIRef(f"https://example.org/{name}") for name in ("bob", "river")
    }


def test_a_literal_has_no_statements_and_keeps_its_form() -> None:
    statements = entailed(quads(DATA), Regime.BOTH)
    assert '"07"^^' in str(next(s for s in statements if s.predicate.value.endswith("about")).object)
    assert not any(str(statement.subject).startswith('"') for statement in statements)


def test_only_the_shapes_and_nodes_of_the_scope_are_judged() -> None:
    def focus(**scope: list[str]) -> list[str]:
        outcome = validate(graph(DATA), graph(SHAPES), inference="rdfs", **scope)  # type: ignore[arg-type]
        return sorted(str(node).rpartition("/")[2] for node in outcome.graph.objects(None, SH.focusNode))

    base = "https://example.org/"
    assert focus() == ["ann", "bob", "bob", "river"]
    assert focus(use_shapes=[base + "named"]) == ["ann", "bob"]
    assert focus(focus_nodes=[base + "bob"]) == ["bob", "bob"]
    assert focus(focus_nodes=[base + "river"], use_shapes=[base + "named"]) == ["river"]
    with pytest.raises(ShapesError, match="there is no shape"):
        focus(use_shapes=[base + "nothing"])


def test_the_command_infers_and_says_which_findings_rest_on_it(tmp_path: Path) -> None:
    for name, turtle in (("d.ttl", DATA), ("s.ttl", SHAPES)):
        (tmp_path / name).write_text(PREFIXES + turtle)
    arguments = ("validate", "d.ttl", "--shapes", "s.ttl", "--lang", "nl")
    assert "(afgeleid)" not in call(*arguments, folder=tmp_path).out
    done = call(*arguments, "--infer", "rdfs", folder=tmp_path)
    assert done.code == 1
    assert done.out.count("(afgeleid)") == 3
    assert call(*arguments, "--infer", "rdfs", "--since", "HEAD", folder=tmp_path).code == 2


@pytest.mark.parametrize("regime", ["rdfs", "both"])
def test_a_closed_shape_takes_the_classes_of_which_everything_is_an_instance(tmp_path: Path, regime: str) -> None:
    prefixes = "PREFIX ex: <http://example.org/> PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
    text = "ex:S a sh:NodeShape ; sh:targetNode ex:b ; sh:closed true ; sh:property [ sh:path ex:p ] . ex:b ex:p 1 ."
    (tmp_path / "d.ttl").write_text(prefixes + text)
    assert call("validate", "d.ttl", folder=tmp_path).code == 0
    assert "owl:Thing" not in (done := call("validate", "d.ttl", "--infer", regime, folder=tmp_path)).out
    assert "rdfs:Resource" not in done.out
    (tmp_path / "d.ttl").write_text(prefixes + text + "ex:b a <http://www.w3.org/2000/01/rdf-schema#Resource> .")
    assert call("validate", "d.ttl", folder=tmp_path).code == 1
