from __future__ import annotations

import gzip
import hashlib
import json
import re
from graphlib import TopologicalSorter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kg.web.html import assets

EDITOR = Path(__file__).resolve().parents[2] / "frontend"
SETTINGS = ("build.mjs", "package-lock.json", "package.json", "tsconfig.json")
BUNDLE = ("editor.js", "editor.css")
NAMESPACES = {"www.w3.org", "www.opengis.net"}
"""Hosts in identifiers, to which no request is sent."""


def sources() -> list[Path]:
    return [EDITOR / name for name in SETTINGS] + [path for path in (EDITOR / "src").iterdir() if path.is_file()]


@pytest.mark.parametrize("name", BUNDLE)
def test_the_bundle_is_built_from_the_sources_that_stand_beside_it(name: str) -> None:
    digest = hashlib.sha256()
    for path in sorted(path.relative_to(EDITOR).as_posix() for path in sources()):
        digest.update(path.encode() + b"\0" + (EDITOR / path).read_bytes() + b"\0")
    first, _, _ = (assets.FOLDER / name).read_text("utf-8").partition("\n")
    assert f"sha256:{digest.hexdigest()} " in first, "rebuild it: npm ci && npm run build in frontend"


def test_the_bundle_stays_below_160_kilobytes_compressed() -> None:
    assert sum(len(gzip.compress((assets.FOLDER / name).read_bytes(), 9)) for name in BUNDLE) < 160_000


@pytest.mark.parametrize("name", BUNDLE)
def test_the_bundle_names_no_foreign_host(name: str) -> None:
    text = (assets.FOLDER / name).read_text("utf-8")
    hosts = {urlsplit(address).netloc for address in re.findall(r"https?://[^\s\"'`)\\]+", text)}
    assert hosts <= NAMESPACES
    assert not re.search(r"url\(['\"]?//|@import", text)


def test_the_bundle_evaluates_no_text_as_a_script() -> None:
    text = (assets.FOLDER / "editor.js").read_text("utf-8")
    assert not re.search(r"\beval\(|new Function\b|\.insertAdjacentHTML|\.innerHTML\s*=[^=]", text)


def test_every_package_in_the_bundle_has_its_licence_beside_it() -> None:
    locked = json.loads((EDITOR / "package-lock.json").read_text("utf-8"))["packages"]
    notice = (assets.FOLDER / "editor.NOTICE.txt").read_text("utf-8")
    packages = re.findall(r"^(\S+) (\d+\.\S+) \((.+)\)$", notice, re.M)
    assert {name for name, _, _ in packages} >= locked[""]["dependencies"].keys()
    for name, version, licence in packages:
        package = locked[f"node_modules/{name}"]
        assert (package["version"], package["license"], package.get("dev")) == (version, licence, None)
    assert notice.count("Permission is hereby granted") == len(packages)


def test_the_lock_names_no_registry() -> None:
    lock = (EDITOR / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock


def test_no_module_of_the_editor_imports_itself_through_others() -> None:
    imports = {
        path.stem: re.findall(r'^import .* from "\./(\w+)";$', path.read_text("utf-8"), re.M)
        for path in (EDITOR / "src").glob("*.ts")
    }
    order = list(TopologicalSorter(imports).static_order())
    assert order[-1] == "main"
    assert len(order) == len(imports) > 20
