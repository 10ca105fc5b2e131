from __future__ import annotations

import json
from dataclasses import replace

from kg.shacl.report import Branch
from kg.validation import Result, from_json
from kg.validation.formats import json_document
from kg.validation.positions.located_report import Finding, LocatedReport


def as_told(finding: Finding) -> Result:
    """The result with its messages as readers get them."""
    branches = (
        Branch(each.branch.shape, each.branch.value, tuple(map(as_told, each.findings))) for each in finding.inside
    )
    return replace(finding.result, messages=finding.messages, branches=tuple(branches))


def test_json_is_read_back_as_the_same_report(broken_located: LocatedReport) -> None:
    document = json.loads(json_document.write(broken_located))
    report = from_json(document)
    assert report == replace(broken_located.report, results=tuple(map(as_told, broken_located.findings)))
    assert document["conforms"] is False
    assert sum(document["byShape"].values()) == len(document["results"])


def test_json_has_the_place_and_the_suggestion_of_each_result(broken_located: LocatedReport) -> None:
    document = json.loads(json_document.write(broken_located))
    entry = next(each for each in document["results"] if (each["value"] or {}).get("value", "").endswith("sister-citi"))
    assert entry["rule"] == "shape/Partnership-partnershipType"
    assert entry["place"]["file"] == "data/ghent.ttl"
    assert entry["place"]["endColumn"] - entry["place"]["column"] == 41
    assert entry["suggestion"]["replacement"] == "<id/concept/partnership-type/sister-city>"


def test_json_of_a_cut_report_says_so(cut: LocatedReport) -> None:
    document = json.loads(json_document.write(cut))
    assert (document["isCut"], len(document["results"])) == (True, 2)


def test_json_keeps_every_character_of_a_message(nasty: LocatedReport) -> None:
    entry = json.loads(json_document.write(nasty))["results"][0]
    assert entry["message"] == nasty.report.results[0].messages[0].value
