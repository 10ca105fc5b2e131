"""The report as GitHub workflow commands, which show each result beside its line in the pull request.

`Workflow commands <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>`_ end at the line
end and their properties at a comma or colon, so those are written as percent escapes, the percent sign first.
"""

from __future__ import annotations

from collections.abc import Callable

from kg.errors import KgError
from kg.shacl.report import Severity
from kg.validation.message_texts import counts, labelled, word
from kg.validation.notes import Remark
from kg.validation.positions.located_report import Finding, LocatedReport, by_file

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write(located: LocatedReport) -> str:
    """One command a finding, file by file, and a note, then the verdict as a plain line of the log.

    What makes the run fail comes first, for GitHub shows ten annotations of a kind.
    """
    groups = (*by_file(located.failing).values(), *by_file(located.standing).values())
    lines = [_command(finding, located) for findings in groups for finding in findings]
    lines += [_remark(remark, located) for remark in located.remarks]
    verdict = word(located.outcome, located.languages).capitalize()
    numbers = counts(located.report.counts(), located.languages)
    return "".join(
        f"{line}\n" for line in (*lines, labelled(verdict, numbers, located.languages) if numbers else verdict)
    )


def failure(error: KgError, named: Callable[[str], str] = str) -> str:
    """What could not be read, as a command for each problem, so that it too stands beside its line.

    ``named`` gives the name under which GitHub knows a file.
    """
    problems = [_failure(problem, named) for problem in (error, *getattr(error, "others", ()))]
    return "\n".join((*problems, *(f"::notice::{_data(remedy)}" for remedy in getattr(error, "remedies", ()))))


def _failure(error: KgError, named: Callable[[str], str]) -> str:
    file = getattr(error, "file", None)
    properties = {"file": named(file) if file else None, "line": getattr(error, "line", None)}
    properties["col"] = getattr(error, "column", None)
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)
    text = "\n".join(part for part in (error.message, error.hint) if part)
    return f"::error{' ' if written else ''}{written}::{_data(text)}"


def _command(finding: Finding, located: LocatedReport) -> str:
    properties: dict[str, str | int] = {}
    place = finding.place
    if place:
        properties["file"] = place.file
        if place.position:
            properties["line"] = place.position.line
            properties["endLine"] = place.position.end_line
            # GitHub takes columns only within one line, and both ends inclusive.
            if place.position.line == place.position.end_line:
                properties["col"] = place.position.column
                properties["endColumn"] = max(place.position.column, place.position.end_column - 1)
    properties["title"] = finding.rule.name
    parts = [finding.message, located.names.term(finding.result.focus_node)]
    if finding.suggestion:
        parts.append(finding.suggestion.text)
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.result.severity]} {written}::{_data(chr(10).join(parts))}"


def _remark(remark: Remark, located: LocatedReport) -> str:
    command = "error" if remark.fails else _COMMANDS[remark.weight]
    place = remark.place
    where = f" file={_property(place.file)}" if place else ""
    if place and place.position:
        where += f",line={place.position.line}"
    return f"::{command}{where}::{_data(remark.told(located.languages))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
