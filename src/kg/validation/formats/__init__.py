"""The forms in which a located report is told: each module is one form, a pure function from the report to text.

``FORMS`` are all of them, under the names that ``--format`` and ``--output`` take.
"""

from __future__ import annotations

from collections.abc import Callable

from kg.validation.formats import github, gitlab, json_document, junit, markdown, report_turtle, sarif, text
from kg.validation.positions.located_report import LocatedReport

FORMS: dict[str, Callable[[LocatedReport], str]] = {
    "text": text.write,
    "json": json_document.write,
    "turtle": report_turtle.write,
    "sarif": sarif.write,
    "junit": junit.write,
    "github": github.write,
    "gitlab": gitlab.write,
    "markdown": markdown.write,
}
