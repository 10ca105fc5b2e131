"""What constraints demand, in words: the property first, what is there instead last."""

from __future__ import annotations

from pathlib import Path

import pytest

from .telling import BOAT, messages


@pytest.mark.parametrize(
    ("constraint", "values", "message"),
    [
        ("sh:minCount 1", "", "ex:p must have at least 1 value"),
        ("sh:minCount 2", "", "ex:p must have at least 2 values"),
        ("sh:maxCount 0", "ex:p 1", "ex:p must have at most 0 values"),
        ("sh:maxCount 1", "ex:p 1, 2", "ex:p must have at most 1 value"),
        ("sh:minLength 1", 'ex:p ""', "ex:p must have at least 1 character"),
        ("sh:maxLength 2", 'ex:p "abc"', "ex:p must have at most 2 characters"),
        ("sh:nodeKind sh:IRI", 'ex:p "x"', "ex:p must be a web address, is text"),
        ("sh:nodeKind sh:IRI", "ex:p 1", "ex:p must be a web address, is a whole number (xsd:integer)"),
        ("sh:nodeKind sh:IRI", "ex:p []", "ex:p must be a web address, is a node without a web address"),
        ("sh:nodeKind sh:Literal", "ex:p ex:x", "ex:p must be text, a number or a date, is a web address"),
        ("sh:datatype xsd:integer", 'ex:p "5"', "ex:p must be a whole number (xsd:integer), is text"),
        ("sh:datatype xsd:string", 'ex:p "a"@en', "ex:p must be text, is text with a language"),
        ("sh:datatype rdf:langString", 'ex:p "a"', "ex:p must be text with a language, is text"),
        ("sh:datatype ex:own", 'ex:p "a"', "ex:p must be a value of the datatype ex:own, is text"),
        (
            "sh:datatype xsd:dateTime",
            'ex:p "2020-01-01"^^xsd:date',
            "ex:p is a date without time (xsd:date); a date with time (xsd:dateTime) is required",
        ),
        (
            "sh:datatype xsd:date",
            'ex:p "2020"^^xsd:gYear',
            "ex:p is a year (xsd:gYear); a date without time (xsd:date) is required",
        ),
        (
            "sh:datatype xsd:date",
            'ex:p "2020-13-01"^^xsd:date',
            "ex:p must be a date without time (xsd:date); “2020-13-01” is not a valid one",
        ),
        ("sh:class ex:Port", 'ex:p "x"', "ex:p must be a node of the class ex:Port, is text"),
        ("sh:class ex:Port", "ex:p ex:b", "ex:p must be of the class ex:Port, is of the class ex:Boat"),
        ("sh:class ex:Port", "ex:p ex:x", "ex:p must be of the class ex:Port, is not described in the data"),
        ("sh:class ex:Port", "ex:p [ ex:q 1 ]", "ex:p must be of the class ex:Port, has no class"),
        ("sh:hasValue 1", "", "ex:p must have the value 1"),
        ('sh:hasValue "a"@en', "", 'ex:p must have the value "a"@en'),
        ("sh:in ( ex:x 1 )", "ex:p 2", "ex:p must be one of ex:x, 1"),
        (
            "sh:in ( 1 2 3 4 5 6 7 8 9 10 11 12 13 14 )",
            "ex:p 0",
            "ex:p must be one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more",
        ),
        ("sh:minInclusive 5", "ex:p 4", "ex:p must be greater than or equal to 5"),
        (
            "sh:maxExclusive 5",
            'ex:p "4"',
            "ex:p must be less than 5; text and a whole number (xsd:integer) cannot be compared",
        ),
        (
            'sh:minInclusive "2020-01-01"^^xsd:date',
            'ex:p "2020-06-01T00:00:00"^^xsd:dateTime',
            'ex:p must be greater than or equal to "2020-01-01"^^xsd:date; '
            "a date with time (xsd:dateTime) and a date without time (xsd:date) cannot be compared",
        ),
        (
            "sh:lessThan ex:q",
            'ex:p "2020-01-01"^^xsd:date ; ex:q "2020-06-01T00:00:00"^^xsd:dateTime',
            "ex:p must be less than the value of ex:q; "
            "a date without time (xsd:date) and a date with time (xsd:dateTime) cannot be compared",
        ),
        (
            "sh:lessThan ex:q",
            'ex:p "2020-01-01T00:00:00"^^xsd:dateTime ; ex:q "2020-01-01T01:00:00Z"^^xsd:dateTime',
            "ex:p must be less than the value of ex:q; one has a time zone and the other has none",
        ),
        (
            "sh:lessThanOrEquals ex:q",
            'ex:p "2020-01-01"^^xsd:date ; ex:q "2020-13-01"^^xsd:date',
            "ex:p must be less than or equal to the value of ex:q; "
            "“2020-13-01” is not a date without time (xsd:date)",
        ),
        ("sh:equals ex:q", "ex:p 1 ", "ex:p must have the same values as ex:q"),
        ("sh:disjoint ex:q", "ex:p 1 ; ex:q 1", "ex:p must not be a value of ex:q"),
        ('sh:pattern "^a+$"', 'ex:p "b"', "ex:p must match the pattern ^a+$"),
        (
            'sh:languageIn ( "nl" "en" )',
            'ex:p "b"',
            "ex:p must be in one of the languages nl, en, is text without a language",
        ),
        (
            'sh:languageIn ( "nl" )',
            'ex:p "b"@fr',
            "ex:p must be in one of the languages nl, is text in the language fr",
        ),
        ("sh:uniqueLang true", 'ex:p "a"@en, "b"@en', "ex:p must not have two values in one language"),
        (
            "sh:qualifiedValueShape ex:T ; sh:qualifiedMinCount 1",
            "",
            "ex:p must have at least 1 value that conforms to ex:T",
        ),
        (
            "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMaxCount 0",
            "ex:p ex:x",
            "ex:p must have at most 0 values that conform to “must be a web address”",
        ),
        (
            'sh:sparql [ sh:select "SELECT $this WHERE { $this a ?c }" ]',
            "",
            "ex:p must meet the query of ex:S/ex:p",
        ),
    ],
)  # fmt: skip
def test_a_constraint_is_told_with_what_is_there_instead(
    tmp_path: Path, constraint: str, values: str, message: str
) -> None:
    shapes = f"{BOAT}sh:property [ sh:path ex:p ; {constraint} ] . ex:T a sh:NodeShape ."
    assert messages(tmp_path, shapes, f"ex:b a ex:Boat ; {values} .") == [message]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", ["naam moet minstens 1 waarde hebben", "ex:q moet een webadres zijn, is tekst"]),
        ("fr", ["nom doit avoir au moins 1 valeur", "ex:q doit être une adresse web, est du texte"]),
        ("de", ["Name muss mindestens 1 Wert haben", "ex:q muss eine Webadresse sein, ist Text"]),
        ("de-AT", ["Name muss mindestens 1 Wert haben", "ex:q muss eine Webadresse sein, ist Text"]),
        ("en", ["name must have at least 1 value", "ex:q must be a web address, is text"]),
        ("ja", ["name must have at least 1 value", "ex:q must be a web address, is text"]),
    ],
)
def test_messages_are_in_the_readers_language_with_the_name_of_the_property(
    tmp_path: Path, language: str, expected: list[str]
) -> None:
    names = '"name"@en , "naam"@nl , "nom"@fr , "Name"@de'
    name = f"[ sh:path ex:p ; sh:name {names} ; sh:minCount 1 ]"
    shapes = f"{BOAT}sh:property {name} , [ sh:path ex:q ; sh:nodeKind sh:IRI ] ."
    assert messages(tmp_path, shapes, 'ex:b a ex:Boat ; ex:q "x" .', "--lang", language) == expected


def test_a_shape_without_a_path_is_told_of_the_node(tmp_path: Path) -> None:
    assert messages(tmp_path, f"{BOAT}sh:nodeKind sh:BlankNode .", "ex:b a ex:Boat .") == [
        "ex:b must be a node without a web address, is a web address"
    ]


def test_a_property_that_a_closed_shape_forbids_is_named(tmp_path: Path) -> None:
    shapes = f"{BOAT}sh:closed true ; sh:ignoredProperties ( rdf:type ) ."
    assert messages(tmp_path, shapes, "ex:b a ex:Boat ; ex:p 1 .") == ["ex:p is a property that is not allowed here"]


def test_a_complex_path_is_told_with_prefixes(tmp_path: Path) -> None:
    shapes = f"{BOAT}sh:property [ sh:path ( [ sh:inversePath ex:owns ] ex:name ) ; sh:minCount 1 ] ."
    assert messages(tmp_path, shapes, "ex:b a ex:Boat .") == ["^ex:owns/ex:name must have at least 1 value"]
