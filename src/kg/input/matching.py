"""From arguments to files: a file, a folder with all below it, or a glob pattern; and the files left unread."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path

from kg.errors import UsageError
from kg.input import compression
from kg.rdf import formats

_NOT_RDF = """.md .txt .rst .adoc .html .htm .pdf .csv .tsv .xlsx .xls .ods .docx .odt .png .jpg .jpeg .gif .svg .webp
    .rq .sparql .ru .py .sh .js .css .yml .yaml .toml .ini .cfg .log .license .sha256"""
_OTHER_SUFFIXES = frozenset(_NOT_RDF.split())
_DOCUMENTS = ("README", "LICENSE", "LICENCE", "NOTICE", "AUTHORS", "CHANGELOG", "COPYING", "CITATION", "Makefile")
_TOOLS = """.git .hg .svn .cache .state .venv .tox .nox .eggs .idea .vscode .mypy_cache .ruff_cache .pytest_cache
    .ipynb_checkpoints node_modules"""
_OF_TOOLS = frozenset(_TOOLS.split())
"""Folders in which programs keep their own files; a virtual environment of Python may have any name."""
_AMBIGUOUS = {".xml": (b"rdf:RDF", b"22-rdf-syntax-ns#"), ".json": (b'"@context"', b'"@graph"', b'"@id"', b'"@type"')}
_HEAD = 1 << 16
_LARGEST_CONTEXT = 1 << 20


@dataclass(frozen=True, slots=True)
class Matched:
    """The RDF files that arguments name, each once, whatever links lead to it.

    ``unread`` are the files and hidden folders below their folders that look like data and are not read; ``named`` are
    the files that an argument names itself; ``set_aside`` are texts, tables, pictures and the like beside the data.
    """

    files: tuple[Path, ...]
    unread: tuple[Path, ...] = ()
    named: frozenset[Path] = frozenset()
    set_aside: tuple[Path, ...] = ()

    def __or__(self, other: Matched) -> Matched:
        unread = tuple(dict.fromkeys((*self.unread, *other.unread)))
        set_aside = tuple(dict.fromkeys((*self.set_aside, *other.set_aside)))
        return Matched(_once((*self.files, *other.files)), unread, self.named | other.named, set_aside)


def matching(arguments: Iterable[str], root: Path, *, any_format: bool = False) -> Matched:
    """The files that the arguments name, relative to ``root``; ``any_format`` takes a file whose name tells no format.

    Raises UsageError for an argument that matches nothing that can be read.
    """
    matched = Matched(())
    for argument in arguments:
        if not argument:
            raise UsageError("An argument is empty.", hint="A variable of the shell may be unset.")
        path = Path(os.path.abspath(root / argument))
        if path.is_dir():
            part = in_folder(path)
        elif path.exists():
            part = _of_file(path, argument, any_format)
        elif has_magic(argument):
            part = of_pattern(argument, root)
        else:
            addresses = "Of addresses, only http and https can be downloaded." if "://" in argument else None
            names = f"Relative names start from {root}."
            raise UsageError(f"There is no file or folder {argument}.", hint=addresses or names)
        if not part.files:
            raise UsageError(_nothing(argument, path), hint=_hint(part))
        matched |= part
    return matched


def in_folder(folder: Path) -> Matched:
    """The RDF files in a folder and below it, links to folders followed, hidden folders and those of tools left out."""
    files: list[Path] = []
    unread: list[Path] = []
    set_aside: list[Path] = []
    for path in sorted(_walk(folder, frozenset())):
        part = _of_member(path) if not path.is_dir() else Matched((), (path,) if _holds_rdf(path) else ())
        files += part.files
        unread += part.unread
        set_aside += part.set_aside
    return Matched(_once(files), tuple(unread), set_aside=tuple(set_aside))


def of_pattern(pattern: str, root: Path) -> Matched:
    """The RDF files that a glob pattern matches; ``**`` stands for any number of folders."""
    matched = Matched(())
    for name in sorted(glob(pattern, root_dir=root, recursive=True)):
        path = Path(os.path.abspath(root / name))
        if not path.is_dir():
            matched |= _of_member(path)
        elif "**" not in pattern and not is_of_tool(str(path), path.name):
            matched |= in_folder(path)
    return Matched(tuple(sorted(matched.files)), matched.unread, set_aside=matched.set_aside)


def of_patterns(patterns: Iterable[str], root: Path) -> Matched:
    """The RDF files that the patterns, files and folders of settings name; UsageError for one that matches none."""
    matched = Matched(())
    for pattern in patterns:
        path = root / pattern
        part = in_folder(path) if path.is_dir() else of_pattern(pattern, root)
        if not part.files:
            raise UsageError(f"[files] in {root / 'kg.toml'}: {pattern} matches no RDF file.", hint=_hint(part))
        matched |= part
    return matched


def _of_file(path: Path, argument: str, any_format: bool) -> Matched:
    """A file that somebody named: it is read, whatever it looks like, if its format is known."""
    if compression.is_archive(path):
        return _of_archive(path)
    if formats.of_input(path.name) or any_format:
        return Matched((path,), named=frozenset((path,)))
    raise UsageError(
        f"The name of {argument} does not tell in which RDF format it is.",
        hint=f"Say it with --format-of. RDF files end in {', '.join(formats.INPUT_EXTENSIONS)} or .zip.",
    )


def _of_member(path: Path) -> Matched:
    """A file that nobody named, as it stands in a folder or matches a pattern."""
    if compression.is_archive(path):
        return _of_archive(path)
    if formats.of_input(path.name) and not path.name.startswith(".") and path.is_file() and _looks_like_rdf(path):
        return Matched(() if _is_context(path) else (path,))
    return _not_rdf((path,))


def _of_archive(archive: Path) -> Matched:
    members = compression.members(archive, str(archive))
    members = [path for path in members if "__MACOSX" not in path.parts]  # what macOS keeps beside the files
    files = tuple(path for path in members if formats.of_input(path.name) and not path.name.startswith("."))
    return Matched(files) | _not_rdf(path for path in members if path not in files)


def _not_rdf(paths: Iterable[Path]) -> Matched:
    """Files that are not read: what may be data, and what is something else. Other hidden files are neither."""
    paths = tuple(paths)
    unread = tuple(path for path in paths if _may_be_data(path))
    return Matched((), unread, set_aside=tuple(p for p in paths if p not in unread and not p.name.startswith(".")))


def _walk(folder: Path, above: frozenset[str]) -> Iterator[Path]:
    """Every file below the folder, and the hidden folders, which are not entered.

    A link that leads back to a folder above it is not followed again.
    """
    real = os.path.realpath(folder)
    if real in above:
        return
    try:
        with os.scandir(folder) as entries:
            listed = list(entries)
    except OSError as error:
        raise UsageError(f"The folder {folder} cannot be read: {error.strerror}.") from error
    for entry in listed:
        if not _is_folder(entry) or (entry.name.startswith(".") and entry.name not in _OF_TOOLS):
            yield Path(entry.path)
        elif not is_of_tool(entry.path, entry.name):
            yield from _walk(Path(entry.path), above | {real})


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself, which is as good as one that leads nowhere
        return False


def is_of_tool(path: str, name: str) -> bool:
    return name in _OF_TOOLS or os.path.exists(os.path.join(path, "pyvenv.cfg"))


def _holds_rdf(folder: Path) -> bool:
    """Whether a hidden folder has an RDF file at any depth."""
    return any(
        formats.of_input(name) is not None and Path(name).suffix.lower() not in _AMBIGUOUS
        for _, _, names in os.walk(folder)
        for name in names
    )


def _once(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The paths without those that lead to a file which another one leads to: its blank nodes would be doubled."""
    by_file: dict[str, Path] = {}
    for path in paths:
        by_file.setdefault(os.path.realpath(path), path)
    return tuple(by_file.values())


