"""A disk that is full: queries with large answers say so and when to try again, and are answered once there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .test_operations import serving

LARGE = "SELECT ?a ?b { ?a ?p ?x . ?b ?q ?y } LIMIT 30000"
SMALL = "SELECT ?a { ?a ?p ?x } LIMIT 3"


def mount(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    may_mount = sys.platform == "linux" and os.geteuid() == 0 and shutil.which("mount")
    if not may_mount or not mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)):
        pytest.skip("only root may mount a small disk, and not in every container")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_large_answer_waits_for_room_and_a_small_one_needs_none(
    root: Path, tmp_path: Path, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(disk))
    with serving(root, tmp_path / "server") as server:
        status, body, fields = server.ask(LARGE, Accept="text/csv")
        known = {name.lower(): value for name, value in fields.items()}
        assert (status, known["retry-after"], known["content-type"]) == (503, "30", "application/problem+json")
        assert "No space left on device" in body
        assert server.ask(SMALL, Accept="text/csv")[0] == 200
        assert mount("-o", "remount,size=64m", str(disk))
        status, body, _ = server.ask(LARGE, Accept="text/csv")
        assert (status, body.count("\r\n")) == (200, 30_001)
