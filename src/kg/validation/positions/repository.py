"""Files as the programs around a git repository name them: from its root, wherever the command was started.

`SARIF 2.1.0 §3.14.14 <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>`_ and the annotations of GitHub
and GitLab take it so.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.project import Project
from kg.validation.notes import Remark
from kg.validation.positions.data_positions import Place, relative_name
from kg.validation.positions.located_report import Finding, LocatedReport


def root(folder: Path) -> Path | None:
    """The nearest folder, this one or one above it, that git takes for a work tree."""
    absolute = folder.absolute()
    return next((above for above in (absolute, *absolute.parents) if (above / ".git").exists()), None)


def name(path: Path, project: Project) -> str:
    """A file of the project from the root of its repository; as the project names it where it is in none."""
    top = root(project.root)
    return (relative_name(path, top) if top and path.exists() else None) or project.relative(path)


def seen_from_root(report: LocatedReport, project: Project, here: Path) -> LocatedReport:
    """The report with files named from the repository's root, those that it names from ``here``."""
    top = root(here if project.is_in_memory else project.root)
    if top is None or top == here.absolute():
        return report

    def place(known: Place | None) -> Place | None:
        if known is None or known.path is None or relative_name(known.path, here) not in (known.file, None):
            return known
        return replace(known, file=relative_name(known.path, top) or known.file)

    def finding(known: Finding) -> Finding:
        inside = tuple(replace(part, findings=tuple(map(finding, part.findings))) for part in known.inside)
        return replace(known, place=place(known.place), inside=inside)

    def remark(known: Remark) -> Remark:
        named = zip(known.paths, known.items, strict=True) if known.paths else ((None, item) for item in known.items)
        items = tuple((path and relative_name(path, top)) or item for path, item in named)
        return replace(known, place=place(known.place), items=items)

    remarks = tuple(map(remark, report.remarks))
    return replace(report, findings=tuple(map(finding, report.findings)), remarks=remarks)
