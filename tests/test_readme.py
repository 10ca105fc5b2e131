"""The README's commands are run as they stand, with only the place of the tools and the port of the server put in."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib

README = Path(__file__).resolve().parent.parent / "README.md"
TOOLS = Path(sys.executable).parent
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", README.read_text("utf-8"), re.S) for line in block.splitlines()
]


@pytest.fixture(scope="module")
def served(root: Path) -> Iterator[str]:
    """The address at which `make serve` answers, read from what it prints; the venv stays as it is."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    installed = ("--assume-old=requirements.lock", "--assume-old=pyproject.toml")
    command = ["make", "serve", *installed, f"VENV={sys.prefix}", f"PORT={port}"]
    server = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        printed = next((line for line in server.stdout if f":{port}" in line), "")
        assert f"http://127.0.0.1:{port}/" in printed
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.communicate(timeout=30)


def run(command: str, folder: Path, served: str = "") -> str:
    line = command.replace(".venv/bin/", f"{TOOLS}/").replace("127.0.0.1:5000", served)
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_a_title_one_sentence_and_exactly_two_commands() -> None:
    text = README.read_text("utf-8")
    assert len(text.splitlines()) < 100
    title, sentence, block = text.split("\n\n")[:3]
    assert title == "# City Ties"
    assert sentence.count(". ") == 0
    assert block == "```sh\nmake serve\nmake test\n```"


def test_make_test_runs_pytest_in_a_venv_of_its_own_making(root: Path) -> None:
    planned = subprocess.run(
        ["make", "--dry-run", "test", "VENV=/nowhere/venv"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    assert "-m venv /nowhere/venv" in planned
    assert "--require-hashes -r requirements-dev.lock" in planned
    assert "/nowhere/venv/bin/python -m pytest" in planned


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("curl")])
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not on this machine; Debian's package curl has it")
def test_each_curl_is_answered(command: str, root: Path, served: str) -> None:
    answer = run(command.replace("curl", "curl --silent --fail", 1), root, served)
    if "text/turtle" in command:
        assert len(rdflib.Graph().parse(data=answer, format="turtle")) > 10
    elif "text/csv" in command:
        assert len(answer.splitlines()) == 1 + 11
    else:
        assert "Kanazawa" in answer


@pytest.mark.parametrize("command", [line for line in COMMANDS if ".venv/bin/kg" in line])
def test_each_command_does_what_it_says(command: str, root: Path, tmp_path: Path) -> None:
    written = command.replace("dump dumps", f"dump {tmp_path}").replace("build out", f"build {tmp_path}/out")
    answer = run(written, root)
    if " dump " in command:
        assert (tmp_path / "ghent.ttl").stat().st_size > 10_000
    elif " build " in command:
        assert (tmp_path / "out" / "SHA256SUMS").is_file()
    elif " query " in command:
        assert "Kanazawa" in answer


def test_every_command_of_the_readme_is_run_by_a_test_here() -> None:
    assert all(line.startswith(("make ", "curl ", ".venv/bin/kg ")) for line in COMMANDS)
    assert {line for line in COMMANDS if line.startswith("make ")} == {"make serve", "make test"}


def test_every_folder_of_the_table_exists(root: Path) -> None:
    named = re.findall(r"^\| `([a-z/]+)/`", README.read_text("utf-8"), re.M)
    assert {"data", "ontology", "shapes", "queries", "src/kg", "tests"} <= set(named)
    assert all((root / name).is_dir() for name in named)
