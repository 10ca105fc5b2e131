"""The forms in which a located report is told: each module is one form, a pure function from the report to text.

``FORMS`` are all of them, under the names that ``--format`` and ``--output`` take.
"""

from __future__ import annotations

from collections.abc import Callable

from kg.validation.forms import github, gitlab, json_document, junit, markdown, sarif, text, turtle
from kg.validation.located import LocatedReport

FORMS: dict[str, Callable[[LocatedReport], str]] = {
    "text": text.write,
    "json": json_document.write,
    "turtle": turtle.write,
    "sarif": sarif.write,
    "junit": junit.write,
    "github": github.write,
    "gitlab": gitlab.write,
    "markdown": markdown.write,
}
