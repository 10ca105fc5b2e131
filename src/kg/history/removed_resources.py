"""Resources that were published once and are no longer: the project's ``data/removed.csv``.

Links to a published IRI remain in use. Whoever removes a resource from the data adds a row here: its IRI relative to
the base, the day, the resource that replaces it if there is one, and the reason in English, Dutch or other languages.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.errors import DatasetError, RemovedResource, phrase
from kg.project import Project
from kg.revision import Revision
from kg.revision_results import kept_by_revision

FILE = "data/removed.csv"
_FIRST = ("iri", "day", "replaced_by")
COLUMNS = (*_FIRST, "reason_en", "reason_nl")
"""The usual columns; a project may have one for the reason in any other language, such as ``reason_fr``."""
_REASON = re.compile(r"reason_([a-z]{2,3})")


@dataclass(frozen=True, slots=True)
class Removal:
    """A removed resource, with absolute IRIs; ``reasons`` are by language."""

    iri: str
    day: date
    replaced_by: str | None
    reasons: Mapping[str, str]

    def error(self) -> RemovedResource:
        """The error that answers a request for it."""
        day = self.day.isoformat()
        message = phrase("{iri} was removed on {day}.", iri=self.iri, day=day)
        return RemovedResource(message, day=day, reasons=self.reasons, replaced_by=self.replaced_by)


@kept_by_revision
def of(revision: Revision) -> Mapping[str, Removal]:
    """The removals that the project records, by IRI. Raises DatasetError, with the line, for an invalid row."""
    return read(revision.project)


def read(project: Project) -> Mapping[str, Removal]:
    """The removals in the file as it is now; none for a project without the file."""
    path = project.root / FILE
    if project.is_in_memory or not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = tuple(next(rows, ()))
        languages = [match[1] for column in header[len(_FIRST) :] if (match := _REASON.fullmatch(column))]
        if header[: len(_FIRST)] != _FIRST or not languages or len(header) != len(_FIRST) + len(languages):
            raise DatasetError("the first line names other columns", file=FILE, line=1, hint=",".join(COLUMNS))
        removals = [_removal(project.base, row, rows.line_num, languages) for row in rows if row]
    return {removal.iri: removal for removal in removals}


def _removal(base: str, row: list[str], line: int, languages: Sequence[str]) -> Removal:
    count = len(_FIRST) + len(languages)
    if len(row) != count or not row[0]:
        raise DatasetError(f"a removal has {count} fields, of which the first is an IRI", file=FILE, line=line)
    iri, day, replaced_by, *reasons = row
    try:
        when = date.fromisoformat(day)
    except ValueError as error:
        raise DatasetError(f"{day!r} is not a day", file=FILE, line=line, hint="Write it as 2026-11-24.") from error
    full = base + iri.removeprefix(base)
    successor = base + replaced_by.removeprefix(base) if replaced_by else None
    return Removal(full, when, successor, dict(zip(languages, reasons, strict=True)))
