"""``--shape`` and ``--focus`` limit a run to what they name, and name nothing in vain."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ...commands import call

TEXT = """\
@prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
ex:anna a ex:Boat . ex:bert a ex:Boat .
ex:Named a sh:NodeShape ; sh:targetClass ex:Boat ; sh:property ex:Name .
ex:Name sh:path ex:name ; sh:minCount 1 .
ex:Built a sh:NodeShape ; sh:targetClass ex:Boat ; sh:property [ sh:path ex:hull ; sh:minCount 1 ] .
ex:Driven a sh:NodeShape ; sh:targetClass ex:Car ; sh:nodeKind sh:BlankNode .
"""
FULL = "http://example.org/ns#"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "d.ttl").write_text(TEXT)
    return tmp_path


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--focus ex:anna", "anna hull, anna name"),
        (f"--focus {FULL}anna --focus <{FULL}bert> --shape ex:Name", "anna name, bert name"),
        ("--shape ex:Built", "anna hull, bert hull"),
        ("--shape ex:Built --shape ex:Named --focus ex:bert", "bert hull, bert name"),
        ("--shape ex:Name --focus ex:bert", "bert name"),
        ("--shape ex:Driven --focus ex:anna", "anna "),
    ],
)
def test_only_these_nodes_are_judged_and_only_by_these_shapes(folder: Path, options: str, expected: str) -> None:
    done = call("validate", "d.ttl", "--format", "csv", *options.split(), folder=folder)
    assert done.code == 1, done.err
    rows = csv.DictReader(done.out.splitlines())
    names = [(row["focusNode"].removeprefix("ex:"), row["path"].removeprefix("ex:")) for row in rows]
    assert ", ".join(sorted(" ".join(pair) for pair in names)) == expected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--shape ex:Buildt", "kg: --shape ex:Buildt: nothing in the shapes is called so.\n  Did you mean ex:Built?"),
        ("--shape ex:Q", "kg: --shape ex:Q: nothing in the shapes is called so.\n"),
        ("--focus ex:carl", "kg: --focus ex:carl: nothing in the data is called so.\n"),
        ("--focus <a\\b>", "is no IRI"),
        ("--focus ex:Boat", "no shape has a focus node among the nodes"),
        ("--shape ex:Driven", "no shape has a focus node among the nodes"),
        ("--shape ex:Built --coverage", "without --since, --write-baseline and --coverage"),
    ],
)
def test_what_names_nothing_that_is_judged_ends_with_code_2(folder: Path, options: str, message: str) -> None:
    done = call("validate", "d.ttl", *options.split(), folder=folder)
    assert done.code == 2
    assert message in done.err + done.out


def test_a_shape_that_is_not_applied_to_the_chosen_nodes_is_not_warned_of(folder: Path) -> None:
    assert "warning" not in call("validate", "d.ttl", "--focus", "ex:anna", folder=folder).out


def test_an_iri_in_full_is_no_name_with_a_prefix(folder: Path) -> None:
    (folder / "d.ttl").write_text(f"@prefix http: <urn:other:> .\n{TEXT}")
    done = call("validate", "d.ttl", "--format", "csv", "--focus", f"{FULL}anna", "--shape", "ex:Name", folder=folder)
    assert (done.code, "ex:anna" in done.out) == (1, True), done.err


def test_in_a_project_names_may_be_relative_to_its_base(folder: Path) -> None:
    settings = f'base = "{FULL}"\n[files]\ndata = ["d.ttl"]\nshapes = ["d.ttl"]\n'
    (folder / "kg.toml").write_text(settings.replace("ns#", ""))
    done = call("validate", "--focus", "ns#anna", "--shape", "ns#Built", folder=folder)
    assert done.out.endswith("Does not conform: 1 violation in 1 file\n"), done.err
