"""A build is a function of the files: whoever makes it, wherever and whenever, it has the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, parse
from rdflib.compare import isomorphic

from kg.errors import UsageError
from kg.input import compression
from kg.project import Project
from kg.publish.serialisations import dump
from kg.rdf import formats
from kg.rdf.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, Format
from kg.release import checksums, folder_build
from kg.revision import Revision
from kg.settings.kg_toml import Settings

from ..commands import KG, edit
from ..presence import present

EPOCH = "1750000000"
PARTY = "    ct:party <id/city/be-gent> ;\n"
TYPE = "    ct:partnershipType <id/concept/partnership-type/sister-city> ;\n"


def build(folder: Path, target: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in an environment of which nothing is inherited."""
    return subprocess.run(
        [KG, "build", str(target)],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", **environment},
        umask=int(environment.get("UMASK", "022"), 8),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def place(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's files in a folder, with a build of them in ``out``."""
    folder = tmp_path_factory.mktemp("release") / "project"
    for name in ("ontology", "data", "shapes", "queries", "versions", "pages"):
        shutil.copytree(root / name, folder / name)
    shutil.copy(root / "kg.toml", folder)
    done = build(folder, folder / "out", SOURCE_DATE_EPOCH=EPOCH, TZ="Pacific/Kiritimati", PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stderr
    return folder


def sums(folder: Path) -> dict[str, str]:
    return checksums.read((folder / checksums.SUMS).read_text("utf-8"), checksums.SUMS)


def test_two_environments_build_the_same_bytes(place: Path, tmp_path: Path) -> None:
    other = tmp_path / "somewhere else" / "Ünï"
    shutil.copytree(place, other, ignore=shutil.ignore_patterns("out", ".cache"))
    os.utime(other / "data" / "ghent.ttl", (1, 1))
    environment = {"TZ": "America/Adak", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "HOME": "/nowhere", "USER": "nobody"}
    done = build(other, other / "built", SOURCE_DATE_EPOCH=EPOCH, PYTHONHASHSEED="77", UMASK="077", **environment)
    assert done.returncode == 0, done.stderr
    assert (other / "built" / checksums.SUMS).read_bytes() == (place / "out" / checksums.SUMS).read_bytes()
    modes = {path.stat().st_mode & 0o777 for path in (other / "built").rglob("*")}
    assert modes == {0o644, 0o755}


def test_the_checksums_name_every_file_and_are_right(place: Path) -> None:
    folder = place / "out"
    listed = sums(folder)
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {*listed, checksums.SUMS}
    assert list(checksums.differences(folder, listed, (checksums.SUMS,))) == []
    done = subprocess.run(["sha256sum", "--check", "--quiet", checksums.SUMS], cwd=folder, check=False)
    assert done.returncode == 0


def test_every_dump_is_there_in_every_format(place: Path, revision: Revision) -> None:
    files = set(sums(place / "out"))
    assert {f"dumps/{one.name}.{form.extension}" for one in dump.dumps(revision) for form in one.formats} <= files
    extensions = {form.extension for form in dump.dumps(revision)[0].formats}
    assert extensions == {form.extension for form in formats.RDF_FORMATS}


def test_a_compressed_file_has_the_bytes_of_the_plain_one(place: Path) -> None:
    for path in present((place / "out" / "dumps").glob("*.ttl.*")):
        assert compression.read(path, path.name) == path.with_suffix("").read_bytes()


@pytest.mark.parametrize("form", [form for form in formats.RDF_FORMATS if form.named_graphs], ids=lambda f: f.name)
def test_the_whole_reads_back_as_the_same_dataset_where_a_format_has_graphs(place: Path, form: Format) -> None:
    def canonical(path: Path) -> set[str]:
        known = formats.of_file(path.name)
        assert known
        dataset = Dataset(parse(path.read_bytes(), known.codec))
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        return set(map(str, dataset))

    dumps = place / "out" / "dumps"
    assert canonical(dumps / f"city-ties.{form.extension}") == canonical(dumps / f"city-ties.{N_QUADS.extension}")


@pytest.mark.parametrize("form", [RDF_XML, N_TRIPLES, JSON_LD, TRIG, N_QUADS], ids=lambda form: form.name)
def test_a_graph_reads_back_by_another_reader_as_its_turtle(place: Path, form: Format, read) -> None:
    name = place / "out" / "dumps" / "ontology" / "verdict"
    other = read(name.with_suffix(f".{form.extension}").read_bytes(), form)
    assert isomorphic(other, rdflib.Graph().parse(name.with_suffix(".ttl")))


def test_data_that_does_not_conform_is_not_built_and_the_former_build_stays(place: Path, tmp_path: Path) -> None:
    copy = tmp_path / "project"
    shutil.copytree(place, copy)
    edit(copy / "data" / "ghent.ttl", TYPE + PARTY, PARTY)
    done = build(copy, copy / "out", SOURCE_DATE_EPOCH=EPOCH)
    assert done.returncode == 1
    assert "does not conform" in done.stderr
    assert (copy / "out" / checksums.SUMS).read_bytes() == (place / "out" / checksums.SUMS).read_bytes()


def test_a_foreign_folder_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"cat")
    project = Project(tmp_path / "no project", Settings("https://example.org/"))
    with pytest.raises(UsageError, match="not empty"):
        folder_build.build(project, tmp_path / "photos", {}, date(2026, 1, 1), print)
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["cat.jpg"]
