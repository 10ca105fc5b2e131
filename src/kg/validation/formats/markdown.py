"""The report as Markdown, a summary for a pull request: the verdict, a table by shape, a table for each file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.shacl.report import Severity
from kg.validation.message_texts import count, counts, labelled, word
from kg.validation.outcome import Outcome
from kg.validation.positions.located_report import Finding, LocatedReport, by_file

_SIGNS = {Severity.VIOLATION: "❌", Severity.WARNING: "⚠️", Severity.INFO: "ℹ️"}
_SPECIAL = re.compile(r"([\\`*_\[\]|~>$])")
_REFERENCE = re.compile(r"(@(?=\w)|#(?=[0-9]))")


def write(located: LocatedReport) -> str:
    """Headings start at level 2, so that it fits into a comment or a job summary."""
    verdict = word(located.outcome, located.languages).capitalize()
    sign = "✅" if located.conforms else "❌"
    numbers = counts(located.report.counts(), located.languages) or count(Severity.VIOLATION, 0, located.languages)
    if located.outcome != Outcome.NOTHING_JUDGED:
        verdict = labelled(verdict, numbers, located.languages)
    lines = [f"## {sign} {verdict}", ""]
    if located.findings:
        lines += _totals(located)
        for file, findings in by_file(located.leading).items():
            lines += _table(file, findings, located)
    if located.remarks:
        lines += [*(f"- {escaped(remark.told(located.languages))}" for remark in located.remarks), ""]
    if located.is_cut:
        shown, total = len(located.findings), len(located.report.results)
        lines += [word("shown", located.languages, shown=shown, total=total).capitalize(), ""]
    return "\n".join(lines)


def _totals(located: LocatedReport) -> Iterator[str]:
    yield f"| {word('shape', located.languages)} | {word('results', located.languages)} |"
    yield "| --- | ---: |"
    for rule, number in located.totals:
        yield f"| {_SIGNS[rule.severity]} {_link(rule.name, rule.iri)} | {number} |"
    yield ""


def _table(file: str | None, findings: list[Finding], located: LocatedReport) -> Iterator[str]:
    title = code(file) if file else word("nowhere", located.languages)
    yield f"### {title}"
    yield ""
    yield "| | " + " | ".join(word(key, located.languages) for key in ("place", "message", "focus node")) + " |"
    yield "| --- | ---: | --- | --- |"
    for finding in findings:
        position = finding.place.position if finding.place else None
        where = f"{position.line}:{position.column}" if position else ""
        message = escaped(finding.message)
        if finding.suggestion:
            message += f"<br>💡 {escaped(finding.suggestion.text)}"
        node = code(located.names.term(finding.result.focus_node))
        yield f"| {_SIGNS[finding.result.severity]} | {where} | {message} | {node} |"
    yield ""


def _link(text: str, iri: str | None) -> str:
    return f"[{escaped(text)}](<{iri}>)" if iri and iri.startswith("http") else escaped(text)


def escaped(text: str) -> str:
    """Prose that Markdown and HTML leave alone, and in which nobody is mentioned; a line end is a ``<br>``."""
    safe = _SPECIAL.sub(r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;")
    return "<br>".join(_REFERENCE.sub(r"\1<!-- -->", safe).splitlines())


def code(text: str) -> str:
    """A code span whose fence is longer than any run of backticks in it; a bar would end the table's cell."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    padded = f" {text} " if text.startswith("`") or text.endswith("`") else text
    return f"{fence}{padded}{fence}".replace("|", "\\|").replace("\n", " ")
