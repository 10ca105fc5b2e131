"""Judging a dataset by its shapes: the engine, the judge it is checked against, and the report.

``validate`` takes quads and shapes and gives a ``ValidationReport``; everything else here serves it.
"""

from __future__ import annotations

from kg.shacl.report import Note, NoteKind, Result, Severity, ValidationReport
from kg.shacl.validator import validate
from kg.validation.report_json import from_json, to_json

__all__ = ["Note", "NoteKind", "Result", "Severity", "ValidationReport", "from_json", "to_json", "validate"]
