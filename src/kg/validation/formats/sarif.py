"""The report in `SARIF 2.1.0 <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>`_, for code scanning.

Every shape is a rule with its help, every result has a region in a file, a fingerprint that survives when lines move,
and, where one is plain, a fix.
"""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from kg.rdf.source.positions import Position
from kg.shacl.report import Severity
from kg.sparql import property_path as paths
from kg.validation.positions.located_report import Finding, LocatedReport
from kg.validation.shape_descriptions import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_ROOT_IS = "The root of the git repository, or else the folder in which kg validate was started."
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write(located: LocatedReport) -> str:
    """One run, with one result for each finding in the report's order."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(located)]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _run(located: LocatedReport) -> dict[str, Any]:
    rules = {rule.id: rule for rule in (*located.rules, *(finding.rule for finding in located.findings))}
    index = {identifier: number for number, identifier in enumerate(rules)}
    return {
        "tool": {
            "driver": {
                "name": "kg validate",
                "semanticVersion": version("city-ties"),
                "rules": [_rule(rule) for rule in rules.values()],
            }
        },
        "language": next(iter(located.languages), "en"),
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": _ROOT_IS}}},
        "invocations": [_invocation(located)],
        "results": [_result(finding, index[finding.rule.id], located) for finding in located.findings],
        "properties": {
            "datasetDigest": located.report.dataset_digest,
            "shapesDigest": located.report.shapes_digest,
            "results": len(located.report.results),
        },
    }


def _invocation(located: LocatedReport) -> dict[str, Any]:
    notifications = [
        {
            "descriptor": {"id": remark.kind},
            "level": "error" if remark.fails else _LEVELS[remark.weight],
            "message": {"text": remark.told(located.languages)},
        }
        for remark in located.remarks
    ]
    ended = {"executionSuccessful": located.exit_code != 2, "exitCode": located.exit_code}
    return {**ended, "toolExecutionNotifications": notifications}


def _rule(rule: Rule) -> dict[str, Any]:
    described = {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.explanation},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": rule.advice},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    return {**described, "helpUri": rule.iri} if rule.iri else described


def _result(finding: Finding, index: int, located: LocatedReport) -> dict[str, Any]:
    name = located.names.term(finding.result.focus_node)
    message = f"{finding.message}\n{name}"
    if finding.suggestion:
        message += f"\n{finding.suggestion.text}"
    entry: dict[str, Any] = {
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "level": _LEVELS[finding.result.severity],
        "message": {"text": message},
        "locations": [_location(finding, name)],
        "partialFingerprints": {"shaclResult/v1": _fingerprint(finding)},
    }
    if finding.replacement and finding.suggestion and finding.place and finding.place.position:
        replacement = {
            "deletedRegion": _region(finding.place.position),
            "insertedContent": {"text": finding.replacement},
        }
        change = {"artifactLocation": _artifact(finding.place.file), "replacements": [replacement]}
        entry["fixes"] = [{"description": {"text": finding.suggestion.text}, "artifactChanges": [change]}]
    return entry


def _location(finding: Finding, name: str) -> dict[str, Any]:
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": name, "kind": "resource"}]}
    if finding.place:
        physical: dict[str, Any] = {"artifactLocation": _artifact(finding.place.file)}
        if finding.place.position:
            physical["region"] = {**_region(finding.place.position), "snippet": {"text": finding.place.excerpt()}}
        location["physicalLocation"] = physical
    return location


def _artifact(file: str) -> dict[str, str]:
    return {"uri": quote(file), "uriBaseId": _ROOT}


def _region(position: Position) -> dict[str, int]:
    return {
        "startLine": position.line,
        "startColumn": position.column,
        "endLine": position.end_line,
        "endColumn": position.end_column,
    }


def _fingerprint(finding: Finding) -> str:
    """What stays the same when lines move; a blank node has no name to go by."""
    result = finding.result
    path = paths.text(result.path) if result.path is not None else ""
    parts = (finding.rule.id, str(result.focus_node), path, str(result.value or ""), result.component.value)
    named = "\n".join("_:" if part.startswith("_:") else part for part in parts)
    return hashlib.sha256(named.encode()).hexdigest()[:32]
