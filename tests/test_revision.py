from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from kg import dataset as datasets
from kg import project as projects
from kg import revision as revisions
from kg.errors import NonConformance, QuerySyntaxError
from kg.project import Project
from kg.revision import Revision
from kg.shacl.report import Result, ValidationReport

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def revision(project: Project) -> Revision:
    return revisions.current(project, DAY)


def ct(project: Project, name: str) -> NamedNode:
    return NamedNode(project.own_prefixes["ct"] + name)


def test_every_literal_survives_the_query_index_unchanged(revision: Revision) -> None:
    written = {quad.object for quad in revision.quads() if isinstance(quad.object, Literal)}
    indexed = {quad.object for quad in revision.store if isinstance(quad.object, Literal)}
    assert len(written) > 500
    assert indexed == written


def test_the_computed_graph_says_which_day_it_holds_for(project: Project, revision: Revision) -> None:
    stamps = [quad for quad in revision.computed if quad.predicate == ct(project, "computedOn")]
    assert [(quad.subject, quad.object) for quad in stamps] == [
        (project.computed_graph, Literal("2026-11-24", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")))
    ]
    assert {quad.graph_name for quad in revision.computed} == {project.computed_graph}


def test_ghent_is_twinned_today_with_kanazawa_alone_and_kanazawa_with_ghent(
    project: Project, revision: Revision
) -> None:
    ghent, kanazawa = (NamedNode(f"{project.base}id/city/{key}") for key in ("be-gent", "jp-kanazawa"))
    for name in ("twinnedWith", "partneredWith"):
        pairs = {(quad.subject, quad.object) for quad in revision.computed if quad.predicate == ct(project, name)}
        assert pairs == {(ghent, kanazawa), (kanazawa, ghent)}


def test_saint_raphael_and_wiesbaden_are_certainly_ended_and_no_relation_certainly_in_force_today(
    project: Project, revision: Revision
) -> None:
    certain = {
        (quad.subject.value.rpartition("--")[2], quad.object.value.rpartition("/")[2])
        for quad in revision.computed
        if quad.predicate == ct(project, "certainCurrentStatus")
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
    }
    assert certain == {("fr-saint-raphael", "ended"), ("de-wiesbaden", "ended")}


def test_another_day_is_another_revision_with_its_own_computed_graph(project: Project, revision: Revision) -> None:
    before = revisions.current(project, date(2015, 6, 1))
    assert before.digest != revision.digest
    assert before.dataset.digest == revision.dataset.digest
    certain = [quad for quad in before.computed if quad.predicate == ct(project, "certainCurrentStatus")]
    assert len(certain) == 7


@pytest.mark.parametrize("changed", [
    {"languages": ("nl",)}, {"languages": ("en", "nl")}, {"about": "jp-kanazawa"}, {"prefixes": {"ct": "urn:x:"}},
    {"prefixes": {}},
])  # fmt: skip
def test_each_setting_that_decides_what_is_published_changes_the_digest(
    project: Project, revision: Revision, changed: dict[str, object]
) -> None:
    settings = replace(project.settings, **changed)  # type: ignore[arg-type]
    other = revisions._digest(replace(project, settings=settings), revision.dataset, revision.report, DAY)
    assert revisions._digest(project, revision.dataset, revision.report, DAY) == revision.digest != other


def test_data_files_never_hold_what_is_computed(project: Project) -> None:
    computed = {quad.subject for quad in datasets.load(project).quads if quad.object == ct(project, "ComputedProperty")}
    assert len(computed) == 5
    assert not [quad for quad in datasets.load(project).quads if quad.predicate in computed]


def test_a_revision_is_refused_without_a_report_on_this_very_dataset(project: Project, revision: Revision) -> None:
    other = ValidationReport("another digest", revision.report.shapes_digest, ())
    with pytest.raises(NonConformance, match="another dataset"):
        revisions.build(project, revision.dataset, other, DAY)


def test_a_revision_is_refused_with_a_report_that_does_not_conform(project: Project, revision: Revision) -> None:
    node = NamedNode("https://example.org/x")
    broken = replace(revision.report, results=(Result(node, None, None, node, node),))
    with pytest.raises(NonConformance, match="not published") as caught:
        revisions.build(project, revision.dataset, broken, DAY)
    assert caught.value.report == broken


def test_statements_are_found_from_either_end_as_they_were_written(project: Project, revision: Revision) -> None:
    ghent = NamedNode(f"{project.base}id/city/be-gent")
    assert {quad.subject for quad in revision.about(ghent)} == {ghent}
    assert len([quad for quad in revision.referring(ghent) if quad.predicate == ct(project, "party")]) == 12


def test_a_rule_that_cannot_be_read_is_named_with_its_place(project: Project, tmp_path: Path) -> None:
    (tmp_path / "ontology" / "computed").mkdir(parents=True)
    (tmp_path / "ontology" / "computed" / "broken.rq").write_text("CONSTRUCT { ?s ?p }\nWHERE { ?s ?p ?o }")
    broken = replace(project, root=tmp_path)
    dataset = datasets.load(broken)
    with pytest.raises(QuerySyntaxError) as caught:
        revisions.build(broken, dataset, ValidationReport(dataset.digest, "", ()), DAY)
    assert str(caught.value).startswith("ontology/computed/broken.rq:1:")


def test_a_triple_in_two_files_is_counted_once(project: Project, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / "data" / name).write_text("<s> <p> 1 .")
    twice = replace(project, root=tmp_path)
    dataset = datasets.load(twice)
    revision = revisions.build(twice, dataset, ValidationReport(dataset.digest, "", ()), DAY)
    counted = next(iter(revision.solutions("SELECT (COUNT(*) AS ?n) WHERE { <s> ?p ?o }")))
    assert counted["n"] == Literal(1)


def test_a_statement_that_a_file_repeats_is_counted_once_everywhere(tmp_path: Path) -> None:
    twice = "<id/x> <http://www.w3.org/2000/01/rdf-schema#label> 'x' .\n<id/y> <urn:p> <id/x> .\n" * 2
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.ttl").write_text(twice, "utf-8")
    (tmp_path / "kg.toml").write_text('base = "http://lab.example/"\n', "utf-8")
    revision = revisions.current(projects.load(tmp_path))
    assert list(revision.sizes().values()) == [2]
    assert len(list(revision.quads())) == len(revision.store) == len(revision.dataset.quads) == 2
    assert len(revision.about(NamedNode("http://lab.example/id/y"))) == 1
