"""The report as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from kg.publish.changes import change_headings
from kg.publish.changes.change_headings import SIGNS, placed
from kg.publish.changes.change_report import ChangeReport, Consequences
from kg.publish.changes.changed_things import ChangeKind
from kg.validation.positions.located_report import LocatedReport

ROWS = 10
"""No answer is told with more rows than this."""


def write(report: ChangeReport) -> str:
    """A heading, then each thing with a line for each of its changes, then what changes with that."""
    lines = [change_headings.summary(report), *_things(report)]
    if report.consequences:
        lines += [*_questions(report, report.consequences), *_findings(report, report.consequences)]
        lines += [*_documents(report, report.consequences), *_pictures(report, report.consequences)]
    return "\n".join(lines) + "\n"


def _things(report: ChangeReport) -> Iterator[str]:
    for thing in report.things:
        yield from ("", f"{SIGNS[thing.kind]} {thing.name}  <{thing.iri}>")
        for line in thing.lines:
            words = f"{line.part}: {line.words}" if line.part else line.words
            where = placed(line.place)
            yield f"    {SIGNS[line.kind]} {words}" + (f"  ({where})" if where else "")


def _questions(report: ChangeReport, consequences: Consequences) -> Iterator[str]:
    if not consequences.questions:
        return
    yield from ("", change_headings.questions(report, consequences))
    for question in consequences.questions:
        yield f"  {SIGNS[question.kind]} {question.title}  ({question.name})"
        if question.error:
            yield f"      ! {change_headings.failed(report, question)}"
        for answer in question.answers:
            if answer.days:
                yield f"      {change_headings.on_days(report, answer.days)}"
            for line in answer.lines[:ROWS]:
                yield f"      {SIGNS[line.kind]} {line.words}"
            if len(answer.lines) > ROWS:
                yield f"      {change_headings.more(report, len(answer.lines) - ROWS)}"


def _findings(report: ChangeReport, consequences: Consequences) -> Iterator[str]:
    if consequences.findings is None:
        return
    for kind, located in (
        (ChangeKind.ADDED, consequences.findings.new),
        (ChangeKind.REMOVED, consequences.findings.gone),
    ):
        if located.findings:
            yield from ("", change_headings.findings(report, kind, len(located.findings)))
            yield from _located(kind, located)


def _located(kind: ChangeKind, located: LocatedReport) -> Iterator[str]:
    for finding in located.findings:
        where = placed(finding.place)
        node = located.names.term(finding.result.focus_node)
        yield f"  {SIGNS[kind]} {finding.result.severity}: {node}: {finding.message}" + (
            f"  ({where})" if where else ""
        )


def _documents(report: ChangeReport, consequences: Consequences) -> Iterator[str]:
    if consequences.documents:
        yield from ("", change_headings.documents(report, len(consequences.documents)))
        for node, name in consequences.documents[:ROWS]:
            yield f"  ~ {name}  <{node.value}>"
        if len(consequences.documents) > ROWS:
            yield f"  {change_headings.more(report, len(consequences.documents) - ROWS)}"


def _pictures(report: ChangeReport, consequences: Consequences) -> Iterator[str]:
    if consequences.pictures:
        yield from ("", change_headings.pictures(report, len(consequences.pictures)))
        yield from (f"  ~ {picture.title}  ({picture.name})" for picture in consequences.pictures)
