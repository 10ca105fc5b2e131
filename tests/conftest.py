"""What many tests need: the project, its root, and the material that is shared between projects."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kg import project as projects
from kg.project import Project

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def project() -> Project:
    return projects.load(ROOT)


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """The project's files in a folder of their own, to be broken."""
    folder = tmp_path / "project"
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / name, folder / name)
    shutil.copy(root / "kg.toml", folder)
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the official test suites, the source article and the large data sets.

    CITY_TIES_SHARED names it; it stands beside the project where it is not set.
    """
    folder = Path(os.environ.get("CITY_TIES_SHARED", ROOT.parent / "shared"))
    if not (folder / "suites").is_dir():
        reason = (
            f"{folder} is not here: it holds the W3C suites (rdf-tests, data-shapes), DCAT-AP 3.0.1 by SEMICeu, and the"
            " source article; CITY_TIES_SHARED names another folder"
        )
        if os.environ.get("CITY_TIES_REQUIRE_SHARED"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
