"""Dumps: each named graph as a file, and all of them as one; literals exactly as they were parsed.

The dump of ``<base>graph/data/ghent`` is called ``ghent``, that of ``<base>graph/ontology/status``
``ontology/status``, the computed graph's ``computed``; the one of everything has the last name of the base IRI.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg.compact import forked_build
from kg.compact.joined_quads import JoinedQuads
from kg.compact.quads import Quads
from kg.errors import NotAcceptable, UnknownResource, phrase
from kg.project import Project
from kg.publish.representation import Representation, entity_tag
from kg.publish.serialisations import json_ld, serialisation
from kg.publish.serialisations.json_ld import Terms
from kg.rdf import format_limits
from kg.rdf.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from kg.rdf.namespaces import RDF
from kg.resources.resource_graph import TYPE
from kg.revision import Revision
from kg.revision_results import kept_by_revision

FORMATS = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, TRIG, N_QUADS)
COMPLETE_FORMATS = (TRIG, N_QUADS, TURTLE, N_TRIPLES, RDF_XML, JSON_LD)
_VALUE = NamedNode(RDF + "value")
MADE_ON_REQUEST_ABOVE = 50_000
"""Statements in all above which a dump is made when it is asked for, and not ahead."""


@dataclass(frozen=True, slots=True)
class Dump:
    """What can be had as a file; ``graph`` is None for the one that has every graph."""

    name: str
    graph: NamedNode | None
    statements: int
    formats: tuple[Format, ...]


@kept_by_revision
def dumps(revision: Revision) -> tuple[Dump, ...]:
    """Everything, then the data, then the ontology, then what is computed."""
    counts = revision.sizes()
    unwritable = forked_build.build(revision, _unwritable)
    graphs = [
        Dump(
            name,
            graph,
            counts[graph],
            tuple(form for form in FORMATS if graph.value not in unwritable.get(form.name, ())),
        )
        for graph, name in _graph_names(revision).items()
    ]
    graphs.sort(key=lambda dump: (dump.graph == revision.project.computed_graph, "/" in dump.name, dump.name))
    formats = tuple(form for form in COMPLETE_FORMATS if not unwritable.get(form.name))
    return (Dump(complete_name(revision), None, sum(counts.values()), formats), *graphs)


def _unwritable(revision: Revision) -> dict[str, frozenset[str]]:
    """By the name of a format: the graphs with a statement that it cannot hold."""
    graphs: dict[Format, set[str]] = {form: set() for form in _with_obstacles(revision)}
    for quad in revision.quads() if graphs else ():
        graph = quad.graph_name
        for form, those in graphs.items():
            if isinstance(graph, NamedNode) and graph.value not in those and format_limits.obstacle(quad.triple, form):
                those.add(graph.value)
    return {form.name: frozenset(those) for form, those in graphs.items()}


def _with_obstacles(revision: Revision) -> set[Format]:
    """The formats that cannot hold a term somewhere; each is looked at once, since most data has none that matters."""
    return {
        form
        for table in revision.joined().tables
        for statement in _of_each_term(table)
        for form in format_limits.LIMITED
        if format_limits.obstacle(statement, form)
    }


def _of_each_term(table: Quads) -> Iterator[Triple]:
    """A statement for each predicate, each class and each term, which otherwise have terms that each format holds."""
    yield from (Triple(_VALUE, predicate, _VALUE) for predicate in table.predicates())
    yield from (Triple(_VALUE, TYPE, kind) for kind in dict.fromkeys(quad.object for quad in table.having(TYPE)))
    yield from (Triple(_VALUE, _VALUE, term) for term in table.terms if not isinstance(term, DefaultGraph))


def complete_name(revision: Revision) -> str:
    """The name of the dump of every graph: the last part of the base IRI, unless a graph's own dump has that name."""
    name = revision.project.base.rstrip("/").rpartition("/")[2]
    return f"{name}-complete" if name in _graph_names(revision).values() else name


def _graph_names(revision: Revision) -> dict[NamedNode, str]:
    """The graphs that have a dump, with its name: the path of the file, without ``data/``."""
    prefix = f"{revision.project.base}graph/"
    return {
        graph: graph.value.removeprefix(prefix).removeprefix("data/")
        for graph in revision.sizes()
        if graph.value.startswith(prefix)
    }


def find(revision: Revision, name: str, form: Format) -> Dump:
    """The dump of this name. Raises UnknownResource where there is none, or not in that format."""
    known = {dump.name: dump for dump in dumps(revision)}
    dump = known.get(name)
    if dump is None or form not in dump.formats:
        offered = [f"{candidate.name}.{form.extension}" for candidate in known.values() for form in candidate.formats]
        wanted = f"{name}.{form.extension}"
        raise UnknownResource(
            phrase("There is no dump {name}.", name=wanted), similar=get_close_matches(wanted, offered, n=3)
        )
    return dump


def represent(revision: Revision, name: str, form: Format) -> Representation:
    """One dump in one format. Raises UnknownResource where there is none of that name, or not in that format."""
    dump = find(revision, name, form)
    body = text(statements(revision, dump), form, revision.project, json_ld.terms(revision))
    return Representation(
        body, form.media_type, entity_tag(revision, form.name, _slug(name)), modified=modified(revision, dump)
    )


def text(quads: Iterable[Quad], form: Format, project: Project, terms: Terms) -> bytes:
    """The statements of a dump as it is written in this format; JSON-LD names graphs where there are several."""
    statements = quads if isinstance(quads, JoinedQuads) else JoinedQuads((Quads(quads),))
    graphs = form != JSON_LD or len(statements.graphs()) > 1
    return serialisation.text(statements, form, project, terms, graphs=graphs)


def modified(revision: Revision, dump: Dump) -> datetime | None:
    """When the dump can have changed last; None where that depends on the day."""
    depends_on_today = dump.graph in (None, revision.project.computed_graph) and revision.project.rules()
    return None if depends_on_today else revision.modified


def statements(revision: Revision, dump: Dump) -> JoinedQuads:
    """What the dump says, in no order that matters."""
    return revision.joined(dump.graph)


def dump_all(revision: Revision, folder: Path) -> tuple[list[Path], list[str]]:
    """Write every dump in every format below ``folder``: the files, and why some could not be made."""
    written: list[Path] = []
    refusals: list[str] = []
    terms = json_ld.terms(revision)
    for dump in dumps(revision):
        for form in FORMATS if dump.graph else COMPLETE_FORMATS:
            path = folder / f"{dump.name}.{form.extension}"
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                body = text(statements(revision, dump), form, revision.project, terms)
            except NotAcceptable as error:
                refusals.append(f"{path}: {error.message}")
                continue
            path.write_bytes(body)
            written.append(path)
    return written, refusals


def _slug(name: str) -> str:
    return name.replace("/", ".")
