from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.project import Project
from kg.web import serving

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.fixture(scope="session")
def app(project: Project) -> Iterator[Flask]:
    application = serving.application(project)
    yield application
    application.extensions["publication"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def browser() -> dict[str, str]:
    """What a browser of an English reader sends."""
    return {"Accept": BROWSER, "Accept-Language": "en-GB,en;q=0.9"}


@pytest.fixture(scope="session")
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def address(root: Path, free_port: int) -> Iterator[str]:
    """The address of a server process, as it prints it."""
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(free_port)}
    process = subprocess.Popen(
        [sys.executable, "server.py"], cwd=root, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    try:
        line = process.stdout.readline()
        assert line == f"City Ties answers at http://127.0.0.1:{free_port}/\n"
        yield line.rsplit(maxsplit=1)[1].rstrip("/")
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
        assert process.returncode == 0
