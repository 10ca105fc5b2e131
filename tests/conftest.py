"""What many tests need: the project, its root, and the material that is shared between projects."""

from __future__ import annotations

import os
from collections.abc import Generator
from fcntl import LOCK_EX, LOCK_SH, LOCK_UN, flock
from pathlib import Path

import hypothesis
import pytest

from kg import project as projects
from kg.project import Project

from .commands import copied
from .fixtures.broken_project import broken, broken_data, broken_located, broken_report, broken_shapes
from .fixtures.queries import ask, limits, listener, pool, quads
from .fixtures.releases import past, recorded, released
from .fixtures.revisions import dutch, read, reader, revision, triples
from .fixtures.servers import address, app, browser, client, free_port
from .fixtures.using_profile import other_city

ROOT = Path(__file__).resolve().parent.parent
_DOOR, _ROOM = os.open(__file__, os.O_RDONLY), os.open(ROOT / "tests", os.O_RDONLY)

# How long an example takes depends on what else the machine does.
hypothesis.settings.register_profile("city-ties", deadline=None)
hypothesis.settings.load_profile("city-ties")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the files come first that have tests marked `alone`, for they keep the others waiting; then the long ones."""

    def rank(item: pytest.Item) -> list[bool]:
        return [item.path not in marked[name] for name in ("alone", "long")]

    marked = {name: {item.path for item in items if item.get_closest_marker(name)} for name in ("alone", "long")}
    items.sort(key=rank)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Tests may run beside each other, in several processes; one that is marked `alone` has the machine to itself.

    Who waits for the room stands in the door, so that nobody comes in before.
    """
    flock(_DOOR, LOCK_EX)
    try:
        flock(_ROOM, LOCK_EX if item.get_closest_marker("alone") else LOCK_SH)
    finally:
        flock(_DOOR, LOCK_UN)
    try:
        return (yield)
    finally:
        flock(_ROOM, LOCK_UN)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def project() -> Project:
    return projects.load(ROOT)


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """The project's files in a folder of their own, to be broken."""
    return copied(root, tmp_path / "project")


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
