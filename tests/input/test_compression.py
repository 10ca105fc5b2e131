"""Compressed files and archives are read; what is made to fill the memory or to lead out of an archive is refused."""

from __future__ import annotations

import gzip
import sys
import zipfile
from pathlib import Path

import pytest

from kg.errors import DatasetError
from kg.input import compression

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = b"<urn:s> <urn:p> <urn:o> .\n" * 100


def test_a_compressed_file_is_read_as_what_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.nt.gz").write_bytes(gzip.compress(TEXT))
    (tmp_path / "a.nt.zst").write_bytes(zstd.compress(TEXT))
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sub/a.nt", TEXT)
        archive.writestr("README.md", "")
    assert compression.read(tmp_path / "a.nt.gz", "a") == TEXT
    assert compression.read(tmp_path / "a.nt.zst", "a") == TEXT
    members = compression.members(tmp_path / "a.zip", "a.zip")
    assert [path.relative_to(tmp_path).as_posix() for path in members] == ["a.zip/README.md", "a.zip/sub/a.nt"]
    assert compression.read(members[1], "a") == TEXT


@pytest.mark.parametrize("suffix", ["gz", "zst", "zip"])
def test_a_bomb_is_refused_before_it_fills_the_memory(tmp_path: Path, suffix: str) -> None:
    path, zeros = tmp_path / f"bomb.nt.{suffix}", bytes(64 << 20)
    if suffix == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bomb.nt", zeros)
        path /= "bomb.nt"
    else:
        path.write_bytes(gzip.compress(zeros) if suffix == "gz" else zstd.compress(zeros))
    with pytest.raises(DatasetError, match="decompresses to more than 200 times its size"):
        compression.read(path, "bomb")


@pytest.mark.parametrize("name", ["../out.ttl", "/etc/out.ttl", "a/../../out.ttl", "..\\out.ttl", "C:\\out.ttl"])
def test_a_member_whose_name_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, TEXT)
    with pytest.raises(DatasetError, match="leads out of it"):
        compression.members(tmp_path / "a.zip", "a.zip")


@pytest.mark.parametrize("suffix", ["gz", "zst", "zip"])
def test_a_damaged_file_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.nt.{suffix}"
    whole = gzip.compress(TEXT) if suffix == "gz" else zstd.compress(TEXT)
    for content in (b"no archive", whole[: len(whole) // 2]):
        path.write_bytes(content)
        with pytest.raises(DatasetError):
            compression.members(path, "a") if suffix == "zip" else compression.read(path, "a")


def test_two_members_of_one_name_and_too_many_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.nt", TEXT)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.nt", TEXT)
    with pytest.raises(DatasetError, match=r"two files of the name a\.nt"):
        compression.members(tmp_path / "a.zip", "a.zip")
    monkeypatch.setattr(compression, "MAX_MEMBERS", 1)
    with pytest.raises(DatasetError, match="at most 1"):
        compression.members(tmp_path / "a.zip", "a.zip")


def test_members_that_come_to_a_bomb_together_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compression, "_RATIO_FROM", 1 << 16)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.nt", b" " * (1 << 16))
    with pytest.raises(DatasetError, match="200 times its size"):
        compression.members(path, "a.zip")
    monkeypatch.setattr(compression, "_MAX_RATIO", 10_000)
    assert len(compression.members(path, "a.zip")) == 4
    monkeypatch.setattr(compression, "MAX_BYTES", 1 << 17)
    with pytest.raises(DatasetError, match="the most that is read"):
        compression.members(path, "a.zip")
