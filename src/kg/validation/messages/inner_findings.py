"""What failed inside a finding's constraint, as lines of text: a branch, then its findings, each level indented."""

from __future__ import annotations

from collections.abc import Iterator

from kg.validation.message_texts import word
from kg.validation.positions.data_positions import Place
from kg.validation.positions.located_report import Finding, Inside, LocatedReport
from kg.validation.shape_descriptions import constraint

_INDENT = "  "
_MOST = 40


def lines(finding: Finding, located: LocatedReport) -> list[str]:
    """The lines, without those that would only repeat the message; the deepest last, then what follows from it."""
    written = list(_lines(finding, located, ""))
    if finding.consequences:
        kinds = ", ".join(dict.fromkeys(map(constraint, finding.consequences)))
        number = len(finding.consequences)
        key = "consequence" if number == 1 else "consequences"
        written.append(f"- {word(key, located.languages, count=number, constraints=kinds)}")
    return written if len(written) <= _MOST else [*written[:_MOST], "…"]


def _lines(finding: Finding, located: LocatedReport, indent: str) -> Iterator[str]:
    several = {inside.branch.value for inside in finding.inside} - {finding.result.value, finding.result.focus_node}
    for inside in finding.inside:
        label, findings, inner = inside.label, inside.findings, indent
        if several:
            label = f"{located.names.term(inside.branch.value)} – {label}"
        if not findings:
            yield f"{indent}- {label}: {word('conforming', located.languages)}"
        elif several or not (len(finding.inside) == 1 or _is_told_by(inside)):
            yield f"{indent}- {label}:"
            inner = indent + _INDENT
        for within in findings:
            yield f"{inner}- {_message(within, finding.place)}"
            yield from _lines(within, located, inner + _INDENT)


def _is_told_by(inside: Inside) -> bool:
    """Whether the only finding of a branch says what its label says."""
    if len(inside.findings) != 1:
        return False
    message, label = inside.findings[0].message, inside.label.strip("“”")
    return message in label or (f" {label}" in message and 3 * len(label) > len(message))


def _message(finding: Finding, outer: Place | None) -> str:
    """The message, with the place where that is another line than the outer one's."""
    place = finding.place
    if place is None or place.position is None:
        return finding.message
    if outer and outer.position and (outer.file, outer.position.line) == (place.file, place.position.line):
        return finding.message
    return f"{finding.message} ({place.file}:{place.position.line}:{place.position.column})"
