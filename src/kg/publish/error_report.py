"""The address at which an error in a page is reported, with the page's own address and the place of its statements.

The place is the file and the line at which the resource's block begins, as a person who mends it looks for it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.project import DATA, ONTOLOGY, SHAPES
from kg.revision import Revision

_LARGEST = 5_000_000
"""Bytes of a file in which a line is looked for; a larger one is only named."""


def source_place(revision: Revision, node: NamedNode) -> str | None:
    """The file and, in Turtle with a block at the start of a line, the line of a resource: ``data/ghent.ttl:12``."""
    project = revision.project
    graphs = {quad.graph_name for quad in revision.about(node)} - {project.computed_graph}
    path = next((path for path in project.files(DATA, ONTOLOGY, SHAPES) if project.graph_name(path) in graphs), None)
    if path is None:
        return None
    file = project.relative(path)
    if path.stat().st_size > _LARGEST:
        return file
    lines = _blocks(path, path.stat().st_mtime_ns)
    line = next((lines[name] for name in _names(revision, node) if name in lines), None)
    return f"{file}:{line}" if line else file


@lru_cache(maxsize=4)
def _blocks(path: Path, changed: int) -> dict[str, int]:  # noqa: ARG001 - another time is another file
    """The line of each name that stands at the start of one, the first where it begins several blocks."""
    lines: dict[str, int] = {}
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if not line[:1].isspace():
                lines.setdefault(line.split(maxsplit=1)[0], number)
    return lines


def _names(revision: Revision, node: NamedNode) -> list[str]:
    """How a file may write an IRI: in full, relative to the base, or with a prefix."""
    base, iri = revision.project.base, node.value
    prefixed = [
        f"{prefix}:{iri.removeprefix(space)}"
        for prefix, space in revision.project.prefixes.items()
        if iri.startswith(space)
    ]
    return [f"<{iri}>", *([f"<{iri.removeprefix(base)}>"] if iri.startswith(base) else []), *prefixed]


def address(setting: str, title: str, text: str) -> str:
    """Where to report: a mail with a subject and a body, or the form of a tracker with its fields filled.

    >>> address("mailto:ties@example.org", "A title", "A line")
    'mailto:ties@example.org?subject=A%20title&body=A%20line'
    >>> address("https://example.org/new?title={title}&body={text}", "A title", "A line")
    'https://example.org/new?title=A%20title&body=A%20line'
    """
    form = f"{setting}?subject={{title}}&body={{text}}" if setting.startswith("mailto:") else setting
    return form.replace("{title}", quote(title, safe="")).replace("{text}", quote(text, safe=""))
