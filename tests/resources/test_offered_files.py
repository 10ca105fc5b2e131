"""A catalogue that offers a file of the site which is not there: named at the start of a server and by kg validate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import dataset as datasets
from kg import project as projects
from kg import revision as revisions
from kg.project import Project
from kg.resources import offered_files
from kg.web.server import reload

from ..commands import call

DATA = """PREFIX dcat: <http://www.w3.org/ns/dcat#> BASE <https://ties.example/>
<id/ties#ttl> dcat:downloadURL <dumps/ties.ttl> , <dumps/ties.example.trig> , <dumps/computed.nt> .
<id/ties#old> dcat:downloadURL <dumps/town.ttl> , <dumps/ties.docx> .
<id/ties#other> dcat:downloadURL <https://other.example/dumps/x.ttl> ."""
SHAPES = """PREFIX sh: <http://www.w3.org/ns/shacl#> BASE <https://ties.example/>
<s> a sh:NodeShape ; sh:targetNode <id/ties#ttl> ; sh:nodeKind sh:IRI ."""
ABSENT = ("https://ties.example/dumps/town.ttl", "https://ties.example/dumps/ties.docx")


@pytest.fixture
def ties(tmp_path: Path) -> Project:
    for folder, text in (("data", DATA), ("shapes", SHAPES)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "ties.ttl").write_text(text, "utf-8")
    (tmp_path / "kg.toml").write_text('base = "https://ties.example/"\n', "utf-8")
    return projects.load(tmp_path)


def test_a_file_that_is_offered_and_is_not_there_is_known(ties: Project, project: Project) -> None:
    assert offered_files.absent(ties, datasets.load(ties)) == ABSENT
    assert offered_files.absent(ties, datasets.load_compact(ties)) == ABSENT
    assert offered_files.absent(project, datasets.load(project)) == ()


def test_it_is_named_at_the_start_of_a_server(ties: Project, capsys: pytest.CaptureFixture[str]) -> None:
    reload.name_absent(revisions.current(ties))
    assert f"files that are not here: {', '.join(ABSENT)}" in capsys.readouterr().err


def test_it_is_named_by_kg_validate_and_fails_a_strict_run(ties: Project) -> None:
    done = call("validate", "--format", "json", folder=ties.root)
    remarks = {remark["kind"]: remark for remark in json.loads(done.out)["remarks"]}
    assert done.code == 0
    assert "2 files that the site will not have" in remarks["absent-files"]["text"]
    assert call("validate", "--strict", folder=ties.root).code == 1
