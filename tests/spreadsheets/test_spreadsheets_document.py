"""The commands of docs/spreadsheets.md, as they stand."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.city_relations.tie_import import tie_rows
from kg.cli import kg

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "spreadsheets.md").read_text("utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]


def test_every_command_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = shutil.copytree(Path(__file__).parent / "office", tmp_path / "office")
    assert len(COMMANDS) == 7
    monkeypatch.chdir(tmp_path)
    for command in (command for command in COMMANDS if " sheet " in command):
        words = command.split()[1:]
        done = CliRunner().invoke(kg, ["--project", str(office), *words])
        assert done.exit_code == 0, (command, done.output)
        assert "nothing changes" in done.stderr if "in" in words else "Edit it" in done.stderr


def test_the_table_that_it_shows_is_imported_and_its_columns_are_those_that_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(__file__).resolve().parents[2]
    project = shutil.copytree(root / "examples" / "nottingham", tmp_path / "project")
    shutil.copy(root / "tests/city_relations/tie_import/geonames-extract.txt", tmp_path / "cities15000.txt")
    (tmp_path / "ties.csv").write_text(re.findall(r"```csv\n(.*?)```", TEXT, re.DOTALL)[0], "utf-8")
    monkeypatch.chdir(tmp_path)
    for command in (command for command in COMMANDS if " import " in command):
        done = CliRunner().invoke(kg, ["--project", str(project), *command.split()[1:]])
        assert done.exit_code == 0, (command, done.output)
        assert "2 ties and 2 cities" in done.stderr
    rows = re.findall(r"^\| (`[^|]*) \|", TEXT, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(tie_rows.COLUMNS)
