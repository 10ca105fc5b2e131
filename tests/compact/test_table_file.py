from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from kg.compact import table_file

NUMBERS = array("I", range(1000))


def written(folder: Path) -> Path:
    path = folder / "cache" / "some.tables"
    assert table_file.write(path, {"made by": "a test"}, {"numbers": memoryview(NUMBERS).cast("B"), "text": b"some"})
    return path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    tables = table_file.read(written(tmp_path))
    assert tables is not None
    assert tables.header == {"made by": "a test"}
    assert tables.sections["numbers"].cast("I").tolist() == NUMBERS.tolist()
    assert bytes(tables.sections["text"]) == b"some"
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["some.tables"]


@pytest.mark.parametrize("place", [0, 20, 60, 100, 3000, -1])
def test_a_file_with_another_byte_anywhere_is_as_good_as_none(tmp_path: Path, place: int) -> None:
    path = written(tmp_path)
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    assert table_file.read(path) is None


@pytest.mark.parametrize("content", [b"", b"kg tables 1\n", b"\x80\x04\x95pickled", b"kg tables 1\n" + bytes(100)])
def test_a_file_that_is_no_such_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "some.tables").write_bytes(content)
    assert table_file.read(tmp_path / "some.tables") is None
    assert table_file.read(tmp_path / "absent.tables") is None


def test_one_that_is_cut_short_or_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[:-8])
    assert table_file.read(path) is None
    path.write_bytes(content)
    monkeypatch.setattr(table_file, "_LARGEST", len(content) - 1)
    assert table_file.read(path) is None


def test_where_nothing_can_be_written_nothing_is_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("a file, not a folder")
    assert not table_file.write(tmp_path / "cache" / "some.tables", {}, {})
    monkeypatch.setattr(table_file, "_LARGEST", 10)
    assert not table_file.write(tmp_path / "some.tables", {}, {"text": bytes(20)})
    assert not (tmp_path / "some.tables").exists()
