"""The report as JSON, for programs: everything that the other forms tell, and the statements themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Quad

from kg.publish.changes.change_report import ChangeReport, Consequences
from kg.publish.changes.changed_questions import ChangedQuestion
from kg.publish.changes.changed_things import Line, Thing
from kg.validation.positions.data_positions import Place
from kg.validation.positions.located_report import LocatedReport

VERSION = 1


def write(report: ChangeReport) -> str:
    """One object; statements are lines of N-Quads."""
    document = {
        "version": VERSION,
        "before": report.before,
        "after": report.after,
        "language": report.language,
        "removed": _statements(report, report.difference.removed),
        "added": _statements(report, report.difference.added),
        "things": [_thing(thing) for thing in report.things],
        "consequences": _consequences(report.consequences) if report.consequences else None,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _statements(report: ChangeReport, quads: Iterable[Quad]) -> list[str]:
    return sorted(f"{report.difference.compared[quad]} ." for quad in quads)


def _thing(thing: Thing) -> dict[str, Any]:
    return {"iri": thing.iri, "name": thing.name, "kind": thing.kind, "changes": [_line(line) for line in thing.lines]}


def _line(line: Line) -> dict[str, Any]:
    return {"kind": line.kind, "part": line.part, "words": line.words, **_place(line.place)}


def _place(place: Place | None) -> dict[str, Any]:
    position = place.position if place else None
    return {"file": place.file if place else None, "line": position.line if position else None}


def _consequences(consequences: Consequences) -> dict[str, Any]:
    findings = consequences.findings
    return {
        "today": consequences.today.isoformat(),
        "days": [day.isoformat() for day in consequences.days],
        "daysTouched": consequences.touched,
        "questionsAsked": consequences.asked_count,
        "questionsKnown": consequences.known,
        "questions": [_question(question) for question in consequences.questions],
        "newFindings": _findings(findings.new) if findings else None,
        "goneFindings": _findings(findings.gone) if findings else None,
        "documents": [{"iri": node.value, "name": name} for node, name in consequences.documents],
        "pictures": [
            {"name": one.name, "title": one.title, "days": [day.isoformat() for day in one.days]}
            for one in consequences.pictures
        ],
    }


def _question(question: ChangedQuestion) -> dict[str, Any]:
    answers = [
        {
            "days": [day.isoformat() for day in answer.days],
            "rows": [{"kind": line.kind, "words": line.words} for line in answer.lines],
        }
        for answer in question.answers
    ]
    return {
        "name": question.name,
        "title": question.title,
        "kind": question.kind,
        "error": question.error,
        "answers": answers,
    }


def _findings(located: LocatedReport) -> list[dict[str, Any]]:
    return [
        {
            "severity": finding.result.severity,
            "focusNode": str(finding.result.focus_node),
            "shape": finding.rule.id,
            "message": finding.message,
            **_place(finding.place),
        }
        for finding in located.findings
    ]
