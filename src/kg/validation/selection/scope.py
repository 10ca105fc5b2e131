"""The shapes and nodes that somebody names, and to which a validation is limited."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from urllib.parse import urljoin

from pyoxigraph import NamedNode

from kg.dataset import Dataset
from kg.errors import UsageError
from kg.project import Project
from kg.rdf import formats
from kg.shacl.report import NoteKind, ValidationReport
from kg.shacl.validator import Scope
from kg.validation.display_names import Names, Term

_OF_ALL = (NoteKind.NO_FOCUS_NODES, NoteKind.NO_TARGET, NoteKind.UNUSED_TERM)


def named(
    project: Project, dataset: Dataset, shapes: Dataset, shape_names: Collection[str], node_names: Collection[str]
) -> Scope | None:
    """The scope of the options, None without any; raises UsageError for a name that nothing has.

    A name is an IRI, with or without angle brackets, with a prefix that the files declare, or relative to the base.
    """
    if not shape_names and not node_names:
        return None
    names = Names.of(project, {**dataset.prefixes, **shapes.prefixes})
    nodes = {_iri(name, names) for name in node_names}
    if nodes:
        present = {term for quad in dataset.quads for term in (quad.subject, quad.object)}
        present |= {quad.object for quad in shapes.quads}
        _refuse_unknown("--focus", "the data", nodes, present, names)
    chosen = {_iri(name, names) for name in shape_names}
    _refuse_unknown("--shape", "the shapes", chosen, {quad.subject for quad in shapes.quads}, names)
    return Scope(chosen or None, nodes or None)


def within(report: ValidationReport) -> ValidationReport:
    """The report without the notes that would be true of the whole only."""
    return replace(report, notes=tuple(note for note in report.notes if note.kind not in _OF_ALL))


def _iri(name: str, names: Names) -> NamedNode:
    iri = name.removeprefix("<").removesuffix(">")
    if iri == name and (prefixed := _expanded(iri, names.prefixes)):
        return NamedNode(prefixed)
    try:
        return NamedNode(urljoin(names.base, iri))
    except ValueError as error:
        raise UsageError(f"{name} is no IRI: {error}.", hint="Write it in full, or with a declared prefix.") from error


def _expanded(name: str, prefixes: Mapping[str, str]) -> str | None:
    prefix, colon, local = name.partition(":")
    return prefixes[prefix] + local if colon and prefix in prefixes and not local.startswith("//") else None


def _refuse_unknown(
    option: str, where: str, wanted: Iterable[NamedNode], known: Collection[Term], names: Names
) -> None:
    for iri in wanted:
        if iri not in known:
            spelt = {names.plain(term): term for term in known if isinstance(term, NamedNode)}
            close = get_close_matches(names.plain(iri), spelt, n=1, cutoff=0.85)
            hint = f"Did you mean {close[0]}?" if close else None
            if option == "--shape" and formats.of_input(iri.value):
                hint = "--shape names one shape; files of shapes are named by --shapes."
            raise UsageError(f"{option} {names.plain(iri)}: nothing in {where} is called so.", hint=hint)
