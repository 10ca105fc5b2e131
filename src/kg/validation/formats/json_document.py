"""The report as JSON: what :mod:`kg.validation.report_json` keeps, and for each result its place and message.

``kg.validation.from_json`` reads it back as the report of the results that are listed.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from kg.validation.notes import Remark
from kg.validation.outcome import Outcome
from kg.validation.positions.data_positions import Place
from kg.validation.positions.located_report import Finding, LocatedReport
from kg.validation.report_json import to_json


def write(located: LocatedReport) -> str:
    """One object: verdict, counts, and the results in the report's order."""
    report = replace(located.report, results=tuple(finding.result for finding in located.findings))
    document = to_json(report)
    for entry, finding in zip(document["results"], located.findings, strict=True):
        _tell(entry, finding)
    head = {
        "conforms": None if located.outcome == Outcome.NOTHING_JUDGED else located.conforms,
        "counts": {severity.value: number for severity, number in located.report.counts().items()},
        "byShape": {rule.id: number for rule, number in located.totals},
        "isCut": located.is_cut,
        "leftOut": located.left_out,
        "remarks": [_remark(remark) for remark in located.remarks],
    }
    if located.coverage:
        head["covered"] = located.coverage.to_json()
    return json.dumps({**head, **document}, ensure_ascii=False, indent=2) + "\n"


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule.id,
        "message": finding.message,
        "place": _place(finding.place),
        "suggestion": finding.suggestion and {"text": finding.suggestion.text, "replacement": finding.replacement},
    }


def _tell(entry: dict[str, Any], finding: Finding) -> None:
    """Add what a reader is told of a result to its entry, and to those of the results inside it."""
    entry.update(_told(finding))
    for message, literal in zip(entry["messages"], finding.messages, strict=True):
        message["value"] = literal.value
        if literal.language:
            message["xml:lang"] = literal.language
    for branch, inside in zip(entry["details"], finding.inside, strict=True):
        branch["name"] = inside.label
        for inner, inner_finding in zip(branch["results"], inside.findings, strict=True):
            _tell(inner, inner_finding)


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "kind": remark.kind,
        "weight": remark.weight.value,
        "fails": remark.fails,
        "text": remark.sentence,
        "items": list(remark.items),
        "place": _place(remark.place),
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    if place.position is None:
        return {"file": place.file}
    return {
        "file": place.file,
        "line": place.position.line,
        "column": place.position.column,
        "endLine": place.position.end_line,
        "endColumn": place.position.end_column,
    }
