from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.errors import DatasetError
from kg.history import removed_resources
from kg.history.removed_resources import COLUMNS, FILE
from kg.project import Project
from kg.resources import resource_graph
from kg.revision import Revision

HEAD = ",".join(COLUMNS) + "\n"


def written(project: Project, folder: Path, text: str) -> Project:
    (folder / "data").mkdir()
    (folder / FILE).write_text(text, "utf-8")
    return replace(project, root=folder)


def test_a_removal_has_its_day_its_reasons_and_what_took_its_place(project: Project, tmp_path: Path) -> None:
    row = "id/city/xx,2026-12-01,id/city/yy,Entered twice.,Dubbel ingevoerd.\n"
    (found,) = removed_resources.read(written(project, tmp_path, HEAD + row)).values()
    assert (found.iri, found.day) == (f"{project.base}id/city/xx", date(2026, 12, 1))
    assert found.replaced_by == f"{project.base}id/city/yy"
    error = found.error()
    assert error.reasons == {"en": "Entered twice.", "nl": "Dubbel ingevoerd."}
    assert "2026-12-01" in str(error)


def test_a_reason_may_be_told_in_more_languages(project: Project, tmp_path: Path) -> None:
    rows = HEAD.rstrip() + ",reason_fr,reason_de\nid/city/xx,2026-12-01,,Twice.,Dubbel.,Deux fois.,Doppelt.\n"
    (removal,) = removed_resources.read(written(project, tmp_path, rows)).values()
    assert removal.reasons == {"en": "Twice.", "nl": "Dubbel.", "fr": "Deux fois.", "de": "Doppelt."}


def test_a_project_without_a_record_has_removed_nothing(project: Project, tmp_path: Path) -> None:
    assert removed_resources.read(replace(project, root=tmp_path)) == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("iri,day\n", 1),
        (HEAD.rstrip() + ",note\n", 1),
        (HEAD + "id/city/xx,soon,,,\n", 2),
        (HEAD + "\nid/city/xx,2026-12-01\n", 3),
    ],
)
def test_a_record_that_cannot_be_read_is_named_with_its_line(
    project: Project, tmp_path: Path, text: str, line: int
) -> None:
    with pytest.raises(DatasetError) as caught:
        removed_resources.read(written(project, tmp_path, text))
    assert (caught.value.file, caught.value.line) == (FILE, line)


def test_nothing_that_is_recorded_as_removed_is_here(revision: Revision) -> None:
    assert not set(removed_resources.of(revision)) & set(resource_graph.of(revision).documents)
