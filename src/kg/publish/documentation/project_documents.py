"""The documents of a project: the Markdown files of the folder that ``documents`` in ``[site]`` names, and their files.

Without that setting there are none: a folder may hold notes that are for nobody else.

``name.md`` is in English, ``name.nl.md`` the same in Dutch. Hidden files are left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.project import Project
from kg.publish.documentation import markdown_html, text_languages
from kg.publish.search import text_index
from kg.publish.search.folding import fold
from kg.publish.search.text_index import Entry, TextIndex

FOLDER = "docs"
"""Where they are on the site."""
FILES = {".png": "image/png", ".svg": "image/svg+xml", ".json": "application/json", ".csv": "text/csv"}
"""What is served of the files that lie beside the documents, by suffix."""
_NAME = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9_-]*)(?:\.(?P<tag>[a-z]{2,3}))?\.md")


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A document in one language; ``body`` is its HTML below the heading, ``words`` are those that a search knows."""

    name: str
    tag: str
    title: str
    summary: str
    body: str
    digest: str
    words: frozenset[str]


def names(project: Project) -> tuple[str, ...]:
    """The names of the documents, in the order of the alphabet."""
    return tuple(sorted(_files(project)))


def paths(project: Project) -> list[str]:
    """The addresses of the documents on the site; none for a project without any."""
    known = names(project)
    return [f"/{FOLDER}/", *(f"/{FOLDER}/{name}" for name in known)] if known else []


def document(project: Project, name: str, tags: tuple[str, ...]) -> Document | None:
    """The document of this name in the first of the languages that it has, else in any; None where there is none."""
    by_tag = _files(project).get(name)
    if not by_tag:
        return None
    return _in_one(name, by_tag, tags, _targets(project))


def documents(project: Project, tags: tuple[str, ...]) -> list[Document]:
    """Every document, by title."""
    targets = _targets(project)
    written = (_in_one(name, by_tag, tags, targets) for name, by_tag in _files(project).items())
    return sorted(written, key=lambda one: one.title.casefold())


def file(project: Project, name: str) -> Path | None:
    """The file of this name beside the documents, if it is one that is served."""
    return _beside(project).get(name)


@lru_cache(maxsize=4)
def searched(documents: tuple[Document, ...]) -> TextIndex:
    """The documents by name, with the words of their titles and texts."""
    return text_index.index(Entry(one.name, frozenset(fold(one.title).split()), one.words) for one in documents)


def _folder(project: Project) -> Path | None:
    name = project.settings.site.documents
    return project.root / name if name and not project.is_in_memory else None


def _files(project: Project) -> Mapping[str, Mapping[str, Path]]:
    folder = _folder(project)
    if folder is None:
        return {}
    return text_languages.by_name(sorted(folder.glob("*.md")), _NAME)


def _beside(project: Project) -> dict[str, Path]:
    folder = _folder(project)
    if folder is None:
        return {}
    root = folder.resolve()
    paths = (path for path in sorted(folder.rglob("*")) if path.suffix in FILES and path.is_file())
    within = {path.relative_to(folder).as_posix(): path for path in paths if path.resolve().is_relative_to(root)}
    return {name: path for name, path in within.items() if not any(part.startswith(".") for part in name.split("/"))}


def _targets(project: Project) -> tuple[tuple[str, str], ...]:
    """Where the links of documents lead, by what they name, seen from the folder of the documents."""
    targets = {f"{name}.md": f"/{FOLDER}/{name}" for name in _files(project)}
    targets |= {name: f"/{FOLDER}/{name}" for name in _beside(project)}
    targets |= {f"../queries/{path.name}": f"/queries/{path.stem}" for path in project.queries()}
    return tuple(targets.items())


def _in_one(
    name: str, by_tag: Mapping[str, Path], tags: tuple[str, ...], targets: tuple[tuple[str, str], ...]
) -> Document:
    """The document in the first of the languages that it has, else in any."""
    tag = text_languages.chosen(by_tag, tags)
    return _read(name, tag, by_tag[tag].read_text("utf-8"), targets)


@lru_cache(maxsize=256)
def _read(name: str, tag: str, text: str, targets: tuple[tuple[str, str], ...]) -> Document:
    written = markdown_html.write(text, dict(targets), f"{FOLDER}/{name}.md")
    return Document(
        name=name,
        tag=tag,
        title=written.title or name.replace("-", " ").capitalize(),
        summary=written.summary,
        body=written.body,
        digest=hashlib.sha256(text.encode()).hexdigest()[:16],
        words=frozenset(fold(written.text).split()),
    )
