"""What CI services would run is run here: the steps, scripts and hooks of their files, without installing anything."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from kg.publish.changes import change_markdown
from kg.rdf.formats import RDF_FORMATS

from .commands import KG, commit, edit, git

PARTY = "    ct:party <id/city/be-gent> ;\n"
LOOSE = Path(__file__).parent / "fixtures" / "loose"
TYPE_OF_KANAZAWA = "    ct:partnershipType <id/concept/partnership-type/sister-city> ;\n" + PARTY
EXPRESSION = re.compile(r"\$\{\{\s*inputs\.([\w-]+)\s*\}\}")


def parsed(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def shell(script: str, folder: Path, shell: str = "bash", **variables: str) -> subprocess.CompletedProcess[str]:
    """A script as CI runs it, with ``kg`` on the path as the installing step leaves it."""
    options = {"bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"], "sh": ["sh", "-ec"]}[shell]
    environment = {"PATH": f"{Path(KG).parent}:{os.environ['PATH']}", "LANG": "C", **variables}
    command = [*options, script]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


@dataclass
class Run:
    code: int
    log: str
    outputs: dict[str, str]
    summary: str


class Action:
    """The composite action, whose validating step runs with its inputs put in."""

    def __init__(self, path: Path) -> None:
        self.document = parsed(path)
        self.steps = self.document["runs"]["steps"]

    def step(self, name: str) -> dict[str, Any]:
        return next(step for step in self.steps if step["name"] == name)

    def run(self, folder: Path, name: str = "Validate", found: dict[str, str] | None = None, **given: str) -> Run:
        """A step of this name; ``found`` are the values of the expressions that are no inputs."""
        inputs = {name: str(each.get("default", "")) for name, each in self.document["inputs"].items()}
        inputs |= {name.replace("_", "-"): value for name, value in given.items()}
        step = self.step(name)
        variables = {name: EXPRESSION.sub(lambda match: inputs[match[1]], value) for name, value in step["env"].items()}
        variables |= found or {}
        output, summary = folder.parent / "output", folder.parent / "summary"
        for path in (output, summary):
            path.write_text("")
        done = shell(step["run"], folder, GITHUB_OUTPUT=str(output), GITHUB_STEP_SUMMARY=str(summary), **variables)
        outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
        return Run(done.returncode, done.stdout + done.stderr, outputs, summary.read_text("utf-8"))


@pytest.fixture(scope="module")
def action(root: Path) -> Action:
    return Action(root / "action.yml")


def test_the_action_passes_where_the_data_conforms(action: Action, copy: Path) -> None:
    run = action.run(copy)
    assert run.code == 0, run.log
    assert run.outputs == {"sarif": "kg-validate.sarif", "conforms": "true"}
    assert run.summary.startswith("## ✅")
    assert json.loads((copy / "kg-validate.sarif").read_text("utf-8"))["version"] == "2.1.0"


def test_the_action_fails_and_annotates_the_line_where_the_data_does_not_conform(action: Action, copy: Path) -> None:
    edit(copy / "data" / "ghent.ttl", TYPE_OF_KANAZAWA, PARTY)
    run = action.run(copy)
    assert run.code == 1
    assert re.search(r"^::error file=data/ghent\.ttl,line=\d+,", run.log, re.MULTILINE)
    assert run.outputs["conforms"] == "false"
    assert run.summary.startswith("## ❌")


def test_the_action_names_files_from_the_folder_of_the_workflow(action: Action, copy: Path) -> None:
    edit(copy / "data" / "ghent.ttl", TYPE_OF_KANAZAWA, PARTY)
    run = action.run(copy.parent, project="project")
    assert run.code == 1
    assert "::error file=project/data/ghent.ttl,line=" in run.log


def test_the_action_annotates_a_file_that_cannot_be_read(action: Action, copy: Path) -> None:
    line = edit(copy / "data" / "ghent.ttl", "    a ct:City ;", "    a ct:City")
    run = action.run(copy)
    assert run.code == 2
    assert f"::error file=data/ghent.ttl,line={line + 1},col=" in run.log
    assert run.outputs == {"conforms": "false"}


def test_the_action_takes_every_input(action: Action, copy: Path, root: Path) -> None:
    shutil.copy(root / "tests" / "conforming" / "another-city.ttl", copy / "data")  # so every shape has a focus node
    before = commit(copy)
    edit(copy / "data" / "ghent.ttl", TYPE_OF_KANAZAWA, PARTY)
    shell("kg validate --write-baseline known.json", copy)
    options = {"since": before, "baseline": "known.json", "strict_targets": "true", "lang": "nl", "fail_on": "info"}
    run = action.run(copy, max_results="1", sarif="out.sarif", **options)
    assert run.code == 0, run.log
    assert "bekend uit known.json" in run.log
    assert f"veranderd sinds {before[:12]}" in run.log
    assert run.outputs["sarif"] == "out.sarif"


@pytest.fixture
def loose(tmp_path: Path) -> Path:
    """A repository that is not laid out like ours."""
    return Path(shutil.copytree(LOOSE, tmp_path / "with a space"))


def test_the_action_judges_the_files_that_it_is_given(action: Action, loose: Path) -> None:
    run = action.run(loose, data="data/*.ttl\n", shapes="shapes.ttl")
    assert run.code == 1, run.log
    assert "::error file=data/boats.ttl,line=8," in run.log
    assert action.run(loose, data="data/harbour.ttl\nshapes.ttl", shapes="shapes.ttl shapes.ttl").code == 0
    given = {"shapes": "shapes.ttl", "ontology": "data/boats.ttl", "arguments": "--format json\n--allow-empty"}
    run = action.run(loose, data="data/harbour.ttl", **given)
    assert (run.code, '"severity": "violation"' in run.log) == (0, False), run.log
    assert run.log.startswith("{")


def test_the_action_keeps_the_cache_of_the_project_also_of_a_run_that_fails(action: Action) -> None:
    restored, kept = action.step("Restore what was judged before"), action.step("Keep what was judged")
    assert restored["uses"].startswith("actions/cache/restore@")
    assert kept["uses"].startswith("actions/cache/save@")
    assert "always()" in kept["if"]
    assert restored["with"]["path"] == kept["with"]["path"] == "${{ inputs.project }}/.cache"
    assert restored["with"]["key"] == kept["with"]["key"]
    names = [step["name"] for step in action.steps]
    assert names.index(restored["name"]) < names.index("Validate") < names.index(kept["name"])


def test_the_action_tells_what_changed_in_the_summary_of_the_job(action: Action, copy: Path) -> None:
    before = commit(copy)
    edit(copy / "data" / "ghent.ttl", 'foaf:name "AVS"', 'foaf:name "AVS news"')
    run = action.run(copy, "Tell what changed", diff=before, lang="nl")
    assert run.code == 0, run.log
    assert "naam: “AVS” → “AVS news” `data/ghent.ttl:23`" in run.summary
    assert Path(run.outputs["changes"]).read_text("utf-8") == run.summary
    refused = action.run(copy, "Tell what changed", diff="nosuch")
    assert (refused.code, refused.outputs, refused.summary) == (2, {}, "")


GH = """#!/bin/sh
echo "$*" >> "$LOG"
case "$*" in
  *--jq*) test "$MAY" != no-read || exit 1; printf '%s' "$EARLIER";;
  *) test "$MAY" = write || exit 1;;
