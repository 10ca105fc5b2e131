from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import NamedNode

from kg.validation import Note, NoteKind
from kg.validation.forms import FORMS
from kg.validation.located import LocatedReport


@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_is_the_same_text(form: str, broken_located: LocatedReport) -> None:
    written = FORMS[form](broken_located)
    assert written == FORMS[form](broken_located)
    assert written.endswith("\n")


@pytest.mark.parametrize("form", FORMS.keys() - {"turtle"})
def test_what_a_report_notes_is_told_beside_its_results(form: str, clean: LocatedReport) -> None:
    note = Note(NoteKind.NO_FOCUS_NODES, NamedNode("https://w3id.org/city-ties/shape/City"), "has no focus node here")
    assert "has no focus node here" in FORMS[form](replace(clean, report=replace(clean.report, notes=(note,))))
