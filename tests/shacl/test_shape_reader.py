from __future__ import annotations

import pytest

from kg.errors import ShapesError
from kg.shacl.recursion import shapes_of
from kg.shacl.report import Severity
from kg.shacl.shape_reader import read_shapes
from kg.shacl.shapes.shape import Shapes
from kg.shacl.shapes_graph import ShapesGraph

from .judging import quads, results, short


def shapes(turtle: str) -> Shapes:
    return read_shapes(ShapesGraph(quads(turtle)))


@pytest.mark.parametrize("target", [
    "sh:targetNode ex:a", "sh:targetClass ex:T", "sh:targetSubjectsOf ex:p", "sh:targetObjectsOf ex:q",
    "a rdfs:Class, sh:NodeShape",
])  # fmt: skip
def test_each_kind_of_target_finds_its_focus_nodes(target: str) -> None:
    data = "ex:a a ex:T, ex:S ; ex:p 1 . ex:b ex:q ex:a ."
    (found,) = results(data, f"ex:S {target} ; sh:property [ sh:path ex:missing ; sh:minCount 1 ] .")
    assert short(found.focus_node) == "a"


def test_the_message_of_the_shape_comes_before_that_of_the_component() -> None:
    shape = "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:minCount 1 {} ] ."
    (own,) = results("ex:a ex:q 1 .", shape.replace("{}", '; sh:message "Geef p."@nl, "Give p."@en, "p?"'))
    (ours,) = results("ex:a ex:q 1 .", shape.replace("{}", ""))
    assert own.message(("nl-BE",)) == "Geef p."
    assert own.message(("fr",)) == "Give p."
    assert own.message(()) == "Give p."
    assert ours.message() == "must have at least 1 value"


def test_without_english_the_message_without_language_comes_before_any_other() -> None:
    shape = "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:message {} ] ."
    (plain,) = results("ex:a ex:q 1 .", shape.replace("{}", '"p fehlt"@de, "plain"'))
    (german,) = results("ex:a ex:q 1 .", shape.replace("{}", '"p manque"@fr, "p fehlt"@de'))
    assert plain.message(("nl",)) == "plain"
    assert german.message(("nl",)) == "p fehlt"


def test_a_severity_is_that_of_the_shape_that_reports() -> None:
    inner = "sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:severity {} ]"
    shapes = f"ex:S sh:targetNode ex:a ; sh:severity sh:Info ; {inner} ."
    for name, severity in (
        ("sh:Warning", Severity.WARNING),
        ("sh:Info", Severity.INFO),
        ("ex:Own", Severity.VIOLATION),
    ):
        (found,) = results("ex:a ex:q 1 .", shapes.replace("{}", name))
        assert found.severity is severity


@pytest.mark.parametrize("shape", [
    "ex:S sh:targetClass 'T' ; sh:nodeKind sh:IRI", "ex:S sh:targetNode _:b ; sh:nodeKind sh:IRI",
    "ex:S a sh:PropertyShape ; sh:minCount 1", "ex:S a sh:NodeShape ; sh:path ex:p",
    "ex:S sh:path ex:p, ex:q ; sh:minCount 1", "ex:S sh:targetNode ex:a ; sh:message 1 ; sh:nodeKind sh:IRI",
    "ex:S sh:targetNode ex:a ; sh:not ex:S", "ex:S sh:targetNode ex:a ; sh:deactivated 'yes'",
    "ex:S sh:targetNode ex:a ; sh:datatype xsd:integer, xsd:string", "ex:S sh:targetNode ex:a ; sh:minCuont 1",
])  # fmt: skip
def test_a_shape_that_is_not_well_formed_is_refused(shape: str) -> None:
    with pytest.raises(ShapesError):
        results("ex:a ex:p 1 .", f"{shape} .")


def test_a_shape_is_typed_or_has_a_target_or_a_parameter_or_is_referred_to() -> None:
    read = shapes("""ex:typed a sh:NodeShape . ex:targeted sh:targetNode ex:n . ex:constrained sh:class ex:C .
        ex:referring sh:or ( ex:listed ) ; sh:property ex:used . ex:used sh:path ex:p . ex:none ex:p 1 .""")
    assert {short(name) for name in read.by_name} == {
        "typed", "targeted", "constrained", "referring", "listed", "used",
    }  # fmt: skip
    assert [short(shape.name) for shape in read.roots] == ["targeted"]


def test_the_shapes_that_a_constraint_refers_to() -> None:
    read = shapes("""ex:s sh:targetNode ex:n ; sh:not ex:a ; sh:and ( ex:b ex:c ) ; sh:node ex:d ; sh:class ex:C .""")
    (root,) = read.roots
    assert {short(name) for constraint in root.constraints for name in shapes_of(constraint)} == set("abcd")


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("ex:s sh:targetNode ex:n ; sh:not ex:t . ex:t sh:node ex:s .", "depends on its own negation"),
        ("ex:s a sh:PropertyShape ; sh:minCount 1 .", "needs a sh:path"),
        ("ex:s a sh:NodeShape ; sh:path ex:p .", "must not have a sh:path"),
        ("ex:s sh:path ex:p, ex:q ; sh:minCount 1 .", "sh:path must not have more than one value"),
        ("ex:s sh:targetNode ex:n ; sh:uniqueLang true .", "property shapes only"),
        ("ex:s sh:targetNode [] ; sh:class ex:C .", "sh:targetNode must be an IRI or a literal"),
        ("ex:s sh:targetClass 'C' ; sh:class ex:C .", "sh:targetClass must be an IRI"),
    ],
)
def test_the_error_says_what_is_wrong(turtle: str, message: str) -> None:
    with pytest.raises(ShapesError) as caught:
        shapes(turtle)
    assert message in caught.value.message