esac
"""


@pytest.mark.parametrize(
    ("may", "earlier", "call"),
    [
        ("write", "", "--method POST repos/a/b/issues/7/comments"),
        ("write", "42", "--method PATCH repos/a/b/issues/comments/42"),
        ("read", "", None),
        ("no-read", "", None),
    ],
)
def test_the_action_comments_once_and_not_where_it_may_not_write(
    action: Action, tmp_path: Path, may: str, earlier: str, call: str | None
) -> None:
    (tmp_path / "gh").write_text(GH)
    (tmp_path / "gh").chmod(0o755)
    log = tmp_path / "log"
    values = {"CHANGES": "changes.md", "ISSUE": "repos/a/b/issues", "NUMBER": "7", "GH_TOKEN": ""}
    values |= {"MAY": may, "EARLIER": earlier, "LOG": str(log), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    folder = tmp_path / "work"
    folder.mkdir()
    run = action.run(folder, "Comment on the pull request", found=values)
    assert run.code == 0, run.log
    calls = log.read_text().splitlines()
    assert "repos/a/b/issues/7/comments?per_page=100" in calls[0]
    assert f'"{change_markdown.MARKER}"' in calls[0]
    if call:
        assert calls[1] == f"api {call} --field body=@changes.md --silent"
    assert ("::notice::" in run.log) == (call is None)


def test_what_the_action_reads_it_declares(action: Action, root: Path) -> None:
    read = set(re.findall(r"inputs\.([\w-]+)", (root / "action.yml").read_text("utf-8")))
    assert read == action.document["inputs"].keys()
    assert all(each["description"] for each in action.document["inputs"].values())
    # An input in a script would be run as a part of it.
    assert not any("${{" in step.get("run", "") for step in action.steps)


def test_the_action_installs_what_is_locked(action: Action, root: Path) -> None:
    script = action.step("Install kg")["run"]
    assert subprocess.run(["bash", "-n", "-c", script], check=False).returncode == 0
    for name in re.findall(r"\$GITHUB_ACTION_PATH/(\S+?)\"", script):
        assert (root / name).is_file()
    assert "--require-hashes" in script


def test_the_workflow_gives_the_action_what_it_takes(action: Action, root: Path) -> None:
    jobs = parsed(root / ".github" / "workflows" / "validate.yml")["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    (ours,) = [step for step in steps if step.get("uses") == "./"]
    assert ours["with"].keys() <= action.document["inputs"].keys()
    commands = [step["run"] for step in steps if step.get("run", "").startswith(".venv/bin/kg")]
    assert commands
    for command in commands:
        done = shell(command.replace(".venv/bin/kg", "kg"), root)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("interpreter", ["bash", "sh"])
def test_the_gitlab_template_writes_both_reports(root: Path, copy: Path, interpreter: str) -> None:
    edit(copy / "data" / "ghent.ttl", TYPE_OF_KANAZAWA, PARTY)
    template = parsed(root / "ci" / "gitlab.yml")
    job, (script,) = template["kg-validate"], template["kg-validate"]["script"]
    done = shell(script, copy, interpreter, **template["variables"])
    assert done.returncode == 1, done.stderr
    reports = job["artifacts"]["reports"]
    assert ElementTree.parse(copy / reports["junit"]).findall(".//failure")
    entry = json.loads((copy / reports["codequality"]).read_text("utf-8"))[0]
    assert entry["location"]["path"] == "data/ghent.ttl"


@pytest.mark.parametrize("interpreter", ["bash", "sh"])
def test_the_gitlab_template_judges_the_files_that_it_is_given(root: Path, loose: Path, interpreter: str) -> None:
    template = parsed(root / "ci" / "gitlab.yml")
    (script,) = template["kg-validate"]["script"]
    variables = {**template["variables"], "KG_DATA": "data/*.ttl", "KG_SHAPES": "shapes.ttl shapes.ttl"}
    done = shell(script, loose, interpreter, **variables)
    assert done.returncode == 1, done.stderr
    entries = json.loads((loose / "gl-code-quality-report.json").read_text("utf-8"))
    assert [each["location"]["path"] for each in entries] == ["data/boats.ttl"]
    more = {"KG_DATA": "data/harbour.ttl", "KG_ONTOLOGY": "data/boats.ttl", "KG_ARGUMENTS": "--allow-empty --lang nl"}
    done = shell(script, loose, interpreter, **{**variables, **more})
    assert (done.returncode, "boats.ttl:" in done.stdout) == (0, False), done.stderr
    cache = template["kg-validate"]["cache"]
    assert (cache["paths"], cache["when"]) == (["$KG_PROJECT/.cache/"], "always")


def test_the_gitlab_template_takes_every_variable(root: Path, copy: Path) -> None:
    before = commit(copy)
    edit(copy / "data" / "ghent.ttl", TYPE_OF_KANAZAWA, PARTY)
    shell("kg validate --write-baseline 'known findings.json'", copy)
    template = parsed(root / "ci" / "gitlab.yml")
    (script,) = template["kg-validate"]["script"]
    given = {"KG_SINCE": before, "KG_BASELINE": "known findings.json", "KG_LANG": "nl", "KG_FAIL_ON": "info"}
    done = shell(script, copy, "sh", **{**template["variables"], **given})
    assert done.returncode == 0, done.stderr
    assert "bekend uit known findings.json" in done.stdout


def test_the_gitlab_template_tells_what_changed(root: Path, copy: Path) -> None:
    before = commit(copy)
    edit(copy / "data" / "ghent.ttl", 'foaf:name "AVS"', 'foaf:name "AVS news"')
    template = parsed(root / "ci" / "gitlab.yml")
    (script,) = template["kg-diff"]["script"]
    variables = {**template["variables"], "KG_LANG": "fr"}
    assert shell(script, copy, "sh", **{**variables, "KG_DIFF": before}).returncode == 0
    (file,) = template["kg-diff"]["artifacts"]["paths"]
    assert "“AVS” → “AVS news”" in (copy / file).read_text("utf-8")
    assert shell(script, copy, "sh", **{**variables, "KG_DIFF": "nosuch"}).returncode != 0


@pytest.fixture(scope="module")
def hooks(root: Path) -> dict[str, dict[str, Any]]:
    return {hook["id"]: hook for hook in parsed(root / ".pre-commit-hooks.yaml")}


def hooked(hook: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
    """The hook as pre-commit runs it: on the staged files that its pattern finds, if it takes any."""
    staged = git("diff", "--cached", "--name-only", folder=folder).splitlines()
    files = [name for name in staged if re.search(hook["files"], name)]
    assert files
    return shell(
        shlex.join([*shlex.split(hook["entry"]), *(files if hook.get("pass_filenames", True) else ())]), folder
    )


def test_the_validating_hook_judges_the_whole_project(hooks: dict[str, dict[str, Any]], copy: Path) -> None:
    commit(copy)
    edit(copy / "ontology" / "status.ttl", "    skos:notation", "    skos:hiddenLabel")
    git("add", "ontology/status.ttl", folder=copy)
    done = hooked(hooks["kg-validate"], copy)
    assert done.returncode == 1
    assert "ontology/status.ttl" in done.stdout


def test_the_hook_for_files_judges_those_that_are_staged(hooks: dict[str, dict[str, Any]], loose: Path) -> None:
    commit(loose)
    edit(loose / "data" / "boats.ttl", "ex:nameless", "ex:unnamed")
    git("add", "data/boats.ttl", folder=loose)
    hook = hooks["kg-validate-files"]
    done = hooked({**hook, "entry": f"{hook['entry']} --shapes=shapes.ttl"}, loose)
    assert done.returncode == 1, done.stderr
    assert "data/boats.ttl:8:1: violation" in done.stdout


def test_the_formatting_hook_mends_the_staged_files(hooks: dict[str, dict[str, Any]], copy: Path) -> None:
    commit(copy)
    path = copy / "data" / "ghent.ttl"
    before = path.read_text("utf-8")
    edit(path, "    a ct:City ;\n", "    a    ct:City ;\n")
    git("add", "data/ghent.ttl", folder=copy)
    assert hooked(hooks["kg-format"], copy).returncode == 0
    assert path.read_text("utf-8") == before
    assert git("diff", "--name-only", folder=copy) == "data/ghent.ttl"  # by which pre-commit fails the hook


def test_the_validating_hook_runs_for_every_format_that_is_read(hooks: dict[str, dict[str, Any]]) -> None:
    pattern = hooks["kg-validate"]["files"]
    assert all(re.search(pattern, f"data/x.{each.extension}") for each in RDF_FORMATS)
    assert re.search(pattern, "kg.toml")
    assert not re.search(pattern, "README.md")
