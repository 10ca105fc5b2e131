"""The forms in which a report of changes is told: each is a pure function from the report to text.

``FORMS`` are all of them, under the names that ``kg diff --format`` takes.
"""

from __future__ import annotations

from collections.abc import Callable

from kg.history import rdf_patch
from kg.publish.changes import change_html, change_json, change_markdown, change_text
from kg.publish.changes.change_report import ChangeReport

FORMS: dict[str, Callable[[ChangeReport], str]] = {
    "text": change_text.write,
    "markdown": change_markdown.write,
    "html": change_html.write,
    "json": change_json.write,
    "patch": lambda report: rdf_patch.write(report.difference),
}
