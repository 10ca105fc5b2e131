"""The sentences around the parts of a report of changes, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.publish.changes.change_report import ChangeReport, Consequences
from kg.publish.changes.changed_questions import ChangedQuestion
from kg.publish.changes.changed_things import ChangeKind
from kg.translations.catalogue import catalogue
from kg.validation.positions.data_positions import Place

SIGNS = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.CHANGED: "~"}
_DAYS = 4


def summary(report: ChangeReport) -> str:
    """What is compared, and in how many statements the two differ."""
    gettext = catalogue(report.language).gettext
    removed, added = len(report.difference.removed), len(report.difference.added)
    if report.difference:
        counted = gettext("statements removed: {removed}, added: {added}").format(removed=removed, added=added)
    else:
        counted = gettext("no statement differs")
    return f"{report.before} → {report.after}: {counted}"


def questions(report: ChangeReport, consequences: Consequences) -> str:
    """How many questions have another answer, of those that were asked again."""
    return (
        catalogue(report.language)
        .ngettext(
            "{count} question has another answer", "{count} questions have another answer", len(consequences.questions)
        )
        .format(count=len(consequences.questions))
    )


def asked_again(report: ChangeReport, consequences: Consequences) -> str:
    """Which questions were asked, and for which days."""
    gettext = catalogue(report.language).gettext
    text = gettext("{asked} of {known} questions read what changed and were asked again.").format(
        asked=consequences.asked_count, known=consequences.known
    )
    if consequences.days:
        text += " " + gettext("Those that take a day were asked for their own, {today} and {days}.").format(
            today=consequences.today, days=_listed(consequences.days, len(consequences.days))
        )
    if consequences.touched > len(consequences.days):
        text += " " + gettext("The change touches {count} days, of which these stand for the others.").format(
            count=consequences.touched
        )
    return text


def on_days(report: ChangeReport, days: Sequence[date]) -> str:
    """The days of an answer."""
    return catalogue(report.language).gettext("for {days}:").format(days=_listed(days, _DAYS))


def failed(report: ChangeReport, question: ChangedQuestion) -> str:
    """That a question cannot be answered any more, and why."""
    return catalogue(report.language).gettext("cannot be answered: {reason}").format(reason=question.error)


def findings(report: ChangeReport, kind: ChangeKind, count: int) -> str:
    """How many findings came or went."""
    words = catalogue(report.language)
    if kind is ChangeKind.ADDED:
        return words.ngettext("{count} new finding", "{count} new findings", count).format(count=count)
    return words.ngettext("{count} finding is gone", "{count} findings are gone", count).format(count=count)


def documents(report: ChangeReport, count: int) -> str:
    """How many documents say something else."""
    words = catalogue(report.language)
    return words.ngettext("{count} document changes", "{count} documents change", count).format(count=count)


def pictures(report: ChangeReport, count: int) -> str:
    """How many pictures show something else."""
    words = catalogue(report.language)
    return words.ngettext("{count} picture changes", "{count} pictures change", count).format(count=count)


def more(report: ChangeReport, count: int) -> str:
    """That there is more than what is told."""
    return catalogue(report.language).gettext("and {count} more").format(count=count)


def left_out(report: ChangeReport, count: int) -> str:
    """That the report is longer than what is told."""
    words = catalogue(report.language)
    return words.ngettext(
        "{count} part is left out here, since this would be too long; kg diff tells it.",
        "{count} parts are left out here, since this would be too long; kg diff tells them.",
        count,
    ).format(count=count)


def placed(place: Place | None) -> str:
    """A file and the line in it."""
    if place is None:
        return ""
    return f"{place.file}:{place.position.line}" if place.position else place.file


def _listed(days: Sequence[date], most: int) -> str:
    shown = ", ".join(day.isoformat() for day in days[:most])
    return f"{shown}, …, {days[-1]}" if len(days) > most else shown
