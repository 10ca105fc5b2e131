from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.web.files import cached_file
from kg.web.files.cached_file import IN_MEMORY

CHUNK = bytes(range(256)) * 256


@pytest.mark.parametrize("chunks", [0, 1, IN_MEMORY // len(CHUNK), IN_MEMORY // len(CHUNK) + 1])
def test_a_small_file_is_in_memory_and_a_large_one_has_no_name(tmp_path: Path, chunks: int) -> None:
    file = cached_file.keep([CHUNK] * chunks, tmp_path / "cache")
    body = CHUNK * chunks
    assert file.size == len(body)
    assert file.sha256 == hashlib.sha256(body).digest()
    assert isinstance(file.chunks(0, file.size), list) == (len(body) <= IN_MEMORY)
    assert b"".join(file.chunks(0, file.size)) == b"".join(file.chunks(0, file.size)) == body
    assert b"".join(file.chunks(5, 10)) == body[5:10]
    assert list((tmp_path / "cache").iterdir()) == []


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def failing() -> Iterator[bytes]:
        yield CHUNK
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        cached_file.keep(failing(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_where_the_folder_cannot_be_made_another_place_is_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    assert b"".join(cached_file.keep([b"a"], tmp_path / "file" / "cache").chunks(0, 1)) == b"a"
