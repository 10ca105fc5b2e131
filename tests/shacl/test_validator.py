from __future__ import annotations

import pytest

from kg.errors import ShapesError
from kg.shacl.report import NoteKind, Severity
from kg.shacl.validator import validate

from .judging import quads, report

SHAPE = "ex:S sh:targetClass ex:T ; sh:property ex:P . ex:P sh:path ex:p ; sh:minCount 1"


def test_a_report_names_what_it_judged_and_says_whether_it_conforms() -> None:
    good, bad = report("ex:a a ex:T ; ex:p 1 .", f"{SHAPE} ."), report("ex:a a ex:T .", f"{SHAPE} .")
    assert (good.dataset_digest, good.shapes_digest) == ("data", "shapes")
    assert good.conforms()
    assert good.shacl_conforms
    assert not bad.conforms()
    assert bad.counts() == {Severity.VIOLATION: 1, Severity.WARNING: 0, Severity.INFO: 0}


def test_a_warning_conforms_unless_it_is_to_fail() -> None:
    warned = report("ex:a a ex:T .", f"{SHAPE} ; sh:severity sh:Warning .")
    assert warned.conforms()
    assert not warned.conforms(Severity.WARNING)
    assert not warned.shacl_conforms


def test_coverage_counts_focus_nodes_and_values() -> None:
    coverage = {
        each.shape.value.rpartition("/")[2]: each for each in report("ex:a a ex:T ; ex:p 1, 2 .", f"{SHAPE} .").coverage
    }
    assert (coverage["S"].focus_nodes, coverage["P"].focus_nodes, coverage["P"].value_nodes) == (1, 1, 2)


def test_a_shape_without_focus_nodes_and_terms_without_use_are_noted() -> None:
    notes = report("ex:a ex:q 1 .", f"{SHAPE} .").notes
    assert {note.kind for note in notes} == {NoteKind.NO_FOCUS_NODES, NoteKind.UNUSED_TERM}
    used = report("ex:a a ex:T ; ex:p 1 .", f"{SHAPE} .").notes
    assert [note for note in used if note.kind is NoteKind.NO_FOCUS_NODES] == []


def test_a_deactivated_shape_is_neither_evaluated_nor_noted() -> None:
    silent = report("ex:b a ex:T .", f"{SHAPE} . ex:S sh:deactivated true .")
    assert silent.conforms()
    assert not [note for note in silent.notes if note.kind is NoteKind.NO_FOCUS_NODES]


def test_no_shape_at_all_is_an_error() -> None:
    with pytest.raises(ShapesError, match="there is no shape"):
        report("ex:a ex:p 1 .", "ex:a ex:p 1 .")


def test_the_background_is_read_but_not_validated() -> None:
    shapes = quads("ex:s sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:class ex:B ] .")
    data, background = quads("ex:x a ex:A ; ex:p ex:y ."), quads("ex:y a ex:B . ex:z a ex:A ; ex:p ex:x .")
    judged = validate(data, shapes, background=background, dataset_digest="d", shapes_digest="s")
    assert judged.results == ()
