"""``SHA256SUMS``: the digest of every file of a folder, as ``sha256sum --check`` reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import UsageError

SUMS = "SHA256SUMS"
_CHUNK = 1 << 20
_DIGITS = 64


def text(folder: Path, names: Iterable[str]) -> str:
    """The lines of these files, in the order of their names."""
    return "".join(f"{digest(folder / name)}  {name}\n" for name in sorted(names))


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    state = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            state.update(chunk)
    return state.hexdigest()


def read(content: str, name: str) -> dict[str, str]:
    """The digest of each file by its name; raises UsageError for a line that is none."""
    sums: dict[str, str] = {}
    for number, line in enumerate(content.splitlines(), 1):
        value, gap, file = line.partition("  ")
        if not gap or len(value) != _DIGITS or file.startswith("/") or ".." in file.split("/"):
            raise UsageError(f"{name}:{number}: this is not a line of digest and file name: {line[:80]!r}")
        sums[file] = value
    return sums


def differences(folder: Path, sums: dict[str, str], apart: Iterable[str] = ()) -> Iterator[str]:
    """What is wrong with a folder, a sentence for each file: changed, missing, or not in the list.

    Files that stand ``apart`` are not in the list: the list itself and its signature.
    """
    present = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()  # a link to a folder is none of ours, and servers follow it
    }
    for name in sorted(present.keys() | sums.keys() - set(apart)):
        path, expected = present.get(name), sums.get(name)
        if path is None:
            yield f"{name}: missing"
        elif name not in apart and expected is None:
            yield f"{name}: not in {SUMS}"
        elif path.is_symlink():
            yield f"{name}: a link, not a file"
        elif not path.is_file():
            yield f"{name}: not a file"  # a pipe, which nobody should wait for
        elif name not in apart and (reason := _mismatch(path, expected)):
            yield f"{name}: {reason}"


def _mismatch(path: Path, expected: str | None) -> str:
    """How a file differs from what its digest says; empty where it does not."""
    try:
        return "" if digest(path) == expected else "changed"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
