"""The forms in which a located report is told: each module is one form, a pure function from the report to text.

``FORMS`` are all of them, under the names that ``--format`` and ``--output`` take.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from kg.validation.positions.located_report import LocatedReport

Writer = Callable[[LocatedReport], str]


def _writer(module: str) -> Writer:
    """The writer of a module, which is loaded when it is used: a run prints one form, or two."""

    def write(report: LocatedReport) -> str:
        text: str = import_module(f"{__name__}.{module}").write(report)
        return text

    return write


FORMS: dict[str, Writer] = {
    "text": _writer("text"),
    "json": _writer("json_document"),
    "turtle": _writer("report_turtle"),
    "sarif": _writer("sarif"),
    "junit": _writer("junit"),
    "github": _writer("github"),
    "gitlab": _writer("gitlab"),
    "markdown": _writer("markdown"),
}
