"""The report as CSV (`RFC 4180 <https://www.rfc-editor.org/rfc/rfc4180>`_) for spreadsheets: a row for each result.

Remarks are rows without focus node. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from kg.sparql import property_path as paths
from kg.validation.message_texts import word
from kg.validation.notes import Remark
from kg.validation.positions.data_positions import Place
from kg.validation.positions.located_report import Finding, LocatedReport
from kg.validation.shape_descriptions import constraint

COLUMNS = ("severity", "file", "line", "column", "message", "focusNode", "path", "value", "shape", "constraint", "help")
_LONGEST = 2000
_FORMULA = re.compile(r"[=+@\t\r-](?![0-9.]+\Z)")


def write(located: LocatedReport) -> str:
    """The rows in the report's order, below the names of the columns."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in _rows(located):
        writer.writerow([_cell(row.get(column, "")) for column in COLUMNS])
    return text.getvalue()


def _rows(located: LocatedReport) -> Iterator[dict[str, str]]:
    for finding in located.findings:
        yield _finding(finding, located)
    for remark in located.remarks:
        yield _remark(remark, located)
    if located.is_cut:
        shown, total = len(located.findings), len(located.report.results)
        yield {"severity": "info", "message": word("shown", located.languages, shown=shown, total=total)}


def _finding(finding: Finding, located: LocatedReport) -> dict[str, str]:
    result, names = finding.result, located.names
    return {
        "severity": result.severity.value,
        **_place(finding.place),
        "message": finding.message,
        "focusNode": names.term(result.focus_node),
        "path": "" if result.path is None else paths.text(result.path, names.term),
        "value": "" if result.value is None else names.term(result.value),
        "shape": finding.rule.id,
        "constraint": constraint(result),
        "help": finding.suggestion.text if finding.suggestion else "",
    }


def _remark(remark: Remark, located: LocatedReport) -> dict[str, str]:
    severity = "error" if remark.fails else remark.weight.value
    return {"severity": severity, **_place(remark.place), "message": remark.told(located.languages)}


def _place(place: Place | None) -> dict[str, str]:
    if place is None:
        return {}
    if place.position is None:
        return {"file": place.file}
    return {"file": place.file, "line": str(place.position.line), "column": str(place.position.column)}


def _cell(text: str) -> str:
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"'{text}" if _FORMULA.match(text) else text
