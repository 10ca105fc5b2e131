"""Reads files that may be compressed (``.gz``, ``.zst``) or members of a ``.zip`` archive, within limits of size.

Nothing is unpacked to disk: a member of an archive is a path that leads through the archive, such as
``catalog.zip/part.ttl``.
"""

from __future__ import annotations

import gzip
import lzma
import stat
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from kg.errors import DatasetError

MAX_BYTES = 2 << 30
MAX_MEMBERS = 10_000
_MAX_RATIO = 200  # RDF that is as regular as can be shrinks to a hundredth; only zeros shrink to a thousandth
_RATIO_FROM = 16 << 20
_CHUNK = 1 << 20
_BROKEN = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile, lzma.LZMAError, NotImplementedError)


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def is_archive(path: Path) -> bool:
    """Whether the file is a container of other files."""
    return path.suffix.lower() == ".zip"


def read(path: Path, name: str) -> bytes:
    """The decompressed bytes of a file, or of a member of an archive; ``name`` is the file's in error messages."""
    try:
        archive = _archive_of(path)
        if archive:
            return _read_member(archive, path.relative_to(archive).as_posix(), name)
        suffix = path.suffix.lower()
        if suffix == ".gz":
            with gzip.open(path) as stream:
                return _bounded(stream, path.stat().st_size, name)
        if suffix == ".zst":
            return _read_zstandard(path, name)
        return path.read_bytes()
    except OSError as error:
        if isinstance(error, _BROKEN):
            raise _damaged(name, error) from error
        raise DatasetError(f"cannot be read: {error.strerror or error}", file=name) from error
    except _BROKEN as error:
        raise _damaged(name, error) from error


def is_stream(path: Path) -> bool:
    """Whether the path is that of a pipe or a device, whose content is gone once it is read."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def read_stream(path: Path, name: str) -> bytes:
    """All that a pipe or device gives, within the limit of size."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise DatasetError(f"cannot be read: {error.strerror or error}", file=name) from error
    if len(content) > MAX_BYTES:
        raise DatasetError(f"gives more than {MAX_BYTES >> 30} GiB, the most that is read", file=name)
    return content


def members(archive: Path, name: str) -> list[Path]:
    """The files in a zip archive, as paths that lead through it, sorted.

    Raises DatasetError for an archive that is damaged, has more members than ``MAX_MEMBERS``, or has a member whose
    name leads out of it.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [entry for entry in opened.infolist() if not entry.is_dir()]
    except OSError as error:
        raise DatasetError(f"cannot be read: {error.strerror or error}", file=name) from error
    except _BROKEN as error:
        raise _damaged(name, error) from error
    if len(entries) > MAX_MEMBERS:
        raise DatasetError(f"the archive has {len(entries)} files; at most {MAX_MEMBERS} are read", file=name)
    for entry in entries:
        _refuse_outside(entry.filename, name)
    size, packed = (sum(getattr(entry, part) for entry in entries) for part in ("file_size", "compress_size"))
    if size > MAX_BYTES:
        raise _too_large(name)
    if size > _RATIO_FROM and size > _MAX_RATIO * packed:
        raise _suspicious(name)
    names = sorted(entry.filename for entry in entries if not stat.S_ISLNK(entry.external_attr >> 16))
    for first, second in pairwise(names):
        if first == second:
            raise DatasetError(f"the archive has two files of the name {first}", file=name)
    return [archive / member for member in names]


def _read_zstandard(path: Path, name: str) -> bytes:
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd  # not installed with the validator alone
    except ModuleNotFoundError as error:
        raise DatasetError(
            "cannot be decompressed: reading .zst needs another package", file=name, hint="pip install 'city-ties[zst]'"
        ) from error
    try:
        with zstd.open(path) as stream:
            return _bounded(stream, path.stat().st_size, name)
    except zstd.ZstdError as error:
        raise _damaged(name, error) from error


def _archive_of(path: Path) -> Path | None:
    return next((parent for parent in path.parents if is_archive(parent) and parent.is_file()), None)


def _read_member(archive: Path, member: str, name: str) -> bytes:
    with _opened(archive, member, name) as (stream, size):
        content = _bounded(stream, size, name)
    suffix = PurePosixPath(member).suffix.lower()
    if suffix in (".gz", ".zst"):
        raise DatasetError(
            "a compressed file in an archive is not read", file=name, hint="Unpack it, or compress only the archive."
        )
    return content


@contextmanager
def _opened(archive: Path, member: str, name: str) -> Iterator[tuple[IO[bytes], int]]:
    with zipfile.ZipFile(archive) as opened:
        try:
            entry = opened.getinfo(member)
            with opened.open(entry) as stream:
                yield stream, entry.compress_size
        except KeyError as error:
            raise DatasetError(f"the archive has no file {member}", file=name) from error
        except RuntimeError as error:
            raise DatasetError(f"cannot be read: {error}", file=name, hint="Is it encrypted?") from error


def _bounded(stream: _Readable, compressed: int, name: str) -> bytes:
    """All that the stream holds; a DatasetError as soon as it holds too much."""
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > MAX_BYTES:
            raise _too_large(name)
        if size > _RATIO_FROM and size > _MAX_RATIO * compressed:
            raise _suspicious(name)
    return b"".join(chunks)


def _too_large(name: str) -> DatasetError:
    return DatasetError(f"decompresses to more than {MAX_BYTES >> 30} GiB, the most that is read", file=name)


def _suspicious(name: str) -> DatasetError:
    return DatasetError(
        f"decompresses to more than {_MAX_RATIO} times its size, so it is not read",
        file=name,
        hint="Files that are made to fill the memory look like that. Decompress it first if you trust it.",
    )


def _refuse_outside(member: str, name: str) -> None:
    parts = PurePosixPath(member.replace("\\", "/")).parts
    if member.startswith(("/", "\\")) or ".." in parts or (parts and parts[0].endswith(":")):
        raise DatasetError(f"the archive has a file whose name leads out of it: {member!r}", file=name)


def _damaged(name: str, error: Exception) -> DatasetError:
    return DatasetError(f"cannot be decompressed: {error}", file=name)
