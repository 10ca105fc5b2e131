"""Where no constraint was evaluated on any node, the outcome is not that the data conforms."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kg.validation.formats import FORMS
from kg.validation.outcome import Outcome

from ..commands import call, commit, edit

PREFIXES = "@prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
NAME = "sh:property [ sh:path ex:name ; sh:minCount 1 ]"
UNTOUCHED = f"ex:S a sh:NodeShape ; sh:targetClass ex:Vessel ; {NAME} .\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "d.ttl").write_text(f"{PREFIXES}ex:b a ex:Boat .\n")
    (tmp_path / "s.ttl").write_text(PREFIXES + UNTOUCHED)
    return tmp_path


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (
            f"{UNTOUCHED}ex:T a sh:NodeShape ; sh:targetClass ex:Boat ; sh:deactivated true ; {NAME} .",
            "of ex:Vessel. The",
        ),
        (UNTOUCHED, "look for instances of ex:Vessel. The data has instances of ex:Boat."),
        (f"ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:sails ; {NAME} .", "no shape has a focus node"),
        (f"ex:S a sh:NodeShape ; {NAME} .", "no shape has a target"),
        (f"ex:S a sh:NodeShape ; sh:targetClass ex:Boat ; sh:deactivated true ; {NAME} .", "is deactivated"),
        ("ex:S a sh:NodeShape ; sh:targetClass ex:Boat .", "has a constraint"),
        ("ex:S a sh:NodeShape ; sh:targetClass ex:Boat ; sh:property [ sh:path ex:name ] .", "has a constraint"),
        ("ex:S a sh:NodeShape ; sh:targetClass ex:Boat ; sh:mincount 1 .", "has a constraint"),
        ("ex:S a sh:NodeShape ; sh:targetClass ex:Boat ; sh:rule [ a sh:TripleRule ] .", "has a constraint"),
    ],
)
def test_shapes_that_judge_no_node_end_with_code_2_and_the_reason(folder: Path, shape: str, reason: str) -> None:
    (folder / "s.ttl").write_text(PREFIXES + shape)
    done = call("validate", "d.ttl", "--shapes", "s.ttl", "--ignore", "unknown,advanced", folder=folder)
    assert done.code == 2
    assert reason in done.out
    assert done.out.endswith("\nNothing was judged\n")


def test_one_constraint_on_one_node_is_enough_to_conform(folder: Path) -> None:
    (folder / "s.ttl").write_text(
        f"{PREFIXES}{UNTOUCHED}ex:T a sh:NodeShape ; sh:targetClass ex:Boat ; sh:nodeKind sh:IRI ."
    )
    done = call("validate", "d.ttl", "--shapes", "s.ttl", folder=folder)
    assert (done.code, done.out.splitlines()[-1]) == (0, "Conforms: 0 violations")


@pytest.mark.parametrize("form", list(FORMS))
def test_no_form_says_that_what_was_not_judged_conforms(folder: Path, form: str) -> None:
    done = call("validate", "d.ttl", "--shapes", "s.ttl", "--format", form, folder=folder)
    assert done.code == 2
    assert "no shape has a focus node in the data" in done.out
    assert "onforms" not in done.out.replace('"conforms": null', "")


def test_sarif_and_junit_report_a_failed_run(folder: Path) -> None:
    call("validate", "d.ttl", "--shapes", "s.ttl", "--output", "sarif=r", "--output", "junit=j", folder=folder)
    (run,) = json.loads((folder / "r").read_text("utf-8"))["runs"]
    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    suite = ElementTree.fromstring((folder / "j").read_text("utf-8"))
    assert (suite.attrib["failures"], suite.attrib["skipped"]) == ("1", "1")


@pytest.mark.parametrize(
    ("language", "verdict"),
    [("nl", "Er is niets beoordeeld"), ("fr", "Rien n’a été validé"), ("de", "Es wurde nichts geprüft")],
)
def test_the_outcome_is_told_in_the_readers_language(folder: Path, language: str, verdict: str) -> None:
    done = call("validate", "d.ttl", "--shapes", "s.ttl", "--lang", language, folder=folder)
    assert done.out.splitlines()[-1] == verdict


def test_nothing_to_judge_can_be_accepted_and_is_still_not_said_to_conform(folder: Path) -> None:
    done = call("validate", "d.ttl", "--shapes", "s.ttl", "--allow-empty", folder=folder)
    assert (done.code, done.out.splitlines()[-1]) == (0, "Nothing was judged")


def test_a_change_to_data_that_no_shape_looks_at_is_not_judged_either(folder: Path) -> None:
    for name, place in {"d.ttl": "data", "s.ttl": "shapes"}.items():
        (folder / place).mkdir()
        (folder / name).rename(folder / place / name)
    (folder / "kg.toml").write_text('base = "http://example.org/"\n')
    commit(folder)
    edit(folder / "data" / "d.ttl", "ex:Boat", "ex:Raft")
    assert call("validate", folder=folder).code == call("validate", "--since", "HEAD", folder=folder).code == 2


def test_an_outcome_has_the_exit_code_that_the_command_documents() -> None:
    assert {outcome: outcome.exit_code for outcome in Outcome} == {
        Outcome.CONFORMS: 0,
        Outcome.DOES_NOT_CONFORM: 1,
        Outcome.NOTHING_JUDGED: 2,
    }
