from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from kg.publish.quality import quality_report
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.validation import ValidationReport


def test_the_shape_with_most_results_comes_first(broken_report: ValidationReport) -> None:
    counts = quality_report.by_shape(cast("Revision", SimpleNamespace(report=broken_report)))
    assert sum(count for _, count in counts) == len(broken_report.results)
    assert counts == sorted(counts, key=lambda item: (-item[1], str(item[0])))
    assert counts[0][1] > 1


def test_the_report_is_told_by_shape_and_in_the_readers_language(revision: Revision, dutch: Reader) -> None:
    assert sum(count for _, count in quality_report.by_shape(revision)) == len(revision.report.results)
    findings = quality_report.findings(revision, dutch.languages, 1)
    assert len(findings) == min(100, len(revision.report.results))
    assert all(each.place and each.place.file.startswith("data/") for each in findings)
    assert any(finding.message.startswith("Geef de plaats") for finding in findings)
    judged = {each.node.value.rpartition("/")[2]: each for each in quality_report.judged(dutch)}
    assert judged["Partnership"].focus_nodes == 12
    assert sum(each.results for each in judged.values()) == len(revision.report.results)