def _looks_like_rdf(path: Path) -> bool:
    """Whether a file of an extension that other formats share, such as ``.xml``, begins as RDF does."""
    marks = _AMBIGUOUS.get(path.suffix.lower())
    if marks is None:
        return True
    with path.open("rb") as stream:
        head = stream.read(_HEAD).replace(b"\0", b"")
    return any(mark in head for mark in marks)


def _is_context(path: Path) -> bool:
    """Whether a file is a JSON-LD context, which belongs to documents that refer to it and says nothing itself."""
    if path.suffix.lower() not in (".json", ".jsonld") or path.stat().st_size > _LARGEST_CONTEXT:
        return False
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and document.keys() == {"@context"}


def _may_be_data(path: Path) -> bool:
    if path.name.startswith("."):
        return formats.of_input(path.name) is not None
    hides_format = formats.of_input(path.stem) is not None  # as in d.ttl.txt, which some editors make of d.ttl
    is_other = path.suffix.lower() in _OTHER_SUFFIXES or path.name.startswith(_DOCUMENTS)
    return hides_format or not is_other


def _nothing(argument: str, path: Path) -> str:
    kind = "folder " if path.is_dir() else "archive " if path.exists() else "pattern "
    return f"The {kind}{argument} {'holds' if path.exists() else 'matches'} no RDF file."


def _hint(part: Matched) -> str:
    names = ", ".join(path.name for path in part.unread[:5])
    return f"Not read: {names}." if names else f"RDF files end in {', '.join(formats.INPUT_EXTENSIONS)}."
