"""A whole site as files: all that it links to is there, and a second build is the same."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg import project as projects
from kg.history import rdf_patch
from kg.history.releases import release_history
from kg.release import checksums, folder_build

from ...commands import edit
from ...fixtures.releases import record
from ...presence import present

_LINK = re.compile(r'\s(?:href|src|srcset|action)="([^"]*)"')
_ELSEWHERE = re.compile(r"[a-z]+:|//|#")


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the thesaurus, a project without a domain of its own."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(root / "examples" / "thesaurus", folder / "project", ignore=shutil.ignore_patterns(".cache"))
    record(folder / "project", datetime(2026, 3, 3, 12, tzinfo=UTC))
    return build(folder / "project", folder / "out")


def build(folder: Path, out: Path) -> Path:
    built = folder_build.build(
        projects.load(folder), out, {"SOURCE_DATE_EPOCH": "1750000000"}, date.today(), print, "https://x.example/y/"
    )
    assert [warning for warning in built.warnings if "not written" in warning] == []
    return out


def test_every_link_of_every_page_leads_to_a_file(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 60
    for page in pages:
        for link in map(unescape, _LINK.findall(page.read_text("utf-8"))):
            if not _ELSEWHERE.match(link):
                target = unquote(link.partition("#")[0].partition("?")[0])
                assert not target.startswith("/"), (page, link)
                assert (page.parent / target).is_file(), (page, link)


def test_the_page_of_a_release_is_a_file_and_former_states_of_all_pages_are_none(site: Path) -> None:
    pages = list(present((site / "releases").rglob("index*.html")))
    assert len(pages) == 8  # the list and the release, in four languages
    assert not any("as-of" in path.name for path in site.rglob("*"))
    assert not any("as-of=" in page.read_text("utf-8") for page in pages)


def test_the_changes_of_a_release_are_a_file_that_its_page_links_to(site: Path) -> None:
    history = release_history.of(projects.load(site.parent / "project"))
    (release,) = history.releases
    patch = site / "releases" / release.name / "changes.rdfp"
    assert rdf_patch.read(patch.read_text("utf-8")).added == history.changes(release).added
    assert 'href="changes.rdfp"' in (patch.parent / "index.html").read_text("utf-8")


def test_the_feeds_of_changes_are_files_that_lead_to_one_another(site: Path) -> None:
    address = "https://x.example/y/changes/ldes.trig"
    quads = list(parse((site / "changes" / "ldes.trig").read_bytes(), RdfFormat.TRIG, base_iri=address))
    nodes = [quad.object for quad in quads if quad.predicate.value == "https://w3id.org/tree#node"]
    for node in present(nodes):
        assert isinstance(node, NamedNode)
        assert (site / node.value.removeprefix("https://x.example/y/")).is_file()
    collection = json.loads((site / "changes" / "activities.json").read_text("utf-8"))
    assert (site / collection["last"]["id"].removeprefix("https://x.example/y/")).is_file()
    assert "https://x.example/y/changes" in (site / "changes.atom").read_text("utf-8")
    assert (site / "changes.html").is_file()


def _unpacked(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"".join(map(archive.read, archive.namelist()))


def test_nothing_names_the_host_that_pages_are_made_for(site: Path) -> None:
    packed = (".gz", ".zst", ".br", ".wasm", ".woff2")
    for path in present(path for path in site.rglob("*") if path.is_file() and path.suffix not in packed):
        content = _unpacked(path) if path.suffix == ".xlsx" else path.read_bytes()
        assert b"site.invalid" not in content, path


def test_the_site_map_names_the_files_at_the_public_address(site: Path) -> None:
    locations = re.findall(r"<loc>([^<]*)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    assert "https://x.example/y/" in locations
    for location in locations:
        name = unquote(location.removeprefix("https://x.example/y/")) or "index.html"
        assert (site / name).is_file(), location


def test_the_checksums_cover_the_pages(site: Path) -> None:
    sums = checksums.read((site / checksums.SUMS).read_text("utf-8"), checksums.SUMS)
    assert "index.html" in sums
    assert list(checksums.differences(site, sums, (checksums.SUMS,))) == []


def test_after_an_edit_only_pages_that_tell_of_it_are_written_again(site: Path, root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "examples" / "thesaurus", tmp_path / "project", ignore=shutil.ignore_patterns(".cache"))
    record(tmp_path / "project", datetime(2026, 3, 3, 12, tzinfo=UTC))
    edit(tmp_path / "project" / "data" / "bridges.ttl", '"tuibrug"@nl', '"tuidraadbrug"@nl')
    # Of the site before, every file is linked: what the build writes anew is another one.
    shutil.copytree(site, tmp_path / "out", copy_function=os.link)
    anew = build(tmp_path / "project", tmp_path / "out")
    assert (anew / checksums.SUMS).read_text() == (
        build(tmp_path / "project", tmp_path / "x") / checksums.SUMS
    ).read_text()
    pages = {page.relative_to(anew): page for page in anew.rglob("*.html")}
    written = {name for name, page in pages.items() if not page.samefile(site / name)}
    telling = {name for name, page in pages.items() if "tuidraadbrug" in page.read_text("utf-8")}
    assert telling <= written
    # The report on quality names the revision.
    assert {name.name.partition(".")[0] for name in written - telling} <= {"quality"}
    assert len(written) < len(pages) / 2
