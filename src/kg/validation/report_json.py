"""A validation report as plain JSON and back, so that a saved one can be used again for the same digests.

Terms are written as in `SPARQL 1.2 Query Results JSON <https://www.w3.org/TR/sparql12-results-json/>`_; a path is an
IRI, or an object with the one key that SHACL's Turtle would use.
"""

from __future__ import annotations

from typing import Any

from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Triple

from kg.errors import DatasetError
from kg.shacl.report import Branch, Exercise, Note, NoteKind, Result, Term, ValidationReport
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, Sequence

VERSION = 5
_REPEATED = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def to_json(report: ValidationReport) -> dict[str, Any]:
    """Everything the report holds, as ``json.dump`` takes it."""
    return {
        "version": VERSION,
        "dataset": report.dataset_digest,
        "shapes": report.shapes_digest,
        "results": [_result(result) for result in report.results],
        "notes": list(map(_note, report.notes)),
        "coverage": [[_term(use.shape), use.focus_nodes, use.value_nodes, use.constraints] for use in report.coverage],
    }


def from_json(saved: dict[str, Any]) -> ValidationReport:
    """The report that ``to_json`` wrote; a ``DatasetError`` if this is not one (an older version included)."""
    try:
        if saved["version"] != VERSION:
            raise DatasetError(f"a saved report of version {saved['version']}, not {VERSION}", hint="Validate again.")
        return ValidationReport(
            dataset_digest=str(saved["dataset"]),
            shapes_digest=str(saved["shapes"]),
            results=tuple(_result_from(result) for result in saved["results"]),
            notes=tuple(map(_note_from, saved["notes"])),
            coverage=tuple(Exercise(_node_from(shape), *map(int, numbers)) for shape, *numbers in saved["coverage"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise DatasetError(f"the saved report cannot be read: {problem!r}", hint="Validate again.") from problem


def _note(note: Note) -> dict[str, Any]:
    note_fields = {"kind": note.kind.value, "about": _term(note.about), "text": note.text}
    return {**note_fields, "words": note.words, "values": dict(note.values)}


def _note_from(saved: dict[str, Any]) -> Note:
    values = {str(name): str(value) for name, value in saved["values"].items()}
    return Note.of(NoteKind(saved["kind"]), _node_from(saved["about"]), str(saved["words"]), **values)


def _result(result: Result) -> dict[str, Any]:
    return {
        "focusNode": _term(result.focus_node),
        "path": None if result.path is None else _path(result.path),
        "value": None if result.value is None else _term(result.value),
        "component": result.component.value,
        "sourceShape": _term(result.source_shape),
        "severity": result.severity_iri.value,
        "messages": [_term(message) for message in result.messages],
        "sourceConstraint": None if result.source_constraint is None else _term(result.source_constraint),
        "details": [_branch(branch) for branch in result.branches],
        "inferred": result.inferred,
    }


def _branch(branch: Branch) -> dict[str, Any]:
    return {
        "shape": _term(branch.shape),
        "value": _term(branch.value),
        "conforms": not branch.results,
        "results": [_result(result) for result in branch.results],
    }


def _result_from(saved: dict[str, Any]) -> Result:
    return Result(
        focus_node=_term_from(saved["focusNode"]),
        path=None if saved["path"] is None else _path_from(saved["path"]),
        value=None if saved["value"] is None else _term_from(saved["value"]),
        component=NamedNode(saved["component"]),
        source_shape=_node_from(saved["sourceShape"]),
        severity_iri=NamedNode(saved["severity"]),
        messages=tuple(message for message in map(_term_from, saved["messages"]) if isinstance(message, Literal)),
        source_constraint=None if saved["sourceConstraint"] is None else _term_from(saved["sourceConstraint"]),
        branches=tuple(map(_branch_from, saved["details"])),
        inferred=bool(saved["inferred"]),
    )


def _branch_from(saved: dict[str, Any]) -> Branch:
    results = tuple(map(_result_from, saved["results"]))
    return Branch(_node_from(saved["shape"]), _term_from(saved["value"]), results)


def _term(term: Term) -> dict[str, Any]:
    match term:
        case NamedNode():
            return {"type": "uri", "value": term.value}
        case BlankNode():
            return {"type": "bnode", "value": term.value}
        case Literal() if term.direction is not None:
            tags = {"xml:lang": term.language, "its:dir": term.direction.value}
            return {"type": "literal", "value": term.value, **tags}
        case Literal() if term.language is not None:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        case Literal():
            return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
        case Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _term(part) for name, part in parts.items()}}


def _term_from(saved: dict[str, Any]) -> Term:
    if saved["type"] == "triple":
        subject, predicate, value = (saved["value"][name] for name in ("subject", "predicate", "object"))
        return Triple(_node_from(subject), NamedNode(predicate["value"]), _term_from(value))
    if saved["type"] != "literal":
        return _node_from(saved)
    if "its:dir" in saved:
        direction = BaseDirection(saved["its:dir"])
        return Literal(saved["value"], language=saved["xml:lang"], direction=direction)
    if "xml:lang" in saved:
        return Literal(saved["value"], language=saved["xml:lang"])
    return Literal(saved["value"], datatype=NamedNode(saved["datatype"]))


def _node_from(saved: dict[str, str]) -> NamedNode | BlankNode:
    return NamedNode(saved["value"]) if saved["type"] == "uri" else BlankNode(saved["value"])


def _path(path: Path) -> Any:
    match path:
        case Predicate(iri):
            return iri.value
        case Inverse(inner):
            return {"inversePath": _path(inner)}
        case Repeated(inner, modifier):
            return {_REPEATED[modifier]: _path(inner)}
        case Sequence(paths):
            return [_path(step) for step in paths]
        case Alternative(paths):
            return {"alternativePath": [_path(step) for step in paths]}


def _path_from(saved: Any) -> Path:
    if isinstance(saved, str):
        return Predicate(NamedNode(saved))
    if isinstance(saved, list):
        return Sequence(tuple(_path_from(step) for step in saved))
    ((key, inner),) = saved.items()
    if key == "inversePath":
        return Inverse(_path_from(inner))
    if key == "alternativePath":
        return Alternative(tuple(_path_from(step) for step in inner))
    modifiers = {name: modifier for modifier, name in _REPEATED.items()}
    return Repeated(_path_from(inner), modifiers[key])
