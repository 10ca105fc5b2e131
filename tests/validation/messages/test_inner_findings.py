"""What failed inside a constraint, as lines under its message, in JSON and in the report graph."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from .telling import BOAT, document, validated

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
CREW = (
    BOAT
    + 'sh:property [ sh:path ex:crew ; sh:name "crew" ; sh:node [ sh:property [ sh:path ex:name ; sh:minCount 1 ] ; '
    'sh:or ( [ sh:class ex:Sailor ] [ sh:class ex:Cook ; sh:message "a cook"@en , "een kok"@nl ] ) ] ] .'
)


def inner_lines(folder: Path, shapes: str, data: str, *options: str) -> list[str]:
    """The lines of the details of the first finding."""
    out = validated(folder, shapes, data, *options).out
    return [line[2:] for line in out.splitlines() if line.lstrip().startswith("- ")]


@pytest.mark.parametrize(
    ("constraint", "lines"),
    [
        (
            "sh:xone ( [ sh:path ex:captain ; sh:minCount 1 ] [ sh:path ex:autopilot ; sh:minCount 1 ] )",
            ["- ex:captain must have at least 1 value", "- ex:autopilot must have at least 1 value"],
        ),
        (
            'sh:or ( [ sh:name "captain" ; sh:property [ sh:path ex:captain ; sh:minCount 1 ] ] ex:T )',
            ["- “captain”:", "  - ex:captain must have at least 1 value", "- ex:T:", "  - ex:b must be text, a number "
             "or a date, is a web address"],
        ),
        (
            "sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:class ex:Boat ] )",
            ["- “must be a web address”: conforms", "- “must be of the class ex:Boat”: conforms"],
        ),
        (
            "sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:datatype xsd:date ] ; sh:qualifiedMinCount 1 ]",
            ["- 1 – “must be a date without time (xsd:date)”:", "  - 1 must be a date without time (xsd:date), is a "
             "whole number (xsd:integer)"],
        ),
        ("sh:not [ sh:nodeKind sh:IRI ]", ["- “must be a web address”: conforms"]),
    ],
)  # fmt: skip
def test_each_branch_is_told_with_its_own_failures(tmp_path: Path, constraint: str, lines: list[str]) -> None:
    assert (
        inner_lines(tmp_path, f"{BOAT}{constraint} . ex:T sh:nodeKind sh:Literal .", "ex:b a ex:Boat ; ex:p 1 .")
        == lines
    )


def test_details_are_nested_with_the_message_of_the_inner_shape_and_another_line_as_place(tmp_path: Path) -> None:
    data = "ex:b a ex:Boat ; ex:crew ex:c .\nex:c a ex:Dog ."
    assert inner_lines(tmp_path, CREW, data) == [
        "- ex:c must conform to one of “must be of the class ex:Sailor”, “a cook” (d.ttl:5:1)",
        "  - ex:c must be of the class ex:Sailor, is of the class ex:Dog",
        "  - a cook",
        "- ex:name must have at least 1 value (d.ttl:5:1)",
    ]
    assert inner_lines(tmp_path, CREW, data, "--lang", "nl")[2] == "  - een kok"


def test_json_has_the_branches_with_names_messages_and_places(tmp_path: Path) -> None:
    (result,) = document(tmp_path, CREW, "ex:b a ex:Boat ; ex:crew ex:c .\nex:c a ex:Dog .")["results"]
    (branch,) = result["details"]
    assert (branch["name"], branch["conforms"]) == ("the shape inside ex:S/ex:crew", False)
    alternatives, name = branch["results"]
    assert name["message"] == "ex:name must have at least 1 value"
    assert (name["place"]["file"], name["place"]["line"]) == ("d.ttl", 5)
    assert [each["name"] for each in alternatives["details"]] == ["“must be of the class ex:Sailor”", "“a cook”"]
    assert [each["results"][0]["messages"][0]["value"] for each in alternatives["details"]][1] == "a cook"


def test_the_report_graph_has_details_as_the_standard_says(tmp_path: Path) -> None:
    out = validated(tmp_path, CREW, "ex:b a ex:Boat ; ex:crew [ a ex:Dog ] .", "--format", "turtle").out
    graph = rdflib.Graph().parse(data=out, format="turtle")
    (result,) = graph.objects(None, SH.result)
    details = list(graph.objects(result, SH.detail))
    assert {graph.value(each, SH.sourceConstraintComponent) for each in details} == {
        SH.OrConstraintComponent,
        SH.MinCountConstraintComponent,
    }
    assert all(graph.value(each, rdflib.RDF.type) == SH.ValidationResult for each in details)
    texts = [str(text) for text in graph.objects(None, SH.resultMessage)]
    assert "ex:b ex:crew [ ] must be of the class ex:Sailor, is of the class ex:Dog" in texts
    assert not any("_:" in text for text in texts)


def test_only_so_many_lines_are_told(tmp_path: Path) -> None:
    inner = " ".join(f"[ sh:path ex:p{number} ; sh:minCount 1 ]" for number in range(60))
    lines = inner_lines(tmp_path, f"{BOAT}sh:or ( {inner} ) .", "ex:b a ex:Boat .")
    assert len(lines) == 40
