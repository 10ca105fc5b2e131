"""The findings that an edit brings and takes away are those that judging both sides whole tells."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from kg import project as projects
from kg.history import changed_findings, statement_difference
from kg.history.changed_findings import Findings
from kg.history.snapshot import opened
from kg.validation import report_cache

from ..commands import commit, edit

PARTY = "    ct:party <id/city/be-gent> ;\n"
TYPE = "    ct:partnershipType <id/concept/partnership-type/sister-city> ;\n" + PARTY


def findings(folder: Path) -> Findings:
    """What changed since the last commit, held against the verdicts on everything."""
    project = projects.load(folder)
    with opened(project, "HEAD", folder) as before, opened(project, None, folder) as after:
        different = changed_findings.between(before, after, statement_difference.between(before, after), ("en",))
        assert different
        old, new = (
            Counter(
                (result.focus_node, result.path, result.value, result.component)
                for result in report_cache.judged_anew(side.project, side.dataset, side.shapes).results
            )
            for side in (before, after)
        )
        for located, expected in ((different.new, new - old), (different.gone, old - new)):
            results = (finding.result for finding in located.findings)
            assert Counter((r.focus_node, r.path, r.value, r.component) for r in results) == expected
        return different


def test_a_finding_that_an_edit_brings_is_told_at_its_place(copy: Path) -> None:
    commit(copy)
    line = edit(copy / "data" / "ghent.ttl", TYPE, PARTY)
    different = findings(copy)
    assert not different.gone.findings
    finding = next(finding for finding in different.new.findings if finding.rule.name == "Partnership-partnershipType")
    assert finding.place
    assert finding.place.position
    assert finding.place.position.line < line


def test_a_finding_that_is_mended_is_gone(copy: Path) -> None:
    path = copy / "data" / "ghent.ttl"
    whole = path.read_text("utf-8")
    edit(path, TYPE, PARTY)
    commit(copy)
    path.write_text(whole, "utf-8")
    different = findings(copy)
    assert "Partnership-partnershipType" in {finding.rule.name for finding in different.gone.findings}


def test_a_shape_that_changed_brings_findings_where_no_statement_changed(copy: Path) -> None:
    commit(copy)
    edit(
        next(path for path in (copy / "shapes").glob("*.ttl") if "ct:Partnership ;" in path.read_text()),
        "sh:minCount 1",
        "sh:minCount 9",
    )
    assert findings(copy).new.findings


def test_a_statement_that_another_file_has_too_is_not_missed(copy: Path) -> None:
    (copy / "data" / "more.ttl").write_text(
        "BASE <https://w3id.org/city-ties/>\nPREFIX ct: <https://w3id.org/city-ties/ns#>\n"
        "<id/partnership/be-gent--de-melle> ct:partnershipType <id/concept/partnership-type/sister-city> .\n"
    )
    commit(copy)
    edit(copy / "data" / "ghent.ttl", TYPE, PARTY)
    different = findings(copy)
    assert not different.new.findings
    assert not different.gone.findings
