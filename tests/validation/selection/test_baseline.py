"""A baseline knows the findings of today, whatever moves around them, and only new ones are told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal

from kg.errors import UsageError
from kg.validation.positions.located_report import LocatedReport
from kg.validation.selection import baseline
from kg.validation.selection.baseline import Identity


@pytest.fixture
def file(tmp_path: Path, broken_located: LocatedReport) -> Path:
    path = tmp_path / "baseline.json"
    assert baseline.write(path, broken_located.report.results, broken_located.rules) == len(broken_located.findings)
    return path


def test_against_its_own_baseline_a_report_has_nothing_new_and_nothing_fixed(
    file: Path, broken_located: LocatedReport
) -> None:
    results = broken_located.report.results
    compared = baseline.compare(results, baseline.read(file), broken_located.rules)
    assert (compared.new, compared.known, compared.fixed) == ((), len(results), ())


def test_a_finding_is_the_same_in_other_words(file: Path, broken_located: LocatedReport) -> None:
    reworded = [replace(result, messages=(Literal("otherwise"),)) for result in broken_located.report.results]
    assert not baseline.compare(reworded, baseline.read(file), broken_located.rules).new


def test_a_finding_with_another_value_is_new_and_the_old_one_is_gone(file: Path, broken_located: LocatedReport) -> None:
    first, *others = broken_located.report.results
    changed = replace(first, value=Literal("another value"))
    compared = baseline.compare([changed, *others], baseline.read(file), broken_located.rules)
    assert compared.new == (changed,)
    assert compared.fixed == (Identity.of(first, broken_located.rules),)


@pytest.mark.parametrize(("length", "is_whole"), [(300, True), (301, False)])
def test_a_value_is_written_whole_up_to_a_length_and_else_with_its_digest(
    broken_located: LocatedReport, length: int, is_whole: bool
) -> None:
    value = Literal("x" * (length - len('""')))
    identity = Identity.of(replace(broken_located.report.results[0], value=value), broken_located.rules)
    assert (identity.value == str(value)) is is_whole
    assert ("sha256:" in identity.value) is not is_whole


def test_a_second_finding_like_a_known_one_is_new(file: Path, broken_located: LocatedReport) -> None:
    first = broken_located.report.results[0]
    compared = baseline.compare([*broken_located.report.results, first], baseline.read(file), broken_located.rules)
    assert compared.new == (first,)


def test_a_baseline_is_the_same_text_whatever_the_order_of_the_findings(
    file: Path, broken_located: LocatedReport, tmp_path: Path
) -> None:
    baseline.write(tmp_path / "other.json", reversed(broken_located.report.results), broken_located.rules)
    assert (tmp_path / "other.json").read_bytes() == file.read_bytes()


def test_one_finding_less_takes_lines_away_and_changes_no_other(
    file: Path, broken_located: LocatedReport, tmp_path: Path
) -> None:
    baseline.write(tmp_path / "less.json", broken_located.report.results[1:], broken_located.rules)
    before, after = (path.read_text("utf-8").splitlines() for path in (file, tmp_path / "less.json"))
    rest = iter(before)
    assert all(line in rest or line.removesuffix(",") in before for line in after)
    assert len(before) - len(after) == 7


def test_blank_nodes_are_counted_for_their_labels_do_not_last(broken_located: LocatedReport, tmp_path: Path) -> None:
    result = replace(broken_located.report.results[0], focus_node=BlankNode("a"))
    baseline.write(tmp_path / "b.json", [result], broken_located.rules)
    again = [replace(result, focus_node=BlankNode(name)) for name in ("x", "y")]
    compared = baseline.compare(again, baseline.read(tmp_path / "b.json"), broken_located.rules)
    assert len(compared.new) == compared.known == 1


def test_a_value_of_10_mb_takes_a_line(broken_located: LocatedReport, tmp_path: Path) -> None:
    results = [replace(broken_located.report.results[0], value=Literal("x" * 10_000_000 + end)) for end in "ab"]
    baseline.write(tmp_path / "b.json", results, broken_located.rules)
    assert (tmp_path / "b.json").stat().st_size < 3000
    compared = baseline.compare(results[1:], baseline.read(tmp_path / "b.json"), broken_located.rules)
    assert (compared.known, len(compared.fixed)) == (1, 1)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", r"b\.json:1:2: this is no baseline"),
        ("[]", "no list of findings"),
        ('{"version": 7, "findings": []}', "version is 7, not 1"),
        ('{"version": 1, "findings": [{"focusNode": "<urn:a>"}]}', "a finding has the keys focusNode, path"),
        ("\udcff", "no baseline"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "b.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match=says):
        baseline.read(tmp_path / "b.json")


def test_a_baseline_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        baseline.read(tmp_path / "b.json")
    assert "--write-baseline" in str(caught.value)


def test_the_document_has_the_five_things_that_a_finding_is_known_by(file: Path) -> None:
    document = json.loads(file.read_text("utf-8"))
    assert document.keys() == {"version", "findings"}
    assert {tuple(each) for each in document["findings"]} == {
        ("focusNode", "path", "value", "component", "sourceShape")
    }
