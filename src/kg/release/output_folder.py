"""The folder that a build writes: made beside the one that is there, which it replaces whole and at once.

A file that did not change is not written again but linked, so that it keeps its time and whatever copies the folder
copies only what differs. A build that is killed leaves a hidden folder, which the next one removes.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path

from kg.errors import UsageError

MARK = "release.json"
"""The file by which a folder is known as one that a build wrote."""
_FILE, _FOLDER = 0o644, 0o755
"""Whatever the umask of those who build, everybody may read."""
_HERE, _EXCHANGE = -100, 2


class OutputFolder:
    """What is being built: a hidden folder beside ``target``, and the folder of the former build, if there is one."""

    def __init__(self, target: Path, staging: Path) -> None:
        self.target = target
        self.staging = staging
        self._made: set[Path] = {staging}

    def write(self, name: str, chunks: Iterable[bytes]) -> Path:
        """Write a file at a path with slashes, or link the former one where it has the same content."""
        path, former, body = self.staging / name, self.target / name, b"".join(chunks)
        self._make_folder(path.parent)
        if not (_has(former, body) and _is_linked(former, path)):
            # Written before, it may be a link to the former file, which has to stay whole.
            with _new(path) as file:
                file.write(body)
                os.fchmod(file.fileno(), _FILE)
        return path

    def files(self) -> list[str]:
        """The paths of all files that were written, with slashes, in order."""
        start = len(str(self.staging)) + 1
        folders = ((folder[start:].replace(os.sep, "/"), names) for folder, _, names in os.walk(self.staging))
        return sorted(f"{folder}/{name}" if folder else name for folder, names in folders for name in names)

    def _make_folder(self, folder: Path) -> None:
        if folder in self._made:
            return
        self._make_folder(folder.parent)
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
            folder.chmod(_FOLDER)
        self._made.add(folder)


@contextmanager
def replacing(target: Path) -> Iterator[OutputFolder]:
    """A folder to write, which takes the place of ``target`` at the end; after an error, ``target`` is as it was.

    Raises UsageError for a target that is not empty and that no build wrote, one that another process is building,
    and one that cannot be written.
    """
    target = target.absolute()
    if target.is_symlink():
        target = target.resolve()
    refuse_foreign(target)
    staging = target.parent / f".{target.name}.building"
    with _writing(target), _locked(target.parent, target.name):
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        staging.chmod(_FOLDER)
        try:
            yield OutputFolder(target, staging)
            _exchange(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def refuse_foreign(target: Path) -> None:
    """Raise UsageError for what a build must not overwrite: a file, or a folder with something that no build wrote."""
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError(f"{target} is a file.", hint="Name a folder that does not exist, or one that is empty.")
    if any(target.iterdir()) and not (target / MARK).is_file():
        raise UsageError(
            f"{target} is not empty, and kg build did not write it (it has no {MARK}).",
            hint="Name another folder. Nothing was changed.",
        )


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        before = "The folder of the former build is as it was." if target.exists() else "Nothing is left of it."
        raise UsageError(f"{target} cannot be written: {error.strerror or error}.", hint=before) from error


@contextmanager
def _locked(folder: Path, name: str) -> Iterator[None]:
    """Keep other builds of the same folder out; the lock goes with the process, however that ends."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f".{name}.lock"
    number = os.open(path, os.O_CREAT | os.O_RDWR, _FILE)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UsageError(f"Another build writes {folder / name} at the moment.", hint="Wait for it.") from error
        yield
        path.unlink(missing_ok=True)
    finally:
        os.close(number)


def _exchange(staging: Path, target: Path) -> None:
    """Put the new folder in the place of the former one, which is then where the new one was."""
    if not target.exists():
        staging.rename(target)
        return
    library = ctypes.CDLL(None, use_errno=True)
    exchange = getattr(library, "renameat2", None)
    if exchange and exchange(_HERE, os.fsencode(staging), _HERE, os.fsencode(target), _EXCHANGE) == 0:
        return
    # Without that call there is a moment in which the target does not exist.
    former = target.parent / f".{target.name}.former"
    target.rename(former)
    staging.rename(target)
    former.rename(staging)


def _has(former: Path, body: bytes) -> bool:
    """Whether the former file has this content, and the permissions of a new one."""
    try:
        before = former.lstat()
        return before.st_size == len(body) and before.st_mode == stat.S_IFREG | _FILE and former.read_bytes() == body
    except OSError:
        return False


def _is_linked(former: Path, path: Path) -> bool:
    """Make ``path`` the same file as the former one; false where that cannot be, as in a file system without links."""
    try:
        os.link(former, path)
    except FileExistsError:
        path.unlink()
        return _is_linked(former, path)
    except OSError:
        return False
    return True


def _new(path: Path) -> BufferedWriter:
    """A new file in the place of whatever is there."""
    try:
        return path.open("xb")
    except FileExistsError:
        path.unlink()
        return path.open("xb")
