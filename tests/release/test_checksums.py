"""The list of checksums is read strictly, and what differs from it is named file by file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.release import checksums


def test_each_file_that_is_not_as_listed_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    for name in ("same", "changed", "gone", "linked"):
        (tmp_path / name).write_text(name)
    sums = checksums.read(checksums.text(tmp_path, ["same", "changed", "gone", "linked"]), "SHA256SUMS")
    (tmp_path / "changed").write_text("otherwise")
    (tmp_path / "gone").unlink()
    (tmp_path / "added").write_text("added")
    (tmp_path / "linked").unlink()
    (tmp_path / "linked").symlink_to("same")
    named = list(checksums.differences(tmp_path, sums))
    assert named == ["added: not in SHA256SUMS", "changed: changed", "gone: missing", "linked: a link, not a file"]


@pytest.mark.parametrize("line", ["nonsense", f"{'a' * 64}  ../up", f"{'a' * 64}  /etc/passwd", f"{'a' * 63}  short"])
def test_a_line_that_is_none_is_named_by_its_number(line: str) -> None:
    with pytest.raises(UsageError, match="SHA256SUMS:2:"):
        checksums.read(f"{'b' * 64}  good\n{line}\n", "SHA256SUMS")
