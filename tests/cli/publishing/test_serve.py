from __future__ import annotations

from pathlib import Path

import pytest

from ...commands import run


@pytest.mark.parametrize(("arguments", "says"), [
    (["--port", "0"], "0 is not in the range"), (["--port", "70000"], "70000"),
    (["--port", "http"], "not a valid integer"),
    (["--reloads"], "No such option"),
])  # fmt: skip
def test_invalid_usage_exits_with_two_before_anything_is_read(root: Path, arguments: list[str], says: str) -> None:
    answer = run("serve", *arguments, folder=root)
    assert answer.returncode == 2
    assert says in answer.stderr


def test_a_host_that_is_not_an_address_of_this_machine_is_said_in_words(root: Path) -> None:
    answer = run("serve", "--host", "192.0.2.1", "--port", "1", folder=root)
    assert answer.returncode == 2
    assert "192.0.2.1" in answer.stderr
    assert "Traceback" not in answer.stderr
