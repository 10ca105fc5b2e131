"""Publishing apart from judging: what the settings require of the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import dataset as datasets
from kg import project as projects
from kg import revision as revisions
from kg.dataset import SHAPES_FOLDERS
from kg.errors import NonConformance
from kg.project import Project
from kg.validation.display_names import Names
from kg.validation.report_cache import judged
from kg.validation.selection import baseline
from kg.validation.shape_descriptions import Rules

DATA = """BASE <https://site.example/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
<id/one> a skos:Concept ; skos:prefLabel "one"@en . <id/two> a skos:Concept ."""
SHAPES = """BASE <https://site.example/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
<shape/Concept> a sh:NodeShape ; sh:targetClass skos:Concept ; sh:property <shape/Concept-label> .
<shape/Concept-label> a sh:PropertyShape ; sh:path skos:prefLabel ; sh:minCount 1 ."""


def written(folder: Path, settings: str, *, shapes: str = SHAPES, data: str = DATA) -> Project:
    for name, text in (("data", data), ("shapes", shapes)):
        if text:
            (folder / name).mkdir(exist_ok=True)
            (folder / name / "all.ttl").write_text(text)
    (folder / "kg.toml").write_text(f'base = "https://site.example/"\n{settings}')
    return projects.load(folder)


def write_baseline(project: Project) -> None:
    dataset, shapes = datasets.load(project), datasets.load(project, SHAPES_FOLDERS)
    rules = Rules(shapes.quads, Names.of(project, {}), project.languages)
    baseline.write(project.root / "baseline.json", judged(project, dataset, shapes).results, rules)


def test_data_with_a_violation_is_not_published_by_default(tmp_path: Path) -> None:
    with pytest.raises(NonConformance, match="require in \\[publish\\]"):
        revisions.current(written(tmp_path, ""))


def test_where_nothing_is_required_it_is_published_with_its_report(tmp_path: Path) -> None:
    revision = revisions.current(written(tmp_path, '[publish]\nrequire = "nothing"\n'))
    assert len(revision.report.results) == 1
    assert revision.is_checked


def test_with_a_baseline_only_a_new_violation_forbids_publishing(tmp_path: Path) -> None:
    project = written(tmp_path, '[publish]\nrequire = "baseline"\n')
    write_baseline(project)
    assert len(revisions.current(project).report.results) == 1
    with pytest.raises(NonConformance, match=r"violations that baseline\.json does not have"):
        revisions.current(
            written(tmp_path, '[publish]\nrequire = "baseline"\n', data=f"{DATA} <id/three> a skos:Concept .")
        )


def test_without_shapes_nothing_is_checked_and_the_data_is_published(tmp_path: Path) -> None:
    revision = revisions.current(written(tmp_path, "", shapes=""))
    assert not revision.is_checked
    assert len(revision.dataset.quads) == 3
