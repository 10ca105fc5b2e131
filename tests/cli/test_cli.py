from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from kg import project as projects
from kg.cli import kg as group

from ..commands import call, edit, run
from ..presence import present

PARTY = "    ct:party <id/city/be-gent> ;\n"
TYPE = "    ct:partnershipType <id/concept/partnership-type/sister-city> ;\n"


def test_every_command_has_help_with_an_explanation_and_stands_in_the_documents(root: Path) -> None:
    pages = [root / "README.md", *present((root / "docs").glob("*.md"))]
    documents = "\n".join(page.read_text("utf-8") for page in pages)
    context = click.Context(group)
    for name in present(group.list_commands(context)):
        command = group.get_command(context, name)
        assert command
        answer = call(name, "--help", folder=root)
        assert answer.code == 0
        assert command.help
        assert f"kg {name}" in documents, name
        assert all(getattr(option, "help", None) for option in command.params if option.param_type_name == "option")


def test_ghents_data_conforms(root: Path) -> None:
    answer = run("validate", folder=root)
    assert answer.returncode == 0, answer.stdout
    assert answer.stdout.splitlines()[-1].startswith("Conforms")


def test_a_broken_rule_is_told_with_focus_node_shape_message_file_and_line(copy: Path) -> None:
    line = edit(copy / "data" / "ghent.ttl", TYPE + PARTY, PARTY)
    answer = call("validate", folder=copy)
    assert answer.code == 1
    assert "Partnership-partnershipType" in answer.out
    place = re.search(r"^data/ghent\.ttl:(\d+):\d+: violation", answer.out, re.MULTILINE)
    assert place
    assert abs(int(place[1]) - line) < 30
    assert "focus node: <id/partnership/" in answer.out


def test_messages_are_in_the_readers_language(copy: Path) -> None:
    edit(copy / "data" / "ghent.ttl", TYPE + PARTY, PARTY)
    dutch = call("validate", "--lang", "nl", folder=copy).out
    english = call("validate", folder=copy).out
    environment = call("validate", folder=copy, lang="nl_BE.UTF-8").out
    assert dutch == environment != english


def test_a_syntax_error_exits_with_two_and_names_file_line_and_column(copy: Path) -> None:
    line = edit(copy / "data" / "ghent.ttl", "    a ct:City ;", "    a ct:City")
    answer = call("validate", folder=copy)
    assert answer.code == 2
    assert f"data/ghent.ttl:{line + 1}:" in answer.err
    assert "Traceback" not in answer.err


def test_outside_a_project_it_exits_with_two(tmp_path: Path) -> None:
    answer = call("validate", folder=tmp_path)
    assert answer.code == 2
    assert "kg.toml" in answer.err


def test_several_forms_are_written_at_once(copy: Path) -> None:
    answer = call("validate", "--output", "sarif=a.sarif", "--output", "junit=b.xml", "--format", "json", folder=copy)
    assert answer.code == 0, answer.err
    assert json.loads((copy / "a.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert (copy / "b.xml").read_text("utf-8").startswith("<?xml")
    assert json.loads(answer.out)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["query", "partner-on-a-day"], "Did you mean partners-on-a-day"),
        (["query", "partners-on-a-day", "--param", "dya=2015-06-01"], "day"),
        (["query", "partners-on-a-day", "--param", "day"], "NAME=VALUE"),
        (["query", "partners-on-a-day", "--param", "day=yesterday"], "yesterday"),
        (["query", "-"], "standard input:1:8"),
        (["validate", "--output", "pdf=x"], "Forms: text"),
    ],
)
def test_wrong_usage_exits_with_two_and_says_what_is_right(root: Path, arguments: list[str], says: str) -> None:
    answer = call(*arguments, folder=root, stdin="SELECT { ?s ?p }")
    assert answer.code == 2, answer
    assert says in answer.err
    assert "Traceback" not in answer.err


def test_an_internal_error_exits_with_two_and_without_a_traceback(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(projects, "nearest", fail)
    done = call("validate", folder=root)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("kg: internal error: RecursionError: too deep\n")
    assert "Traceback" not in done.err
    monkeypatch.setenv("KG_TRACEBACK", "1")
    assert "Traceback" in call("validate", folder=root).err
