"""Judging a dataset by its shapes: the engine, the judge it is checked against, and the report.

``validate`` takes quads and shapes and gives a ``ValidationReport``; everything else here serves it.
"""

from __future__ import annotations

from kg.validation.report import Note, NoteKind, Result, Severity, ValidationReport
from kg.validation.report_json import from_json, to_json
from kg.validation.verdict import validate

__all__ = ["Note", "NoteKind", "Result", "Severity", "ValidationReport", "from_json", "to_json", "validate"]
