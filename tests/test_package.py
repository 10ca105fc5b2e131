"""The validator alone: without what the extra `serve` brings, and without what only Unix has."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kg import cli

HIDDEN = """
import os, sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

names = set(sys.argv[1].split(","))
sys.meta_path.insert(0, Hidden())
if "resource" in names:
    for name in ("fork", "setsid", "getuid", "geteuid"):
        delattr(os, name)
sys.argv = ["kg", *sys.argv[2:]]
from kg.cli import main
main()
"""
EXTRA = (
    "babel",
    "backports",
    "brotli",
    "flask",
    "granian",
    "markdown_it",
    "openpyxl",
    "prometheus_client",
    "resvg_py",
    "uvloop",
)
UNIX = ("fcntl", "grp", "pwd", "resource", "termios", "uvloop")
FOLDER = Path(__file__).parent / "fixtures" / "loose"


def without(modules: tuple[str, ...], *arguments: str, folder: Path = FOLDER) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", HIDDEN, ",".join(modules), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


def test_the_modules_of_the_extra_are_those_that_a_command_names(root: Path) -> None:
    extras = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    packages = {
        each.partition(">")[0].replace("markdown-it-py", "markdown-it").replace("-", "_")
        for each in (*extras["serve"], *extras["zst"])
    }
    modules = {each.partition(".")[0] for each in packages if not each.startswith("city_ties")}
    assert modules == set(EXTRA) == vars(cli)["_OF_SERVE"]


@pytest.mark.parametrize("hidden", [EXTRA, UNIX], ids=["without the extra", "without Unix"])
def test_files_and_a_project_are_judged(hidden: tuple[str, ...], root: Path, tmp_path: Path) -> None:
    files = without(hidden, "validate", "data", "--shapes", "shapes.ttl", "--format", "json", "--lang", "nl")
    assert files.returncode == 1, files.stderr
    assert [each["focusNode"] for each in json.loads(files.stdout)["results"]]
    form = without(hidden, "format", "--check", str(FOLDER / "shapes.ttl"), folder=tmp_path)
    assert "No module" not in form.stderr
    project = without(hidden, "validate", folder=root)
    assert project.returncode == 0, project.stderr
    assert project.stdout.splitlines()[-1].startswith("Conforms")


def test_every_command_is_listed_without_the_extra() -> None:
    listed = without((*EXTRA, *UNIX), "--help")
    assert listed.returncode == 0, listed.stderr
    assert all(f"  {name} " in listed.stdout for name in ("dump", "format", "push", "query", "serve", "validate"))


@pytest.mark.parametrize(
    ("hidden", "words"),
    [
        (EXTRA, "kg: kg serve needs: pip install 'city-ties[serve]'\n"),
        (UNIX, "kg: kg serve runs on Linux and macOS only.\n"),
    ],
)
def test_a_command_that_needs_more_says_so_in_one_line(hidden: tuple[str, ...], words: str, root: Path) -> None:
    served = without(hidden, "serve", folder=root)
    assert (served.returncode, served.stderr) == (2, words)


def test_a_file_that_needs_more_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.ttl.zst").write_bytes(b"")
    judged = without(EXTRA, "validate", "a.ttl.zst", "--shapes", str(FOLDER / "shapes.ttl"), folder=tmp_path)
    assert judged.returncode == 2
    assert "pip install 'city-ties[zst]'" in judged.stderr


def test_validating_loads_neither_rdflib_nor_the_server() -> None:
    listing = "import sys, runpy; from kg.cli import kg\ntry: kg(['validate', 'data', '--shapes', 'shapes.ttl'])\n"
    listing += "except SystemExit: print('LOADED', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", listing], cwd=FOLDER, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.partition("LOADED ")[2].split())
    assert "kg.shacl" in loaded
    assert not loaded & {*EXTRA, "rdflib", "pyshacl", "kg.revision", "kg.web", "http.client", "ssl", "email.message"}
