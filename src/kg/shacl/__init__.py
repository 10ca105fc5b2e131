"""SHACL without a project: quads and shapes in, a validation report out.

``validate`` takes quads and shapes and gives a ``ValidationReport``; everything else here serves it.
"""

from __future__ import annotations

from kg.shacl.report import Note, NoteKind, Result, Severity, ValidationReport
from kg.shacl.validator import validate

__all__ = ["Note", "NoteKind", "Result", "Severity", "ValidationReport", "validate"]
