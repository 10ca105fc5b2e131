"""Programs around a repository find the files of a report, wherever the command is started."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ...commands import call, commit

PREFIXES = "@prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPE = "ex:S a sh:NodeShape ; sh:targetClass ex:Boat ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with a project in a folder of it, and an empty file beside the data."""
    project = tmp_path / "teams" / "boats"
    files = {"data/d.ttl": "ex:b a ex:Boat .", "data/empty.ttl": "", "shapes/s.ttl": SHAPE}
    for name, content in files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(PREFIXES + content)
    (project / "kg.toml").write_text('base = "http://example.org/"\n')
    commit(tmp_path)
    return tmp_path


def named_files(form: str, text: str) -> set[str]:
    match form:
        case "sarif":
            (run,) = json.loads(text)["runs"]
            places = [location["physicalLocation"] for result in run["results"] for location in result["locations"]]
            return {place["artifactLocation"]["uri"] for place in places}
        case "json":
            document = json.loads(text)
            return {entry["place"]["file"] for entry in (*document["results"], *document["remarks"]) if entry["place"]}
        case "gitlab":
            return {entry["location"]["path"] for entry in json.loads(text)}
        case "junit":
            files = (case.get("file") for case in ElementTree.fromstring(text.encode()).iter("testcase"))
            return {file for file in files if file}
        case "csv":
            return {row["file"] for row in csv.DictReader(text.splitlines()) if row["file"]}
    return set(re.findall("file=([^,:]+)", text))


@pytest.mark.parametrize("form", ["sarif", "json", "gitlab", "junit", "csv", "github"])
@pytest.mark.parametrize("here", [".", "teams", "teams/boats", "teams/boats/shapes"])
def test_files_are_named_from_the_root_of_the_repository(repository: Path, form: str, here: str) -> None:
    project = str(repository / "teams" / "boats")
    done = call("--project", project, "validate", "--format", form, folder=repository / here)
    assert done.code == 1, done.err
    root = "teams/boats/data/"
    assert f"{root}d.ttl" in named_files(form, done.out)
    assert named_files(form, done.out) <= {f"{root}d.ttl", f"{root}empty.ttl"}


def test_a_reader_at_a_terminal_sees_files_from_where_they_stand(repository: Path) -> None:
    done = call("validate", "--output", "sarif=r.sarif", folder=repository / "teams" / "boats")
    assert "\ndata/d.ttl:2:1: violation" in done.out
    report = (repository / "teams" / "boats" / "r.sarif").read_text("utf-8")
    assert named_files("sarif", report) == {"teams/boats/data/d.ttl"}


def test_loose_files_are_named_from_the_root_too(repository: Path) -> None:
    folder = repository / "teams" / "boats" / "data"
    done = call("validate", "d.ttl", "--shapes", "../shapes", "--format", "github", folder=folder)
    assert named_files("github", done.out) == {"teams/boats/data/d.ttl"}


def test_what_cannot_be_read_is_annotated_at_its_file_in_the_repository(repository: Path) -> None:
    (repository / "teams" / "boats" / "data" / "d.ttl").write_text("ex:b a")
    done = call("validate", "--format", "github", folder=repository / "teams" / "boats")
    assert (done.code, named_files("github", done.out)) == (2, {"teams/boats/data/d.ttl"})


def test_outside_of_a_repository_files_are_named_from_where_the_command_was_started(tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text(f"{PREFIXES}{SHAPE}ex:b a ex:Boat .\n")
    assert named_files("csv", call("validate", "d.ttl", "--format", "csv", folder=tmp_path).out) == {"d.ttl"}


@pytest.mark.parametrize(
    ("form", "prefix"), [("json", "teams/boats/"), ("markdown", "boats/"), ("text", "boats/")], ids=str
)
def test_remarks_name_files_as_places_do(repository: Path, form: str, prefix: str) -> None:
    boats = repository / "teams" / "boats"
    (boats / "data" / "old.n3").write_text(PREFIXES + "ex:a ex:p ex:b .")
    (boats / "data" / "e.ttl").write_text(PREFIXES + "ex:e a ex:Boat .")
    (boats / "shapes" / "t.ttl").write_text(PREFIXES + SHAPE.replace("ex:S", "ex:T").replace("ex:Boat", "ex:Canoe"))
    commit(repository)
    (boats / "data" / "d.ttl").write_text(PREFIXES + "ex:d a ex:Boat .")
    arguments = ("--project", "boats", "validate", "--format", form, "--warnings", "--since", "HEAD")
    done = call(*arguments, folder=repository / "teams")
    assert done.code == 1, done.err
    for name in ("data/empty.ttl", "data/old.n3", "shapes/t.ttl", "data/d.ttl"):
        assert re.search(rf"(?<!/){prefix}{name}", done.out), name
    assert not re.search(r"(?<![/\w])(data|shapes)/\w+\.", done.out)
    if form == "json":
        remarks = {remark["kind"]: remark for remark in json.loads(done.out)["remarks"]}
        assert remarks["since"]["items"] == [f"{prefix}data/d.ttl"]
        assert f"a shape in {prefix}shapes/t.ttl has no focus node" in remarks["no-focus-nodes"]["text"]
