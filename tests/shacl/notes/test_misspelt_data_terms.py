"""What the data writes almost as the shapes do is named; what differs otherwise, or is described, is not."""

from __future__ import annotations

import pytest

from kg.shacl.report import NoteKind

from ..judging import report, short

SHAPES = (
    "ex:S sh:targetClass ex:Motorboat ; sh:property [ sh:path ex:maxSpeed ; sh:maxCount 1 ] , "
    "[ sh:path ex:number ; sh:maxCount 1 ] . {}"
)


def misspelt(data: str, more: str = "") -> list[str]:
    notes = report(f"ex:b a ex:Motorboat . {data}", SHAPES.format(more)).notes
    return [short(note.about) for note in notes if note.kind == NoteKind.MISSPELT]


@pytest.mark.parametrize(
    "term",
    [
        "ex:maxspeed",
        "ex:max_speed",
        "ex:mxaSpeed",
        "ex:maxSped",
        "ex:maxSpeeed",
        "ex:nubmer",
        "<http://example.org/maxSpeed>",
        "<https://www.example.org#maxSpeed>",
    ],
)
def test_a_slip_of_the_keyboard_or_in_the_namespace_is_named(term: str) -> None:
    (name,) = misspelt(f"ex:b {term} 1 .")
    assert name in term


@pytest.mark.parametrize("term", ["ex:minSpeed", "ex:maxSpeeds", "ex:numbers", "ex:topSpeed", "<urn:maxSpeed>"])
def test_another_term_is_not(term: str) -> None:
    assert misspelt(f"ex:b {term} 1 .") == []


@pytest.mark.parametrize("term", ["rdf:Type", "rdfs:subclassOf"])
def test_the_terms_that_say_which_nodes_are_judged_are_compared_too(term: str) -> None:
    (name,) = misspelt(f"ex:c {term} ex:Motorboat .")
    assert name.endswith(term.partition(":")[2])


def test_a_class_is_compared_with_classes() -> None:
    assert misspelt("ex:c a ex:MotorBoat .") == ["MotorBoat"]
    assert misspelt("ex:c ex:MotorBoat 1 .") == []


@pytest.mark.parametrize(
    ("data", "shapes"),
    [
        ("ex:maxspeed rdfs:label 'a' .", ""),
        ("", "ex:T sh:targetSubjectsOf ex:maxspeed ; sh:nodeKind sh:IRI ."),
        ("", "ex:T rdfs:seeAlso ex:maxspeed ."),
        ("", "ex:T sh:targetClass ex:Motorboat ; sh:sparql [ sh:select 'SELECT $this { $this ?p ?v "
         "FILTER CONTAINS(STR(?p), \"maxspeed\") }' ] ."),
    ],
)  # fmt: skip
def test_what_data_or_shapes_describe_or_name_is_no_slip(data: str, shapes: str) -> None:
    assert misspelt(f"ex:b ex:maxspeed 1 . {data}", shapes) == []
