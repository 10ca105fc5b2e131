"""The commands of docs/spreadsheets.md, as they stand."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import kg

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "spreadsheets.md").read_text("utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]


def test_every_command_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = shutil.copytree(Path(__file__).parent / "office", tmp_path / "office")
    assert len(COMMANDS) == 5
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS:
        words = command.split()[1:]
        done = CliRunner().invoke(kg, ["--project", str(office), *words])
        assert done.exit_code == 0, (command, done.output)
        assert "nothing changes" in done.stderr if "in" in words else "Edit it" in done.stderr
