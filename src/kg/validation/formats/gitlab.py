"""The report as GitLab's code quality artefact, which merge requests show beside the changed lines.

`GitLab's format <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>`_ wants for each finding
a path, a line, one of five severities, and a fingerprint that no other finding of the report has.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from kg.project import SETTINGS_FILE
from kg.shacl.report import Severity
from kg.validation.notes import Remark
from kg.validation.positions.located_report import Finding, LocatedReport
from kg.validation.selection.baseline import Identity

_SEVERITIES = {Severity.VIOLATION: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def write(located: LocatedReport) -> str:
    """An array with one object for each finding, and for each remark that makes the run fail."""
    seen: Counter[str] = Counter()
    entries = []
    for finding in located.findings:
        digest = Identity.of(finding.result, located.rules).digest
        seen[digest] += 1
        entries.append(_finding(finding, located, digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"))
    entries += [_remark(remark, located) for remark in located.remarks if remark.fails]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: Finding, located: LocatedReport, fingerprint: str) -> dict[str, Any]:
    description = f"{finding.message} ({located.names.term(finding.result.focus_node)})"
    position = finding.place.position if finding.place else None
    severity = _SEVERITIES[finding.result.severity]
    return _entry(description, finding.rule.id, fingerprint, severity, finding.file, position.line if position else 1)


def _remark(remark: Remark, located: LocatedReport) -> dict[str, Any]:
    file = remark.place.file if remark.place else None
    line = remark.place.position.line if remark.place and remark.place.position else 1
    return _entry(remark.told(located.languages), remark.kind, f"{remark.kind}-{file or ''}", "major", file, line)


def _entry(description: str, rule: str, fingerprint: str, severity: str, path: str | None, line: int) -> dict[str, Any]:
    return {
        "description": description,
        "check_name": rule,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path or SETTINGS_FILE, "lines": {"begin": line}},
    }
