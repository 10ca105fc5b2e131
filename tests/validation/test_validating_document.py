"""The commands of docs/validating.md are run as they stand, and print what it says they print."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
import yaml

from kg.cli.validate import validate
from kg.validation.formats import FORMS

from ..commands import commit, edit, run
from ..presence import present

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "validating.md"
TEXT = DOCUMENT.read_text("utf-8")
COMMAND = re.compile(r"^\$ kg (.*?)  # exits with (\d)$")


def examples() -> list[tuple[str, int, list[str]]]:
    """Each command with its exit code and the lines that it prints; a line with … stands for some others."""
    found: list[tuple[str, int, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```$", TEXT, re.M | re.S):
        for line in block.splitlines():
            command = COMMAND.match(line)
            if command:
                found.append((command[1], int(command[2]), []))
            else:
                found[-1][2].append(line)
    return found


def pattern(lines: list[str]) -> str:
    """What the lines look like: a whole line of … is any lines, … in a line is any text in it."""
    told = [".*" if line == "…" else re.escape(line).replace("…", "[^\n]*") + "\n" for line in lines]
    return "".join(told)


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for name in ("ontology", "data", "shapes"):
        shutil.copytree(root / name, folder / name)
    shutil.copy(root / "kg.toml", folder)
    parties = "    ct:party <id/city/be-gent> ;\n    ct:party <id/city/jp-kanazawa> ;\n"
    of_kanazawa = f"    ct:partnershipType <id/concept/partnership-type/sister-city> ;\n{parties}"
    edit(folder / "data" / "ghent.ttl", of_kanazawa, parties)
    commit(folder)
    return folder


@pytest.mark.parametrize(("command", "code", "lines"), examples())
def test_a_command_of_the_document_prints_what_it_says(folder: Path, command: str, code: int, lines: list[str]) -> None:
    answer = run(*shlex.split(command), folder=folder)
    assert answer.returncode == code, answer.stderr
    assert not lines or re.search(pattern(lines), answer.stdout, re.S), answer.stdout[:3000]


def test_every_option_and_form_stands_in_the_document() -> None:
    options = {name for each in validate.params for name in each.opts if name.startswith("--")}
    assert {name for name in present(options) if f"`{name}" not in TEXT and f" {name}" not in TEXT} == set()
    assert {name for name in present(FORMS) if f"| `{name}` |" not in TEXT} == set()


def test_the_workflow_gives_the_action_only_what_it_takes(root: Path) -> None:
    action = yaml.safe_load((root / "action.yml").read_text("utf-8"))
    hooks = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text("utf-8"))
    workflow, configuration = (yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.S))
    given = workflow["jobs"]["validate"]["steps"][-1]["with"]
    assert given.keys() <= action["inputs"].keys()
    assert {name for name in action["inputs"] if name not in given and f"`{name}`" not in TEXT} == set()
    assert {each["id"] for each in configuration["repos"][0]["hooks"]} == {each["id"] for each in hooks}
    variables = yaml.safe_load((root / "ci" / "gitlab.yml").read_text("utf-8"))["variables"]
    assert {name for name in variables if f"`{name}`" not in TEXT} == set()
