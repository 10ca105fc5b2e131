"""What has changed since a git revision is judged, and nothing that it could affect is missed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from kg import dataset as datasets
from kg import project as projects
from kg.errors import UsageError
from kg.project import Project
from kg.shacl import incremental as live
from kg.shacl.report import Result
from kg.validation import validate
from kg.validation.positions.located_report import located
from kg.validation.selection import since
from kg.validation.selection.git_checkout import checkout
from kg.validation.selection.since import Change, Comparison, Verdict
from kg.validation.stored_index import stored_quads

from ...commands import commit, edit, git
from ...mutations import KINDS, Mutation, mutated
from ...presence import present
from ...sampling import WHOLE

PARTY = "    ct:party <id/city/be-gent> ;\n"
TYPE_OF_KANAZAWA = "    ct:partnershipType <id/concept/partnership-type/sister-city> ;\n" + PARTY
PREFIXES = "BASE <https://w3id.org/city-ties/>\nPREFIX ct: <https://w3id.org/city-ties/ns#>\n"


def change_since(folder: Path, revision: str) -> Change:
    return since.compare(projects.load(folder), revision).change


def judged_since(folder: Path, revision: str) -> Verdict:
    project = projects.load(folder)
    comparison = since.compare(project, revision)
    assert comparison.change.reason is None
    return since.judge(comparison, project, datasets.load(project, ("shapes",)))


def test_over_mutations_every_new_result_is_found_and_every_found_result_is_one(project: Project) -> None:
    dataset, shapes = datasets.load(project), datasets.load(project, ("shapes",))
    random = Random(7)
    before = Counter(validate(dataset.quads, shapes.quads, dataset_digest="", shapes_digest="").results)
    found = 0
    for _ in range(20 if WHOLE else 6):
        fault = Mutation(random.choice(KINDS), *(random.randrange(10**6) for _ in range(3)))
        after = replace(dataset, quads=mutated(dataset.quads, [fault]))
        added, removed = live.changes(dataset.quads, after.quads)
        change = Change("", (), frozenset(added), frozenset(removed))
        verdict = since.judge(Comparison(change, after), project, shapes)
        partial = Counter(verdict.report.results)
        whole = Counter(validate(after.quads, shapes.quads, dataset_digest="", shapes_digest="").results)
        assert not whole - before - partial, fault
        assert not partial - whole, fault
        assert verdict.skipped > verdict.judged or verdict.report.notes, fault
        found += len(partial)
        dataset, before = after, whole
    assert found > 2


def test_where_nothing_has_changed_nothing_is_judged(copy: Path) -> None:
    commit(copy)
    verdict = judged_since(copy, "HEAD")
    assert (verdict.judged, verdict.report.results) == (0, ())
    assert verdict.skipped > 100


def test_a_result_is_located_without_parsing_what_no_result_touches(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copy / "data/other.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n" * 5)
    commit(copy)
    line = edit(copy / "data" / "ghent.ttl", TYPE_OF_KANAZAWA, PARTY)
    monkeypatch.setattr(stored_quads, "_MOST", 0.1)
    monkeypatch.setattr(datasets, "load_compact", lambda *_: pytest.fail("everything was parsed"))
    project = projects.load(copy)
    comparison, shapes = since.compare(project, "HEAD"), datasets.load(project, ("shapes",))
    verdict = since.judge(comparison, project, shapes)
    findings = present(located(verdict.report, project, comparison.dataset, shapes).findings)
    for finding in findings:
        assert finding.place is not None
        assert (finding.place.file, finding.place.position is not None) == ("data/ghent.ttl", True)
    lines = [finding.place.position.line for finding in findings if finding.place and finding.place.position]
    assert any(0 < line - number < 20 for number in lines)


def test_only_results_that_the_change_can_affect_are_told(copy: Path) -> None:
    edit(copy / "data" / "ghent.ttl", "    ct:networkType <id/concept/network-type/general-interest> ;\n", "")
    before = commit(copy)
    edit(copy / "data" / "ghent.ttl", TYPE_OF_KANAZAWA, PARTY)
    verdict = judged_since(copy, before)
    shapes = {str(result.source_shape).rpartition("/")[2] for result in verdict.report.results}
    assert "Partnership-partnershipType>" in shapes
    assert "Network-networkType>" not in shapes
    assert 0 < verdict.judged < 50 < verdict.skipped


def test_a_change_elsewhere_that_breaks_a_rule_here_is_found(copy: Path) -> None:
    before = commit(copy)
    scheme = "    skos:inScheme <id/concept/partnership-type> ;\n"
    path = copy / "ontology" / "partnership-type.ttl"
    path.write_text(path.read_text("utf-8").replace(scheme, ""), "utf-8")
    broken = {str(result.focus_node) for result in judged_since(copy, before).report.results}
    assert any("/id/partnership/be-gent--jp-kanazawa>" in node for node in broken)


def test_statements_that_only_moved_to_another_file_have_not_changed(copy: Path) -> None:
    before = commit(copy)
    edit(copy / "data" / "ghent.ttl", TYPE_OF_KANAZAWA, PARTY)
    moved = change_since(copy, before)
    (subject,) = {triple.subject for triple in moved.removed}
    (copy / "data" / "more.ttl").write_text(
        f"{PREFIXES}{subject} ct:partnershipType <id/concept/partnership-type/sister-city> .\n"
    )
    assert len(moved.removed) == 1
    assert change_since(copy, before) == Change(before, ("data/ghent.ttl", "data/more.ttl"))


def test_new_and_deleted_files_count_whether_git_tracks_them_or_not(copy: Path) -> None:
    (copy / "data" / "old.ttl").write_text(f"{PREFIXES}<id/a> a ct:Old .\n")
    before = commit(copy)
    (copy / "data" / "old.ttl").unlink()
    (copy / "data" / "new.ttl").write_text(f"{PREFIXES}<id/a> a ct:New .\n")
    change = change_since(copy, before)
    assert change.files == ("data/new.ttl", "data/old.ttl")
    assert [str(triple.object)[-4:] for triple in (*change.added, *change.removed)] == ["New>", "Old>"]


def test_files_that_name_graphs_themselves_are_compared_as_one(copy: Path) -> None:
    for name in ("a", "b"):
        (copy / "data" / f"{name}.trig").write_text(f"{PREFIXES}<urn:{name}> {{ <id/{name}> a ct:Old }}\n")
    before = commit(copy)
    (copy / "data" / "a.trig").write_text(f"{PREFIXES}<urn:a> {{ <id/a> a ct:New }}\n")
    change = change_since(copy, before)
    assert change.files == ("data/a.trig",)
    assert [len(change.added), len(change.removed)] == [1, 1]


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("shapes/city-ties.ttl", "sh:maxCount 1 ;", "sh:maxCount 2 ;", "shapes changed"),
        ("kg.toml", 'base = "https://w3id.org/city-ties/"', 'base = "https://example.org/"', "base changed"),
    ],
)
def test_what_changes_every_verdict_has_everything_judged(
    copy: Path, file: str, old: str, new: str, reason: str
) -> None:
    before = commit(copy)
    edit(copy / file, old, new)
    assert change_since(copy, before).reason == reason


def test_data_that_could_not_be_read_then_has_everything_judged(copy: Path) -> None:
    edit(copy / "data" / "ghent.ttl", "    a ct:City ;", "    a ct:City")
    before = commit(copy)
    edit(copy / "data" / "ghent.ttl", "    a ct:City", "    a ct:City ;")
    assert change_since(copy, before).reason == "unreadable then"


def test_a_project_that_is_new_has_everything_judged(copy: Path) -> None:
    (copy / "kg.toml").rename(copy / "kg.later")
    before = commit(copy)
    (copy / "kg.later").rename(copy / "kg.toml")
    assert change_since(copy, before).reason == "no project then"


def test_a_project_may_be_a_folder_of_the_repository(copy: Path) -> None:
    before = commit(copy.parent)
    edit(copy / "data" / "ghent.ttl", TYPE_OF_KANAZAWA, PARTY)
    assert len(change_since(copy, before).removed) == 1


def test_a_file_is_compared_as_a_checkout_would_write_it(copy: Path) -> None:
    (copy / ".gitattributes").write_text("*.ttl text eol=crlf\n")
    text = (copy / "data" / "ghent.ttl").read_bytes()
    (copy / "data" / "ghent.ttl").write_bytes(text.replace(b"\n", b"\r\n"))
    before = commit(copy)
    with checkout(projects.load(copy), before) as past:
        assert past.project is not None
        assert (past.project.root / "data" / "ghent.ttl").read_bytes() == (copy / "data" / "ghent.ttl").read_bytes()


@pytest.mark.parametrize("revision", ["no-such-branch", "--help", "HEAD:data/ghent.ttl", ""])
def test_a_revision_that_is_no_commit_is_named(copy: Path, revision: str) -> None:
    commit(copy)
    with pytest.raises(UsageError, match="git knows no commit"), checkout(projects.load(copy), revision):
        pass


def test_in_a_shallow_clone_the_hint_is_to_fetch_more(copy: Path, tmp_path: Path) -> None:
    commit(copy, "first")
    first = git("rev-parse", "HEAD", folder=copy)
    commit(copy, "second")
    git("clone", "--quiet", "--depth=1", copy.as_uri(), str(tmp_path / "clone"), folder=tmp_path)
    with pytest.raises(UsageError) as caught, checkout(projects.load(tmp_path / "clone"), first):
        pass
    assert "fetch-depth: 0" in str(caught.value)


def test_outside_a_repository_the_error_says_so(copy: Path) -> None:
    with pytest.raises(UsageError, match="not a git repository"), checkout(projects.load(copy), "HEAD"):
        pass


def test_the_checkout_is_gone_afterwards(copy: Path) -> None:
    commit(copy)
    with checkout(projects.load(copy), "HEAD") as past:
        assert past.project is not None
        root = past.project.root
        assert datasets.load(past.project).digest == datasets.load(projects.load(copy)).digest
    assert not root.exists()


def results_of(folder: Path) -> Counter[Result]:
    project = projects.load(folder)
    dataset, shapes = datasets.load(project), datasets.load(project, ("shapes",))
    return Counter(validate(dataset.quads, shapes.quads, dataset_digest="", shapes_digest="").results)


def test_with_a_stored_index_edited_files_have_the_results_of_a_full_run(copy: Path) -> None:
    first, path, random = commit(copy), copy / "data" / "ghent.ttl", Random(11)
    before, results = results_of(copy), 0
    for number in range(6 if WHOLE else 4):
        blocks = path.read_text("utf-8").split("\n\n")
        at = random.randrange(2, len(blocks))
        lines = blocks[at].splitlines()
        blocks[at] = "\n".join([*lines[:1], *lines[2:]]) if len(lines) > 3 else ""
        path.write_text("\n\n".join(blocks), "utf-8")
        partial, whole = Counter(judged_since(copy, first).report.results), results_of(copy)
        assert not whole - before - partial
        assert not partial - whole
        results += partial.total()
        if number == 1:  # the index is that of the commit before
            first, before = commit(copy), whole
    assert results > 1
    assert len(list((copy / ".cache" / "index").iterdir())) == 1


def test_a_stored_index_changes_nothing_of_what_is_told(copy: Path) -> None:
    before = commit(copy)
    edit(copy / "data" / "ghent.ttl", TYPE_OF_KANAZAWA, PARTY)
    (copy / "data" / "more.jsonld").write_text('{"@id": "urn:a", "urn:b": "c"}')
    anew = since.compare(projects.load(copy), before)
    with_index = since.compare(projects.load(copy), before)
    assert with_index.change == anew.change
    assert with_index.change.files == ("data/ghent.ttl", "data/more.jsonld")
    now = datasets.load(projects.load(copy))
    for dataset in (anew.dataset, with_index.dataset):
        assert (dataset.digest, dataset.files, dataset.empty) == (now.digest, now.files, now.empty)
        assert dataset.prefixes == now.prefixes
        assert len(dataset.quads) == len(now.quads)
        assert list(dataset.quads) == list(now.quads)


def test_where_most_has_changed_since_the_index_was_stored_it_is_made_anew(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = commit(copy)
    since.compare(projects.load(copy), before)
    (copy / "data" / "ghent.ttl").write_text(f"{PREFIXES}<id/a> a ct:City .\n")
    after = commit(copy)
    monkeypatch.setattr(since, "_OUTDATED", 100)
    change = change_since(copy, after)
    assert change == Change(after)
    assert len(list((copy / ".cache" / "index").iterdir())) == 2
