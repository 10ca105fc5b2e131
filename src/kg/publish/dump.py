"""Dumps: each named graph as a file, and all of them as one; literals exactly as they were parsed.

The dump of ``<base>graph/data/ghent`` is called ``ghent``, that of ``<base>graph/ontology/status``
``ontology/status``, the computed graph's ``computed``; the one of everything has the last name of the base IRI.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.errors import UnknownResource
from kg.publish import json_ld, overview, serialisation
from kg.publish.representation import Representation, entity_tag
from kg.rdf.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from kg.revision import Revision

FORMATS = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, TRIG)
COMPLETE_FORMATS = (TRIG, N_QUADS)
MEASURED = 50_000
"""Statements above which files are measured one by one, when they are asked for."""


@dataclass(frozen=True, slots=True)
class Dump:
    """What can be had as a file; ``graph`` is None for the one that has every graph."""

    name: str
    graph: NamedNode | None
    statements: int
    formats: tuple[Format, ...]


@lru_cache(maxsize=2)
def dumps(revision: Revision) -> tuple[Dump, ...]:
    """Everything, then the data, then the ontology, then what is computed."""
    prefix = f"{revision.project.base}graph/"
    counts: dict[NamedNode, int] = {}
    for quad in revision.quads():
        if isinstance(quad.graph_name, NamedNode):
            counts[quad.graph_name] = counts.get(quad.graph_name, 0) + 1
    graphs = [
        Dump(graph.value.removeprefix(prefix).removeprefix("data/"), graph, count, FORMATS)
        for graph, count in counts.items()
        if graph.value.startswith(prefix)
    ]
    graphs.sort(key=lambda dump: (dump.graph == revision.project.computed_graph, "/" in dump.name, dump.name))
    return (Dump(complete_name(revision), None, sum(counts.values()), COMPLETE_FORMATS), *graphs)


@dataclass(frozen=True, slots=True)
class File:
    """A dump in one format as a file: its size in bytes and its SHA-256 (hexadecimal)."""

    name: str
    form: Format
    size: int
    sha256: str


@lru_cache(maxsize=2)
def files(revision: Revision) -> dict[str, tuple[File, ...]]:
    """Every dump as files, by its name; empty for a graph so large that nobody should wait for it here."""
    found = dumps(revision)
    if found[0].statements > MEASURED:
        return {}
    return {each.name: tuple(measured(revision, each.name, form) for form in each.formats) for each in found}


def measured(revision: Revision, name: str, form: Format) -> File:
    """One dump in one format as a file. Raises UnknownResource."""
    body = represent(revision, name, form).body
    return File(f"{name}.{form.extension}", form, len(body), hashlib.sha256(body).hexdigest())


def complete_name(revision: Revision) -> str:
    """What the dump of every graph is called."""
    return revision.project.base.rstrip("/").rpartition("/")[2]


def represent(revision: Revision, name: str, form: Format) -> Representation:
    """One dump in one format. Raises UnknownResource where there is none of that name, or not in that format."""
    found = {dump.name: dump for dump in dumps(revision)}
    dump = found.get(name)
    if dump is None or form not in dump.formats:
        offered = [f"{each.name}.{form.extension}" for each in found.values() for form in each.formats]
        wanted = f"{name}.{form.extension}"
        raise UnknownResource(f"There is no dump {wanted}.", similar=get_close_matches(wanted, offered, n=3))
    content = list(_statements(revision, dump))
    if not form.named_graphs or form == JSON_LD:
        content = serialisation.in_default_graph(content)
    body = serialisation.text(content, form, revision.project, json_ld.terms(revision))
    depends_on_today = dump.graph in (None, revision.project.computed_graph)
    modified = revision.day if depends_on_today else overview.modified(revision)
    return Representation(body, form.media_type, entity_tag(revision, form.name, _slug(name)), modified=modified)


def dump_all(revision: Revision, folder: Path) -> list[Path]:
    """Write every dump in every format below ``folder``, and say which files these are."""
    written = []
    for dump in dumps(revision):
        for form in dump.formats:
            path = folder / f"{dump.name}.{form.extension}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(represent(revision, dump.name, form).body)
            written.append(path)
    return written


def _slug(name: str) -> str:
    return name.replace("/", ".")


def _statements(revision: Revision, dump: Dump) -> Iterator[Quad]:
    return (quad for quad in revision.quads() if dump.graph is None or quad.graph_name == dump.graph)
