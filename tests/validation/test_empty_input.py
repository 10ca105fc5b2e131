from __future__ import annotations

from pathlib import Path

import pytest

from kg import dataset as datasets
from kg import project as projects
from kg.compact.quads import Quads
from kg.dataset import SHAPES_FOLDERS
from kg.errors import DatasetError, ShapesError
from kg.project import Project
from kg.validation.empty_input import embedded_shapes, refuse_absent_data, refuse_absent_shapes


@pytest.fixture
def small(tmp_path: Path) -> Project:
    (tmp_path / "kg.toml").write_text('base = "https://example.org/"\n', "utf-8")
    for name in ("data", "shapes"):
        (tmp_path / name).mkdir()
    return projects.load(tmp_path)


def test_a_project_without_a_data_file_or_a_statement_is_refused(small: Project) -> None:
    with pytest.raises(DatasetError, match="There is no data"):
        refuse_absent_data(small, datasets.load(small))
    (small.root / "data" / "a.ttl").write_text("# nothing\n", "utf-8")
    with pytest.raises(DatasetError, match="no statement") as caught:
        refuse_absent_data(small, datasets.load(small))
    assert caught.value.file == "data/a.ttl"
    (small.root / "data" / "a.ttl").write_text("<a> <b> <c> .\n", "utf-8")
    refuse_absent_data(small, datasets.load(small))


def test_a_project_without_a_file_of_shapes_is_refused(small: Project) -> None:
    with pytest.raises(ShapesError):
        refuse_absent_shapes(small, datasets.load(small, SHAPES_FOLDERS))


def test_what_stands_where_shapes_are_looked_for_or_nearly_there_is_named(small: Project) -> None:
    (small.root / "shapes").rename(small.root / "Shape")
    with pytest.raises(ShapesError, match="Is Shape/ meant to be shapes/"):
        refuse_absent_shapes(small, datasets.load(small, SHAPES_FOLDERS))
    (small.root / "Shape").rename(small.root / "shapes")
    (small.root / "shapes" / "boats.shacl").write_text("<a> <b> <c> .\n", "utf-8")
    with pytest.raises(ShapesError, match=r"Not read: shapes/boats\.shacl\. RDF files end in \.ttl"):
        refuse_absent_shapes(small, datasets.load(small, SHAPES_FOLDERS))


def test_of_large_data_no_statement_becomes_an_object_in_search_of_shapes(
    small: Project, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (project.root / "data" / "ghent.ttl", project.root / "shapes" / "ghent.ttl"):
        (small.root / "data" / path.name.replace("ghent", path.parent.name)).write_bytes(path.read_bytes())
    (small.root / "data" / "typed.trig").write_text("<g> { <s> a <http://www.w3.org/ns/shacl#NodeShape> }", "utf-8")
    plain, compact = datasets.load(small), datasets.load_compact(small)
    embedded = embedded_shapes(small, plain)
    assert embedded
    assert [path.name for path in embedded.files] == ["shapes.ttl", "typed.trig"]
    (small.root / "data" / "shapes.ttl").unlink()
    (small.root / "data" / "typed.trig").unlink()
    without = datasets.load_compact(small)
    of_compact = embedded_shapes(small, compact)
    assert of_compact
    assert (of_compact.quads, of_compact.files) == (embedded.quads, embedded.files)
    monkeypatch.delattr(Quads, "__iter__")
    assert embedded_shapes(small, without) is None
