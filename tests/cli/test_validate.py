"""``kg validate``: which findings are told, which make it fail, and what is said of the others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ..commands import call, commit, edit

PARTY = "    ct:party <id/city/be-gent> ;\n"
TYPE_OF_KANAZAWA = "    ct:partnershipType <id/concept/partnership-type/sister-city> ;\n" + PARTY
NETWORK_TYPE = "    ct:networkType <id/concept/network-type/general-interest> ;\n"


@pytest.fixture
def broken(copy: Path) -> Path:
    """The project with one violation."""
    edit(copy / "data" / "ghent.ttl", TYPE_OF_KANAZAWA, PARTY)
    return copy


def as_json(folder: Path, *options: str) -> tuple[int, dict[str, Any]]:
    answer = call("validate", "--format", "json", *options, folder=folder)
    assert answer.out, answer.err
    return answer.code, json.loads(answer.out)


def shapes(document: dict[str, Any]) -> list[str]:
    return [result["rule"] for result in document["results"] if result["severity"].endswith("Violation")]


def remark(document: dict[str, Any], kind: str) -> str:
    (found,) = [each["text"] for each in document["remarks"] if each["kind"] == kind]
    return str(found)


def test_what_weighs_less_than_fail_on_does_not_fail(copy: Path) -> None:
    code, document = as_json(copy)
    assert document["counts"]["warning"]
    assert code == 0
    assert as_json(copy, "--fail-on", "warning")[0] == 1
    assert as_json(copy, "--fail-on", "info")[0] == 1


def test_only_what_is_not_in_the_baseline_fails(broken: Path) -> None:
    assert call("validate", "--write-baseline", "known.json", folder=broken).code == 0
    code, document = as_json(broken, "--baseline", "known.json", "--fail-on", "info")
    assert (code, document["results"]) == (0, [])
    assert document["leftOut"] > 1
    edit(broken / "data" / "ghent.ttl", NETWORK_TYPE, "")
    code, document = as_json(broken, "--baseline", "known.json")
    assert code == 1
    assert shapes(document) == ["shape/Network-networkType"]


def test_findings_of_the_baseline_that_are_gone_are_mentioned(broken: Path) -> None:
    call("validate", "--write-baseline", "known.json", folder=broken)
    before = (broken / "known.json").read_text("utf-8")
    path = broken / "data" / "ghent.ttl"
    text = path.read_text("utf-8")
    edit(path, NETWORK_TYPE, "")
    call("validate", "--write-baseline", "more.json", folder=broken)
    path.write_text(text, "utf-8")
    output = call("validate", "--baseline", "more.json", folder=broken).out
    assert "note: 1 finding of more.json is gone; --write-baseline forgets it: <id/network/" in output
    call("validate", "--write-baseline", "more.json", folder=broken)
    assert (broken / "more.json").read_text("utf-8") == before


def test_a_report_graph_does_not_say_that_data_conforms_when_findings_were_left_out(broken: Path) -> None:
    call("validate", "--write-baseline", "known.json", folder=broken)
    output = call("validate", "--baseline", "known.json", "--format", "turtle", folder=broken).out
    assert "sh:conforms false" in output


def test_only_the_findings_of_the_files_named_are_told_and_count(broken: Path) -> None:
    code, document = as_json(broken, "data/ghent.ttl")
    assert (code, shapes(document)) == (1, ["shape/Partnership-partnershipType"])
    code, document = as_json(broken, "data/catalog.ttl", "ontology/status.ttl")
    assert (code, document["results"]) == (0, [])
    assert remark(document, "other-files").endswith("findings stand in other files and are left out")


def test_a_shapes_file_that_is_named_brings_the_findings_of_its_shapes(broken: Path) -> None:
    assert as_json(broken, "shapes/city-ties.ttl")[0] == 1
    assert as_json(broken, "shapes/catalog.ttl")[0] == 0


def test_files_are_named_from_where_the_reader_stands(broken: Path) -> None:
    answer = call("validate", "ghent.ttl", folder=broken / "data")
    assert answer.code == 1
    assert "\nghent.ttl:" in answer.out


def test_since_a_revision_only_what_it_affects_is_told(copy: Path) -> None:
    edit(copy / "data" / "ghent.ttl", NETWORK_TYPE, "")
    commit(copy)
    assert as_json(copy, "--since", "HEAD")[0] == 0
    edit(copy / "data" / "ghent.ttl", TYPE_OF_KANAZAWA, PARTY)
    code, document = as_json(copy, "--since", "HEAD")
    assert (code, shapes(document)) == (1, ["shape/Partnership-partnershipType"])
    said = remark(document, "since")
    assert "changed since" in said
    assert ": 1; focus nodes judged: " in said


def test_since_shapes_changed_everything_is_judged_and_it_says_so(copy: Path) -> None:
    edit(copy / "data" / "ghent.ttl", NETWORK_TYPE, "")
    before = commit(copy)
    edit(copy / "shapes" / "catalog.ttl", "sh:maxCount 1 ;", "sh:maxCount 2 ;")
    code, document = as_json(copy, "--since", before)
    assert (code, shapes(document)) == (1, ["shape/Network-networkType"])
    assert remark(document, "since") == f"the shapes have changed since {before[:12]}, so everything was judged"


def test_a_baseline_holds_since_a_revision_too(broken: Path) -> None:
    before = commit(broken)
    edit(broken / "data" / "ghent.ttl", NETWORK_TYPE, "")
    call("validate", "--write-baseline", "known.json", folder=broken)
    code, document = as_json(broken, "--since", before, "--baseline", "known.json")
    assert (code, document["results"]) == (0, [])
    assert not [each for each in document["remarks"] if each["kind"] == "fixed"]


def test_coverage_is_told_as_a_table_and_in_json(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    output = call("validate", "--coverage", "--output", f"json={file}", folder=root).out
    assert " focus nodes  value nodes  shape\n" in output
    assert "  shape/Partnership-party  " in output
    document = json.loads(file.read_text("utf-8"))
    party = next(each for each in document["covered"]["shapes"] if each["shape"] == "shape/Partnership-party")
    assert party["focusNodes"] == 12
    assert {"component": "MinCount", "exercised": True, "examples": 1} in party["constraints"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--baseline", "a.json", "--write-baseline", "b.json"], "contradict each other"),
        (["--write-baseline", "b.json", "data/ghent.ttl"], "of the whole project"),
        (["--write-baseline", "b.json", "--since", "HEAD"], "of the whole project"),
        (["--coverage", "--since", "HEAD"], "on the whole project"),
        (["--baseline", "nowhere.json"], "--write-baseline writes one"),
        (["--write-baseline", "nowhere/b.json"], "nowhere/b.json cannot be written"),
        (["--since", "HEAD"], "not a git repository"),
        (["--max-results", "0"], "--max-results"),
        (["nowhere.ttl"], "nowhere.ttl"),
    ],
)
def test_what_cannot_be_meant_exits_with_two_and_says_why(copy: Path, options: list[str], says: str) -> None:
    answer = call("validate", *options, folder=copy)
    assert answer.code == 2
    assert says in answer.err
    assert "Traceback" not in answer.err


def test_results_at_anonymous_shapes_are_told_alike_the_second_time(copy: Path) -> None:
    (copy / "shapes" / "more.ttl").write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX ct: <https://w3id.org/city-ties/ns#>\n"
        "<urn:s> a sh:NodeShape ; sh:targetClass ct:City ; sh:property [ sh:path ct:mayor ; sh:minCount 1 ] .\n"
    )
    first, second = (as_json(copy) for _ in range(2))
    assert first[0] == second[0] == 1
    assert shapes(first[1]) == shapes(second[1])
    assert set(shapes(first[1])) == {"urn:s/ct:mayor"}
