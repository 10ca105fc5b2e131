"""The project's files as they were at a git revision, in a folder of their own for as long as they are needed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
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
_FEW = 8


@dataclass(frozen=True, slots=True)
class Checkout:
    """``project`` as it was at ``commit``; None where there was no project in this folder then.

    ``blobs`` are git's names of the contents of its files. Left out are ``same``, which are as they are now, and
    ``known``, whose contents the caller has.
    """

    commit: str
    project: Project | None
    blobs: Mapping[str, str] = field(default_factory=dict)
    same: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()


@contextmanager
def checkout(
    project: Project, revision: str, more_folders: Sequence[str] = (), *, contents: Mapping[str, str] | None = None
) -> Iterator[Checkout]:
    """The project at ``revision``, a commit as git names it: its data and shapes, and what ``more_folders`` hold.

    With ``contents``, files need not be written: of those that it names, those that have not changed, or whose content
    was the one that it names as git does.

    Raises UsageError outside a git repository, without git, and for a revision that git does not know.
    """
    commit = _commit(project.root, revision)
    with TemporaryDirectory(prefix="kg-") as folder:
        root = Path(folder)
        # Where settings say where files are, they may have said otherwise then.
        everywhere = any(map(project.settings.files.of, _FOLDERS))
        names = (SETTINGS_FILE, *_FOLDERS, *more_folders)
        past = _write_files(project.root, commit, root, names, contents or {}, everywhere=everywhere)
        yield replace(past, project=_loaded(root, project)) if (root / SETTINGS_FILE).is_file() else past


def _loaded(root: Path, today: Project) -> Project:
    """The project in this folder, with the profile of today: that of another version is not installed."""
    project = projects.load(root)
    profile = replace(project.settings.profile, version=today.settings.profile.version)
    return replace(project, settings=replace(project.settings, profile=profile))


def _commit(root: Path, revision: str) -> str:
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except FileNotFoundError as error:
        raise UsageError(f"git is to say what {revision} was, and git is not installed.") from error
    if commit.returncode:
        inside = _git(root, "rev-parse", "--is-inside-work-tree")
        if inside.returncode:
            reason = _errors_of(inside)
            raise UsageError(f"git cannot say what {revision} was: {reason}", hint=f"The project is in {root}.")
        shallow = _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        hint = "This clone is shallow: fetch more of its history (actions/checkout takes fetch-depth: 0)."
        raise UsageError(
            f"git knows no commit {revision}.",
            hint=hint if shallow else "Name a commit, a branch or a tag, such as HEAD~1 or origin/main.",
        )
    return commit.stdout.decode().strip()


def _write_files(
    root: Path, commit: str, folder: Path, names: Sequence[str], contents: Mapping[str, str], *, everywhere: bool
) -> Checkout:
    """Write the files as a checkout would, with the line ends and filters (such as git-lfs) of the repository.

    Those that git sees no difference in are copied from where they are: asking git for each takes a process.
    """
    wanted = (".",) if everywhere else names
    differing = _differing(root, commit, wanted)
    blobs = _blobs(root, commit, wanted)
    if everywhere:
        blobs = {name: blob for name, blob in blobs.items() if _is_wanted(name, names)}
    same = {name for name in contents if name in blobs and name not in differing and (root / name).is_file()}
    known = {name for name, blob in contents.items() if name not in same and blobs.get(name) == blob}
    for name in blobs.keys() - same - known:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name in differing or not (root / name).is_file():
            path.write_bytes(_read(root, "cat-file", "--filters", f"{commit}:./{name}"))
        else:
            path.write_bytes((root / name).read_bytes())
    return Checkout(commit, None, blobs, frozenset(same), frozenset(known))


def _differing(root: Path, commit: str, wanted: Sequence[str]) -> set[str]:
    """The files that differ from the commit, and maybe a few that were only written anew.

    To tell those apart, git reads both contents of each, which takes longer for a large file than all else here. Of
    many it does so, as in a copy of a repository, where every file looks written anew.
    """
    options = ("--no-renames", "--relative", "--name-only", "-z", commit, "--", *wanted)
    written = set(_names(root, "diff-index", *options))
    return written if len(written) <= _FEW else set(_names(root, "diff", "--no-ext-diff", *options))


def _blobs(root: Path, commit: str, wanted: Sequence[str]) -> dict[str, str]:
    """Git's names of the contents of the files."""
    blobs: dict[str, str] = {}
    for entry in _names(root, "ls-tree", "-r", "-z", commit, "--", *wanted):
        described, _, name = entry.partition("\t")
        if described[:6] in _FILE_MODES:
            blobs[name] = described.rpartition(" ")[2]
    return blobs


def _is_wanted(name: str, names: Sequence[str]) -> bool:
    """Whether a file, wherever it lies, is one that a project is read from."""
    return name.startswith(tuple(names)) or bool(formats.of_input(name)) or compression.is_archive(Path(name))


def _names(root: Path, *arguments: str) -> list[str]:
    return [name for name in os.fsdecode(_read(root, *arguments)).split("\0") if name]


def _read(root: Path, *arguments: str) -> bytes:
    answer = _git(root, *arguments)
    if answer.returncode:
        raise UsageError(f"git {arguments[0]} failed: {_errors_of(answer)}")
    return answer.stdout


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)  # noqa: S603, S607


def _errors_of(answer: subprocess.CompletedProcess[bytes]) -> str:
    return answer.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ") or "no reason was given"
