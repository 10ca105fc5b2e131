"""The facts of the W3C's draft tests of SHACL 1.2 (w3c/data-shapes, shacl12-test-suite/tests/core), written anew."""

from __future__ import annotations

import pytest

from kg.errors import ShapesError
from kg.shacl.incremental import LiveValidation

from ..judging import bad_focus, bad_values, quads, results, short

ANNOTATED = """
ex:wrong ex:p "x" {| ex:sure false |} . ex:right ex:p "y" {| ex:sure true |} . ex:bare ex:p "z" .
"""
REIFIED = """
ex:s sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; %s ] .
ex:r sh:property [ sh:path ex:sure ; sh:in ( true ) ] .
"""


@pytest.mark.parametrize(
    ("constraint", "bad"),
    [
        ("sh:datatype ( xsd:string rdf:langString )", {"1", "https://a"}),
        ("sh:nodeKind ( sh:IRI sh:BlankNode )", {"1", "hallo", "hello"}),
        ("sh:class ( ex:A ex:B )", {"1", "hallo", "hello", "https://a"}),
        ("sh:singleLine true", set()),
    ],
)
def test_a_list_of_datatypes_node_kinds_or_classes_allows_each_of_them(constraint: str, bad: set[str]) -> None:
    values = "'hello', 'hallo'@de, 1, <https://a>"
    assert {value.removesuffix("/") for value in bad_values(values, constraint)} == {short_iri(value) for value in bad}


def short_iri(value: str) -> str:
    return value.rpartition("/")[2]


def test_an_instance_of_any_class_of_a_list_conforms() -> None:
    data = "ex:x a ex:B . ex:y a ex:C . ex:B rdfs:subClassOf ex:A ."
    shapes = "ex:s sh:targetNode ex:x, ex:y ; sh:class ( ex:A ex:D ) ."
    assert [short(result.focus_node) for result in results(data, shapes)] == ["y"]


@pytest.mark.parametrize("line_break", [r"\n", r"\r", r"\f", r"\u000B"])
def test_each_kind_of_line_break_breaks_a_single_line(line_break: str) -> None:
    assert len(bad_values(f"'a{line_break}b', 'a b'", "sh:singleLine true")) == 1
    assert bad_values(f"'a{line_break}b'", "sh:singleLine false") == set()


def test_a_value_that_the_other_property_lacks_is_a_result() -> None:
    data = """
    ex:one ex:p 'A' ; ex:q 'B' . ex:two ex:p 'A' .
    ex:three ex:p 'A', 'B' ; ex:q 'A' . ex:four ex:p 'A' ; ex:q 'A', 'B' .
    """
    assert bad_focus(data, "sh:subsetOf ex:q") == {"one": 1, "two": 1, "three": 1}


def test_one_value_that_conforms_is_enough() -> None:
    data = "ex:alice ex:p ex:cow . ex:bob ex:p ex:duck, ex:cow . ex:eve ex:q 1 . ex:duck a ex:Duck ."
    assert bad_focus(data, "sh:someValue [ sh:class ex:Duck ]") == {"alice": 1, "eve": 1}


def test_a_class_below_the_root_conforms() -> None:
    data = """
    ex:zoo ex:p ex:Animal, ex:Dog, ex:Plant .
    ex:Mammal rdfs:subClassOf ex:Animal . ex:Dog rdfs:subClassOf ex:Mammal .
    """
    shapes = "ex:s sh:targetNode ex:zoo ; sh:property [ sh:path ex:p ; sh:rootClass ex:Animal ] ."
    assert [short(result.value) for result in results(data, shapes)] == ["Plant"]


def test_the_reifiers_of_a_statement_conform_to_their_shape() -> None:
    assert [short(result.value) for result in results(ANNOTATED, REIFIED % "sh:reifierShape ex:r")] == ["x"]


def test_a_reifier_may_be_required() -> None:
    for constraint in ("sh:reifierShape ex:r ; sh:reificationRequired true", "sh:reificationRequired true"):
        values = sorted(short(result.value) for result in results(ANNOTATED, REIFIED % constraint))
        assert values == (["x", "z"] if "Shape" in constraint else ["z"])
    with pytest.raises(ShapesError, match="one property"):
        results(ANNOTATED, "ex:s sh:targetNode ex:a ; sh:property [ sh:path (ex:p ex:q) ; sh:reifierShape ex:r ] .")


@pytest.mark.parametrize(
    ("properties", "sharing"),
    [("ex:id", {"a", "b", "c"}), ("( ex:id ex:scheme )", {"b", "c"}), ("( ex:id ex:none )", set())],
)
def test_targets_that_share_their_values_are_results(properties: str, sharing: set[str]) -> None:
    data = """
    ex:a a ex:C ; ex:id 1 ; ex:scheme ex:x . ex:b a ex:C ; ex:id 1 ; ex:scheme ex:y .
    ex:c a ex:C ; ex:id 1 ; ex:scheme ex:y .
    ex:d a ex:C ; ex:id 2 ; ex:scheme ex:y . ex:other ex:id 2 ; ex:scheme ex:y .
    """
    shapes = f"ex:s sh:targetClass ex:C ; sh:uniqueValuesFor {properties} ."
    assert {short(result.focus_node) for result in results(data, shapes)} == sharing


def test_a_shape_class_is_a_shape_and_the_target_of_its_instances() -> None:
    shapes = "ex:C a sh:ShapeClass ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    assert [short(result.focus_node) for result in results("ex:x a ex:C .", shapes)] == ["x"]


@pytest.mark.parametrize(
    ("constraint", "before", "after"),
    [
        ("sh:uniqueValuesFor ex:id", "", "ex:b ex:id 1 ."),
        ("sh:property [ sh:path ex:p ; sh:reifierShape ex:r ]", "ex:a ex:p 1 .", "ex:a ex:p 1 {| ex:sure false |} ."),
        ("sh:property [ sh:path ex:p ; sh:rootClass ex:R ]", "ex:a ex:p ex:S .", "ex:S rdfs:subClassOf ex:R ."),
        ("sh:property [ sh:path ex:id ; sh:subsetOf ex:p ]", "", "ex:a ex:p 1 ."),
        (
            "sh:property [ sh:path ex:l ; sh:minListLength 2 ]",
            "ex:a ex:l ex:n . ex:n rdf:first 1 .",
            "ex:n rdf:rest () .",
        ),
        (
            "sh:property [ sh:path ex:l ; sh:memberShape ex:r ]",
            "ex:a ex:l ex:n . ex:n rdf:first ex:m ; rdf:rest () .",
            "ex:m ex:sure false .",
        ),
        ("sh:property [ sh:path ex:p ; sh:someValue ex:r ]", "ex:a ex:p ex:m .", "ex:m ex:sure false ."),
    ],
)
def test_a_change_is_judged_as_the_whole(constraint: str, before: str, after: str) -> None:
    data = f"ex:a a ex:C ; ex:id 1 . ex:b a ex:C . {before}"
    shapes = f"ex:s sh:targetClass ex:C ; {constraint} . ex:r sh:property [ sh:path ex:sure ; sh:in ( true ) ] ."
    rules, change = quads(shapes), quads(after)
    live = LiveValidation(quads(data), rules)
    live.change([quad.triple for quad in change], [])
    whole = LiveValidation([*quads(data), *change], rules)
    assert sorted(map(repr, live.results())) == sorted(map(repr, whole.results()))
