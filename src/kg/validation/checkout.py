"""The project's files as they were at a git revision, in a folder of their own for as long as they are needed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kg import project as projects
from kg.dataset import DATA_FOLDERS, SHAPES_FOLDERS
from kg.errors import UsageError
from kg.project import SETTINGS_FILE, Project

_WANTED = (SETTINGS_FILE, *DATA_FOLDERS, *SHAPES_FOLDERS)
_FILE_MODES = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Checkout:
    """``project`` as it was at ``commit``; None where there was no project in this folder then."""

    commit: str
    project: Project | None


@contextmanager
def checkout(project: Project, revision: str) -> Iterator[Checkout]:
    """The project at ``revision``, a commit as git names it.

    Raises UsageError outside a git repository, without git, and for a revision that git does not know.
    """
    commit = _commit(project.root, revision)
    with TemporaryDirectory(prefix="kg-") as folder:
        root = Path(folder)
        _write_files(project.root, commit, root)
        yield Checkout(commit, projects.load(root) if (root / SETTINGS_FILE).is_file() else None)


def _commit(root: Path, revision: str) -> str:
    try:
        inside = _git(root, "rev-parse", "--is-inside-work-tree")
    except FileNotFoundError as error:
        raise UsageError("--since asks git what has changed, and git is not installed.") from error
    if inside.returncode:
        raise UsageError(f"--since asks git what has changed: {_said(inside)}", hint=f"The project is in {root}.")
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        shallow = _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        hint = "This clone is shallow: fetch more of its history (actions/checkout takes fetch-depth: 0)."
        raise UsageError(
            f"git knows no commit {revision}.",
            hint=hint if shallow else "Name a commit, a branch or a tag, such as HEAD~1 or origin/main.",
        )
    return found.stdout.decode().strip()


def _write_files(root: Path, commit: str, folder: Path) -> None:
    listed = _git(root, "ls-tree", "-r", "-z", commit, "--", *_WANTED)
    if listed.returncode:
        raise UsageError(f"git cannot list the files of {commit}: {_said(listed)}")
    names: list[str] = []
    for entry in listed.stdout.decode("utf-8", "surrogateescape").split("\0"):
        described, _, name = entry.partition("\t")
        if described[:6] in _FILE_MODES and "\n" not in name:
            names.append(name)
    for name, content in _contents(root, commit, names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _contents(root: Path, commit: str, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The files as a checkout would write them: with the line ends and filters (such as git-lfs) of the repository."""
    asked = "".join(f"{commit}:./{name} {name}\n" for name in names)
    answer = _git(root, "cat-file", "--batch", "--filters", given=asked.encode("utf-8", "surrogateescape"))
    if answer.returncode:
        raise UsageError(f"git cannot read the files of {commit}: {_said(answer)}")
    rest = answer.stdout
    for name in names:
        head, _, rest = rest.partition(b"\n")
        size = int(head.split()[-1])
        yield name, rest[:size]
        rest = rest[size + 1 :]


def _git(root: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603


def _said(answer: subprocess.CompletedProcess[bytes]) -> str:
    return answer.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ") or "no reason was given"
