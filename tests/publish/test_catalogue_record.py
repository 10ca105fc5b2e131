"""The catalogue offers files that there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import project as projects
from kg import revision as revisions
from kg.publish import catalogue_record
from kg.revision import Revision
from kg.web.server import reload

DATA = """PREFIX dcat: <http://www.w3.org/ns/dcat#> BASE <https://ties.example/>
<id/ties#ttl> dcat:downloadURL <dumps/ties.ttl> . <id/ties#old> dcat:downloadURL <dumps/town.ttl> .
<id/ties#other> dcat:downloadURL <https://other.example/dumps/x.ttl> ."""


def test_a_file_that_is_offered_and_is_not_there_is_named_at_the_start(
    tmp_path: Path, revision: Revision, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "ties.ttl").write_text(DATA, "utf-8")
    (tmp_path / "kg.toml").write_text('base = "https://ties.example/"\n', "utf-8")
    other = revisions.current(projects.load(tmp_path))
    assert catalogue_record.absent_files(other) == ["https://ties.example/dumps/town.ttl"]
    reload.name_absent(other)
    assert "files that are not here: https://ties.example/dumps/town.ttl" in capsys.readouterr().err
    assert catalogue_record.absent_files(revision) == []
