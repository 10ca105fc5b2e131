"""Constraints that are well-formed and that nothing can meet: said once, whatever the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.rdf.namespaces import RDF

from ...commands import call

PREFIXES = """@prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . ex:b a ex:Boat ; ex:p "x"@en .
"""


@pytest.mark.parametrize(
    ("constraint", "words"),
    [
        ("sh:path ex:p ; sh:minCount 2 ; sh:maxCount 1", "nothing can meet sh:minCount 2 and sh:maxCount 1"),
        ("sh:path ex:p ; sh:minLength 5 ; sh:maxLength 2", "nothing can meet sh:minLength 5 and sh:maxLength 2"),
        ("sh:path ex:p ; sh:in ()", "no value can be one of an empty list"),
        ("sh:path ex:p ; sh:languageIn ()", "no value can be in one of no languages"),
        ('sh:path ex:p ; sh:languageIn ( "en" "e n" )', "“e n” in sh:languageIn is no language tag"),
        (f"sh:path ex:p ; sh:datatype <{RDF}langStrin>", "RDF has no datatype rdf:langStrin"),
        ("sh:path ex:p ; sh:datatype xsd:String", "XML Schema has no datatype xsd:String"),
        (
            "sh:path ex:p ; sh:minInclusive 5 ; sh:maxInclusive 3",
            "no value can meet sh:minInclusive 5 and sh:maxInclusive",
        ),
        ("sh:path ex:p ; sh:minExclusive 3 ; sh:maxInclusive 3", "no value can meet sh:minExclusive 3"),
        (
            "sh:path ex:p ; sh:datatype xsd:string ; sh:nodeKind sh:IRI",
            "no value can meet sh:datatype xsd:string and sh:",
        ),
        ("sh:path ex:p ; sh:class ex:C ; sh:nodeKind sh:Literal", "no value can meet sh:class ex:C and sh:nodeKind"),
        ("sh:path ex:p ; sh:hasValue 1 ; sh:maxCount 0", "no value can meet sh:maxCount 0 and sh:hasValue 1"),
        ("sh:path ex:p ; sh:in ( 1 2 ) ; sh:hasValue 3", "no value can meet sh:hasValue 3 and sh:in"),
        ("sh:path ex:p ; sh:in ( 1 2 ) ; sh:datatype xsd:string", "no value can meet sh:datatype xsd:string and sh:in"),
        (
            'sh:path ex:p ; sh:datatype xsd:string ; sh:languageIn ("en")',
            "no value can meet sh:datatype xsd:string and",
        ),
        (
            "sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:C ] ; sh:qualifiedMinCount 2 ; sh:qualifiedMaxCount 1",
            "no value can meet sh:qualifiedMinCount 2 and sh:qualifiedMaxCount 1",
        ),
        ("sh:path () ; sh:maxCount 1", "sh:path () is the property rdf:nil"),
    ],
)
def test_a_contradiction_is_named(tmp_path: Path, constraint: str, words: str) -> None:
    shape = f"ex:S a sh:NodeShape ; sh:targetClass ex:Boat ; sh:property [ {constraint} ] ."
    (tmp_path / "d.ttl").write_text(PREFIXES + shape)
    done = call("validate", "d.ttl", folder=tmp_path)
    assert f"warning: {words}" in done.out


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:minCount 1 ; sh:maxCount 1",
        "sh:maxCount 0",
        "sh:datatype xsd:anyURI",
        "sh:datatype ex:String",
        "sh:in (1)",
        "sh:minInclusive 3 ; sh:maxInclusive 3",
        "sh:datatype xsd:date ; sh:nodeKind sh:IRIOrLiteral",
        "sh:in ( ex:A 1 ) ; sh:datatype xsd:integer ; sh:minInclusive 0",
        "sh:class ex:C ; sh:in ( ex:A ) ; sh:nodeKind sh:IRI",
    ],
)
def test_what_can_be_met_is_not(tmp_path: Path, constraint: str) -> None:
    shape = f"ex:S a sh:NodeShape ; sh:targetClass ex:Boat ; sh:property [ sh:path ex:p ; {constraint} ] ."
    (tmp_path / "d.ttl").write_text(PREFIXES + shape)
    assert "warning:" not in call("validate", "d.ttl", folder=tmp_path).out


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", "niets kan aan sh:minCount 2 en sh:maxCount 1 voldoen"),
        ("fr", "rien ne peut satisfaire sh:minCount 2"),
        ("de", "nichts kann sh:minCount 2"),
    ],
)
def test_notes_on_shapes_are_in_the_readers_language(tmp_path: Path, lang: str, words: str) -> None:
    shape = (
        "ex:S a sh:NodeShape ; sh:targetClass ex:Boat ; sh:property [ sh:path ex:p ; sh:minCount 2 ; sh:maxCount 1 ] ."
    )
    (tmp_path / "d.ttl").write_text(PREFIXES + shape)
    assert words in call("validate", "d.ttl", "--lang", lang, folder=tmp_path).out
