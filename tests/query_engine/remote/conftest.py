from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg import revision as revisions
from kg.project import Project
from kg.query_engine.remote.remote_engine import RemoteEngine
from kg.revision import Revision
from kg.settings.remote import RemoteSettings

from .engines import Process, Start, engine_at, engine_process, push


@pytest.fixture(scope="module")
def today(project: Project) -> Revision:
    return revisions.current(project, date(2026, 11, 24))


@pytest.fixture(scope="module")
def tomorrow(project: Project) -> Revision:
    return revisions.current(project, date(2026, 11, 25))


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts engines, and ends what is left of them."""
    processes = []

    def started(*options: str | Path, command: str = "serve") -> tuple[Process, RemoteSettings]:
        process, settings = engine_process(*options, command=command)
        processes.append(process)
        return process, settings

    yield started
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture
def empty(start: Start) -> RemoteSettings:
    return start()[1]


@pytest.fixture(scope="module")
def loaded(today: Revision) -> Iterator[RemoteSettings]:
    process, settings = engine_process()
    push(today, settings)
    yield settings
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def engine(loaded: RemoteSettings, today: Revision) -> Iterator[RemoteEngine]:
    with engine_at(loaded, today) as engine:
        yield engine
