"""What follows from a value of the wrong kind is told with it, and counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ...commands import call

PREFIXES = """@prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def document(value: str, constraints: str) -> str:
    shape = f"ex:S sh:targetClass ex:Boat ; sh:property [ sh:path ex:p ; {constraints} ] ."
    return f"{PREFIXES}ex:a a ex:Boat ; ex:p {value} .\n{shape}\n"


@pytest.mark.parametrize(
    ("value", "constraints", "told", "following"),
    [
        (
            '"soon"',
            'sh:datatype xsd:date ; sh:pattern "^2" ; sh:minInclusive 2',
            1,
            "MinInclusive, Pattern",
        ),
        ('"2020-13-01"^^xsd:date', 'sh:datatype xsd:date ; sh:maxExclusive "2000-01-01"^^xsd:date', 1, "MaxExclusive"),
        ('"text"', "sh:nodeKind sh:IRI ; sh:class ex:Port ; sh:datatype xsd:anyURI", 1, "Class, Datatype"),
        ('"2020-01-01"^^xsd:date', 'sh:datatype xsd:date ; sh:pattern "^3" ; sh:maxLength 2', 2, ""),
        ('"soon"', 'sh:datatype xsd:date ; sh:hasValue "2000-01-01"^^xsd:date', 2, ""),
    ],
)
def test_a_reader_is_told_the_cause_and_what_follows_in_one_line(
    tmp_path: Path, value: str, constraints: str, told: int, following: str
) -> None:
    (tmp_path / "d.ttl").write_text(document(value, constraints))
    for form in ("text", "github", "markdown", "html"):
        done = call("validate", "d.ttl", "--format", form, folder=tmp_path)
        sign = {"text": ": violation: ", "github": "::error file", "markdown": "| ❌ | ", "html": "<article>"}[form]
        assert done.out.count(sign) == told, done.out
        if form in ("text", "html") and following:
            assert "this value follow" in done.out
            assert f" from it: {following}\n" in done.out.replace("</pre>", "\n")


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ('"2000-13-31"^^xsd:date', 1),
        ('"2000-13-31"^^xsd:date , "1999-01-01"^^xsd:date', 3),
        ('"1999-01-01"^^xsd:date', 1),
    ],
)
def test_a_comparison_with_a_value_of_the_wrong_kind_follows_from_that(tmp_path: Path, last: str, told: int) -> None:
    (tmp_path / "d.ttl").write_text(
        f'{PREFIXES}ex:a a ex:Boat ; ex:first "2000-01-01"^^xsd:date ; ex:last {last} .\n'
        "ex:S sh:targetClass ex:Boat ; sh:property [ sh:path ex:first ; sh:lessThanOrEquals ex:last ] ,\n"
        "    [ sh:path ex:last ; sh:datatype xsd:date ] .\n"
    )
    out = call("validate", "d.ttl", folder=tmp_path).out
    assert out.count(": violation: ") == told, out
    assert ("follows from it: LessThanOrEquals" in out) == (last.count("2000-13") > 0 and told == 1)


def test_a_warning_does_not_hide_a_violation(tmp_path: Path) -> None:
    other = 'ex:S sh:property [ sh:path ex:p ; sh:pattern "^2" ] .\n'
    (tmp_path / "d.ttl").write_text(document('"soon"', "sh:datatype xsd:date ; sh:severity sh:Warning") + other)
    done = call("validate", "d.ttl", folder=tmp_path)
    assert "violation: ex:p must match the pattern" in done.out


def test_programs_get_every_result(tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text(document('"soon"', 'sh:datatype xsd:date ; sh:pattern "^2"'))
    assert len(json.loads(call("validate", "d.ttl", "--format", "json", folder=tmp_path).out)["results"]) == 2
    told = call("validate", "d.ttl", folder=tmp_path).out
    assert told.startswith("d.ttl: 2 violations\n")
    assert told.endswith("Does not conform: 2 violations in 1 file\n")
