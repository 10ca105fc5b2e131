"""The report as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from kg.publish.changes.change_report import ChangeReport
from kg.publish.changes.changed_things import ChangeKind, Line
from kg.translations.catalogue import catalogue, mark

SIGNS = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.CHANGED: "~"}


def write(report: ChangeReport) -> str:
    """A heading, then each thing with a line for each of its changes."""
    return "\n".join([heading(report), *_things(report)]) + "\n"


def heading(report: ChangeReport) -> str:
    """What is compared, and in how many statements the two differ."""
    gettext = catalogue(report.language).gettext
    removed, added = len(report.difference.removed), len(report.difference.added)
    sides = f"{report.before} → {report.after}"
    if report.is_empty:
        nothing = gettext(mark("no statement differs"))
        return f"{sides}: {nothing}"
    counted = gettext(mark("statements removed: {removed}, added: {added}")).format(removed=removed, added=added)
    return f"{sides}: {counted}"


def placed(line: Line) -> str:
    """The file and the line of a change."""
    place = line.place
    if place is None:
        return ""
    return f"{place.file}:{place.position.line}" if place.position else place.file


def _things(report: ChangeReport) -> Iterator[str]:
    for thing in report.things:
        yield ""
        yield f"{SIGNS[thing.kind]} {thing.name}  <{thing.iri}>"
        for line in thing.lines:
            words = f"{line.part}: {line.words}" if line.part else line.words
            where = placed(line)
            yield f"    {SIGNS[line.kind]} {words}" + (f"  ({where})" if where else "")
