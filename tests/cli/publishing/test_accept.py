"""``kg accept`` outside of a project; what it confirms is in ``tests/history/test_published_record.py``."""

from __future__ import annotations

from pathlib import Path

from ...commands import run


def test_without_a_project_there_is_nothing_to_confirm(tmp_path: Path) -> None:
    refused = run("accept", folder=tmp_path)
    assert refused.returncode == 2
    assert "not in a project" in refused.stderr
