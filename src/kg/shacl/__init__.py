"""SHACL validation of quads by shapes, independent of a project.

``validate`` is the entry point; it returns a ``ValidationReport``.
"""

from __future__ import annotations

from kg.shacl.report import Note, NoteKind, Result, Severity, ValidationReport
from kg.shacl.validator import validate

__all__ = ["Note", "NoteKind", "Result", "Severity", "ValidationReport", "validate"]
