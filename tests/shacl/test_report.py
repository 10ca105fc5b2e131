"""A report names what it judged, speaks the reader's language, and reads back from JSON as it was."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from kg import dataset
from kg.errors import DatasetError
from kg.project import Project
from kg.shacl.report import Result
from kg.shacl.shapes.path_writer import write_path
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, Sequence, inverted, text
from kg.validation import Severity, ValidationReport, from_json, to_json, validate

P, Q = (Predicate(NamedNode(f"http://example.org/{name}")) for name in "pq")
PATHS: list[tuple[Path, str]] = [
    (P, "p"),
    (Inverse(P), "^p"),
    (Sequence((P, Inverse(Q))), "p/^q"),
    (Alternative((P, Sequence((Q, P)))), "p|(q/p)"),
    (Repeated(P, "*"), "p*"),
    (Repeated(Inverse(P), "+"), "(^p)+"),
    (Inverse(Repeated(P, "?")), "^p?"),
    (Repeated(Sequence((P, Q)), "*"), "(p/q)*"),
    (Sequence((Alternative((P, Q)), P)), "(p|q)/p"),
]


def result(severity: Severity = Severity.VIOLATION, *messages: Literal, path: Path | None = P) -> Result:
    node = NamedNode("http://example.org/x")
    return Result(node, path, Literal("01"), NamedNode("http://example.org/#C"), node, severity.iri, messages)


@pytest.mark.parametrize(("path", "written"), PATHS)
def test_a_path_is_written_as_sparql_writes_it(path: Path, written: str) -> None:
    assert text(path, lambda iri: iri.value.rpartition("/")[2]) == written


@pytest.mark.parametrize("path", [path for path, _ in PATHS])
def test_a_path_reads_back_from_json_and_from_its_nodes(path: Path) -> None:
    from kg.shacl.shapes.path_reader import read_path

    report = ValidationReport("d", "s", (result(path=path),))
    assert from_json(json.loads(json.dumps(to_json(report)))) == report
    out: list[object] = []
    node = write_path(path, out)  # type: ignore[arg-type]
    found = read_path(node, lambda s, p: [t.object for t in out if (t.subject, t.predicate) == (s, p)])  # type: ignore[attr-defined]
    assert found == path


@pytest.mark.parametrize("path", [path for path, _ in PATHS])
def test_a_path_inverted_twice_leads_the_same_way(path: Path) -> None:
    assert inverted(inverted(inverted(path))) == inverted(path)


def test_a_message_comes_in_the_first_language_that_has_one() -> None:
    said = result(Severity.INFO, Literal("een", language="nl"), Literal("one", language="en"), Literal("1"))
    assert said.message(["nl-BE", "en"]) == "een"
    assert said.message(["fr"]) == "one"
    assert said.message(["fr_FR"]) == "one"
    assert result(Severity.INFO, Literal("1"), Literal("een", language="nl")).message(["fr"]) == "1"
    assert result(Severity.INFO, Literal("een", language="nl")).message(["fr"]) == "een"


def test_a_report_conforms_to_what_it_is_asked_to_fail_on() -> None:
    report = ValidationReport("d", "s", (result(Severity.WARNING),))
    assert report.conforms()
    assert not report.conforms(Severity.WARNING)
    assert not report.conforms(Severity.INFO)
    assert not report.shacl_conforms
    assert report.counts() == {Severity.VIOLATION: 0, Severity.WARNING: 1, Severity.INFO: 0}


def test_a_severity_of_one_s_own_weighs_like_a_violation_and_keeps_its_name() -> None:
    own = NamedNode("http://example.org/Grave")
    x = NamedNode("http://example.org/x")
    found = Result(x, None, None, x, BlankNode("b"), own)
    assert found.severity is Severity.VIOLATION
    assert from_json(to_json(ValidationReport("d", "s", (found,)))).results[0].severity_iri == own


def test_results_stand_in_one_order_whatever_order_they_were_found_in() -> None:
    found = [result(Severity.INFO), result(Severity.VIOLATION), result(Severity.WARNING, path=Q)]
    assert ValidationReport("d", "s", tuple(found)) == ValidationReport("d", "s", tuple(reversed(found)))
    assert [each.severity for each in ValidationReport("d", "s", tuple(found)).results] == list(Severity)


def test_the_report_on_the_real_data_reads_back_whole(project: Project) -> None:
    data, shapes = dataset.load(project), dataset.load(project, ("shapes",))
    report = validate(data.quads, shapes.quads, dataset_digest=data.digest, shapes_digest=shapes.digest)
    assert report.conforms()
    assert any(each.focus_nodes for each in report.coverage)
    assert from_json(json.loads(json.dumps(to_json(report)))) == report


@pytest.mark.parametrize("saved", [{}, {"version": 0}, {"version": 2}, {"version": 2, "dataset": "", "shapes": ""}, []])
def test_what_is_no_saved_report_is_refused(saved: dict[str, object]) -> None:
    with pytest.raises(DatasetError):
        from_json(saved)
