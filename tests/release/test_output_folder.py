"""The folder of a build is replaced whole, or not at all."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.release.output_folder import MARK, replacing

from ..waiting import until


def write(target: Path, **files: bytes) -> None:
    with replacing(target) as folder:
        folder.write(MARK, [b"{}"])
        for name, body in files.items():
            folder.write(f"below/{name}", [body])


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_new_folder_takes_the_place_of_the_former_one_and_nothing_else_stays(tmp_path: Path) -> None:
    write(tmp_path / "out", one=b"1", gone=b"2")
    write(tmp_path / "out", one=b"1", two=b"3")
    assert content(tmp_path / "out") == {MARK: b"{}", "one": b"1", "two": b"3"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_only_what_differs_is_written_again(tmp_path: Path) -> None:
    write(tmp_path / "out", same=b"1", other=b"2")
    before = {path.name: path.stat() for path in (tmp_path / "out").rglob("*")}
    write(tmp_path / "out", same=b"1", other=b"3")
    after = {path.name: path.stat() for path in (tmp_path / "out").rglob("*")}
    assert (before["same"].st_ino, before["same"].st_mtime_ns) == (after["same"].st_ino, after["same"].st_mtime_ns)
    assert before["other"].st_ino != after["other"].st_ino


def test_a_former_file_that_not_everybody_may_read_is_written_again(tmp_path: Path) -> None:
    write(tmp_path / "out", same=b"1")
    file = tmp_path / "out" / "below" / "same"
    file.chmod(0o600)
    write(tmp_path / "out", same=b"1")
    assert file.stat().st_mode & 0o777 == 0o644


def test_what_is_written_twice_does_not_touch_the_former_file(tmp_path: Path) -> None:
    write(tmp_path / "out", same=b"1")
    with replacing(tmp_path / "out") as folder:
        folder.write(MARK, [b"{}"])
        folder.write("below/same", [b"1"])
        folder.write("below/same", [b"2"])
        assert (tmp_path / "out" / "below" / "same").read_bytes() == b"1"
    assert content(tmp_path / "out") == {MARK: b"{}", "same": b"2"}


def test_an_empty_folder_may_be_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write(tmp_path / "out", one=b"1")
    assert content(tmp_path / "out")["one"] == b"1"


@pytest.mark.parametrize("name", ["file", "folder"])
def test_what_no_build_wrote_is_never_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match=name):
        write(tmp_path / name, one=b"1")
    assert (tmp_path / "file").read_text() == (tmp_path / "folder" / "notes.txt").read_text() == "mine"


def test_a_full_disk_is_one_error_and_leaves_the_former_build(tmp_path: Path) -> None:
    def full() -> Iterator[bytes]:
        yield b"some"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    write(tmp_path / "out", one=b"1")
    with pytest.raises(UsageError, match="No space left on device") as caught, replacing(tmp_path / "out") as folder:
        folder.write("large", full())
    assert "as it was" in str(caught.value)
    assert content(tmp_path / "out") == {MARK: b"{}", "one": b"1"}
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["out"]


def test_a_build_that_is_killed_leaves_the_former_one_and_the_next_one_cleans_up(tmp_path: Path) -> None:
    write(tmp_path / "out", one=b"1")

    def hang() -> None:
        with replacing(tmp_path / "out") as folder:
            folder.write("half", [b"half"])
            signal.pause()

    process = multiprocessing.get_context("fork").Process(target=hang)
    process.start()
    half = tmp_path / ".out.building" / "half"
    assert until(half.exists)
    with pytest.raises(UsageError, match="Another build"):
        write(tmp_path / "out", two=b"2")
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert content(tmp_path / "out") == {MARK: b"{}", "one": b"1"}
    write(tmp_path / "out", two=b"2")
    assert content(tmp_path / "out") == {MARK: b"{}", "two": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real", one=b"1")
    (tmp_path / "out").symlink_to("real")
    write(tmp_path / "out", two=b"2")
    assert (tmp_path / "out").is_symlink()
    assert content(tmp_path / "real") == {MARK: b"{}", "two": b"2"}
