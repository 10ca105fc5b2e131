from __future__ import annotations

import json
from dataclasses import replace

from kg.validation.formats import gitlab
from kg.validation.notes import Remark
from kg.validation.positions.located_report import LocatedReport


def test_gitlab_finds_path_line_severity_and_one_fingerprint_for_each_finding(broken_located: LocatedReport) -> None:
    entries = json.loads(gitlab.write(broken_located))
    assert len(entries) == len(broken_located.findings)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    entry = next(each for each in entries if each["check_name"] == "shape/Partnership-partnershipType")
    assert entry.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
    assert entry["severity"] == "major"
    assert entry["location"]["path"] == "data/ghent.ttl"
    assert entry["location"]["lines"]["begin"] > 1


def test_gitlab_fingerprints_stay_when_lines_move(broken_located: LocatedReport) -> None:
    moved = replace(
        broken_located,
        findings=tuple(replace(each, place=None) for each in broken_located.findings),
    )
    before, after = (
        [entry["fingerprint"] for entry in json.loads(gitlab.write(each))] for each in (broken_located, moved)
    )
    assert before == after


def test_gitlab_shows_what_makes_a_run_fail_without_findings(clean: LocatedReport) -> None:
    failing = replace(clean, remarks=(Remark("no-focus-nodes", "looked at nothing", fails=True), Remark("since", "x")))
    assert [entry["check_name"] for entry in json.loads(gitlab.write(failing))] == ["no-focus-nodes"]
