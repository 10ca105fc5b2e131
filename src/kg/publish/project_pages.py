"""The texts of a project: ``pages/about.en.md`` is the English text of ``/about``, in Markdown (CommonMark).

HTML in them is shown as text, and a link leads only to an address that a browser does not run, so a text cannot add
anything to the page around it. A project without the folder has no such pages.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt

from kg.project import Project
from kg.publish.documentation import text_languages

_NAME = re.compile(r"(?P<name>[a-z][a-z0-9-]*)\.(?P<tag>[a-z]{2,3})\.md")
_HEADING = re.compile(r"#\s+(?P<title>.+?)\s*#*\s*\n")


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """A text in one language; ``body`` is its HTML below the heading, ``summary`` its first paragraph as plain text."""

    name: str
    tag: str
    title: str
    summary: str
    body: str
    digest: str


def names(project: Project) -> tuple[str, ...]:
    """The names of the pages, in the order of the alphabet."""
    return tuple(sorted(_files(project)))


def page(project: Project, name: str, tags: tuple[str, ...]) -> ProjectPage | None:
    """The text of this name in the first of the languages that it has, else in any; None where there is none."""
    by_tag = _files(project).get(name)
    if not by_tag:
        return None
    tag = text_languages.chosen(by_tag, tags)
    return _read(name, tag, project.text(by_tag[tag]))


def _files(project: Project) -> Mapping[str, Mapping[str, Path]]:
    """The files by name and language; those of the project's languages first, in their order."""
    return text_languages.by_name(project.pages(), _NAME, project.languages)


@lru_cache(maxsize=128)
def _read(name: str, tag: str, text: str) -> ProjectPage:
    heading = _HEADING.match(text)
    rest = text[heading.end() :] if heading else text
    markdown = MarkdownIt("js-default")
    tokens = markdown.parse(rest)
    first = next((token for token in tokens if token.type == "inline"), None)
    summary = "".join(part.content for part in first.children or () if part.type == "text") if first else ""
    title = heading["title"] if heading else name.replace("-", " ").capitalize()
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return ProjectPage(name, tag, title, summary, markdown.render(rest), digest)
