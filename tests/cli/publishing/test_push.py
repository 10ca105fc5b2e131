from __future__ import annotations

from pathlib import Path

from ...commands import run


def test_without_a_remote_endpoint_there_is_nothing_to_push_to(root: Path) -> None:
    answer = run("push", folder=root)
    assert answer.returncode == 2
    assert "graph_store" in answer.stderr
    assert "Traceback" not in answer.stderr
