"""The project's files as they were at a git revision, in a folder of their own for as long as they are needed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kg import project as projects
from kg.dataset import DATA_FOLDERS, SHAPES_FOLDERS
from kg.errors import UsageError
from kg.input import compression
from kg.project import SETTINGS_FILE, Project
from kg.rdf import formats

_FOLDERS = (*DATA_FOLDERS, *SHAPES_FOLDERS)
_FILE_MODES = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Checkout:
    """``project`` as it was at ``commit``; None where there was no project in this folder then."""

    commit: str
    project: Project | None


@contextmanager
def checkout(project: Project, revision: str, more_folders: Sequence[str] = ()) -> Iterator[Checkout]:
    """The project at ``revision``, a commit as git names it: its data and shapes, and what ``more_folders`` hold.

    Raises UsageError outside a git repository, without git, and for a revision that git does not know.
    """
    commit = _commit(project.root, revision)
    with TemporaryDirectory(prefix="kg-") as folder:
        root = Path(folder)
        # Where settings say where files are, they may have said otherwise then.
        everywhere = any(map(project.settings.files.of, _FOLDERS))
        _write_files(project.root, commit, root, (SETTINGS_FILE, *_FOLDERS, *more_folders), everywhere=everywhere)
        yield Checkout(commit, projects.load(root) if (root / SETTINGS_FILE).is_file() else None)


def _commit(root: Path, revision: str) -> str:
    try:
        inside = _git(root, "rev-parse", "--is-inside-work-tree")
    except FileNotFoundError as error:
        raise UsageError(f"git is to say what {revision} was, and git is not installed.") from error
    if inside.returncode:
        raise UsageError(f"git cannot say what {revision} was: {_said(inside)}", hint=f"The project is in {root}.")
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        shallow = _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        hint = "This clone is shallow: fetch more of its history (actions/checkout takes fetch-depth: 0)."
        raise UsageError(
            f"git knows no commit {revision}.",
            hint=hint if shallow else "Name a commit, a branch or a tag, such as HEAD~1 or origin/main.",
        )
    return found.stdout.decode().strip()


def _write_files(root: Path, commit: str, folder: Path, names: Sequence[str], *, everywhere: bool) -> None:
    """Write the files as a checkout would, with the line ends and filters (such as git-lfs) of the repository.

    Those that git sees no difference in are copied from where they are: asking git for each takes a process.
    """
    wanted = (".",) if everywhere else names
    compared = ("diff", "--no-ext-diff", "--no-renames", "--relative", "--name-only")
    differing = set(_names(root, *compared, "-z", commit, "--", *wanted))
    for entry in _names(root, "ls-tree", "-r", "-z", commit, "--", *wanted):
        if entry[:6] not in _FILE_MODES:
            continue
        name = entry.partition("\t")[2]
        if everywhere and not _is_wanted(name, names):
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name in differing or not (root / name).is_file():
            path.write_bytes(_read(root, "cat-file", "--filters", f"{commit}:./{name}"))
        else:
            path.write_bytes((root / name).read_bytes())


def _is_wanted(name: str, names: Sequence[str]) -> bool:
    """Whether a file, wherever it lies, is one that a project is read from."""
    return name.startswith(tuple(names)) or bool(formats.of_input(name)) or compression.is_archive(Path(name))


def _names(root: Path, *arguments: str) -> list[str]:
    return [name for name in os.fsdecode(_read(root, *arguments)).split("\0") if name]


def _read(root: Path, *arguments: str) -> bytes:
    answer = _git(root, *arguments)
    if answer.returncode:
        raise UsageError(f"git {arguments[0]} failed: {_said(answer)}")
    return answer.stdout


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)  # noqa: S603, S607


def _said(answer: subprocess.CompletedProcess[bytes]) -> str:
    return answer.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ") or "no reason was given"
