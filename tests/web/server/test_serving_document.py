"""The commands of docs/serving.md and docs/reconciling.md are run as they stand, and answer what these say."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path

import pytest

from kg.settings import kg_toml
from kg.settings.query import Limits

DOCUMENTS = Path(__file__).resolve().parents[3] / "docs"
TEXT = (DOCUMENTS / "serving.md").read_text("utf-8")
RECONCILING = (DOCUMENTS / "reconciling.md").read_text("utf-8")


def examples() -> list[tuple[str, list[str]]]:
    """Each command with the lines that it prints; a line with … stands for some others."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```$", TEXT + RECONCILING, re.M | re.S):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


@pytest.mark.parametrize(("command", "lines"), examples())
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not on this machine; Debian's package curl has it")
def test_a_command_of_the_document_prints_what_it_says(
    root: Path, address: str, command: str, lines: list[str]
) -> None:
    ready = command.replace("http://127.0.0.1:5000", address).replace("curl", "curl --silent", 1)
    done = subprocess.run(["bash", "-c", ready], cwd=root, capture_output=True, text=True, timeout=60, check=True)
    pattern = "".join(".*".join(map(re.escape, line.split("…"))) + r"\s*" for line in lines)
    assert re.fullmatch(pattern, done.stdout, re.S), done.stdout[:2000]


def test_every_limit_is_told_with_its_default() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", TEXT, re.M))
    assert told == {name: f"{value:g}" if isinstance(value, float) else str(value)
                    for name, value in asdict(Limits()).items()}  # fmt: skip


def test_the_settings_of_a_bigger_engine_are_those_that_there_are(tmp_path: Path) -> None:
    (block,) = re.findall(r"^```toml\n(.*?)^```$", TEXT, re.M | re.S)
    (tmp_path / "kg.toml").write_text(f'base = "https://example.org/"\n{block}', "utf-8")
    settings = kg_toml.read(tmp_path / "kg.toml")
    assert settings.remote
    assert all(asdict(settings.remote).values())
    assert settings.query == Limits()
