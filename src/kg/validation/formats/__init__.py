"""The forms in which a located report is told: each module is one form, a pure function from the report to text.

``FORMS`` are all of them, under the names that ``--format`` and ``--output`` take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from kg.validation.positions.located_report import LocatedReport

Writer = Callable[[LocatedReport], str]


class _Forms(Mapping[str, Writer]):
    """The writers by name; the module of one is loaded when it is used, for a run prints one form, or two."""

    def __init__(self, **modules: str) -> None:
        self._modules = modules

    def __getitem__(self, name: str) -> Writer:
        writer: Writer = import_module(f"{__name__}.{self._modules[name]}").write
        return writer

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


FORMS = _Forms(
    text="text",
    json="json_document",
    turtle="report_turtle",
    sarif="sarif",
    junit="junit",
    github="github",
    gitlab="gitlab",
    markdown="markdown",
    csv="report_csv",
    html="report_html",
)

FOR_MACHINES = frozenset(FORMS) - {"text", "markdown", "html"}
"""The forms in which files are named from the root of the repository, wherever the command is started."""
