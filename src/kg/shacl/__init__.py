"""SHACL validation without a project, of rdflib graphs and of files.

``validate`` is the entry point, called as pySHACL's is; ``docs/shacl-api.md`` explains it. ``validator.validate``
judges quads, and returns a ``ValidationReport``.
"""

from __future__ import annotations

from kg.shacl.interface.rdflib_interface import Outcome, validate
from kg.shacl.report import Note, NoteKind, Result, Severity, ValidationReport

__all__ = ["Note", "NoteKind", "Outcome", "Result", "Severity", "ValidationReport", "validate"]
