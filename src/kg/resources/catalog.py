"""The data sets that a revision publishes, as its own DCAT catalogue describes them: their date, licences, versions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import unquote, urlsplit

from pyoxigraph import Literal, NamedNode

from kg.project import Project
from kg.rdf.namespaces import DCAT, DCT, OWL, SKOS, WELL_KNOWN, expanded
from kg.resources import resource_graph
from kg.revision import Revision
from kg.revision_results import cached_until_renewal, kept_by_revision

_CREATIVE_COMMONS = re.compile(r"https?://creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/([\d.]+)")
_IN_CATALOGUE = NamedNode(WELL_KNOWN["dcat"] + "dataset")
_MODIFIED = NamedNode(DCT + "modified")
_LICENCE = NamedNode(DCT + "license")
_PUBLISHER = NamedNode(DCT + "publisher")
_NAME = NamedNode(WELL_KNOWN["foaf"] + "name")
_VERSION = NamedNode(OWL + "versionIRI")
_WHOLES = (DCAT + "Catalog", DCAT + "Dataset", WELL_KNOWN["void"] + "Dataset", OWL + "Ontology", SKOS + "ConceptScheme")
_ABOUT = ("dct:description", "dct:abstract", "skos:definition", "rdfs:comment", "dc:description")
_DESCRIPTIONS = tuple(NamedNode(expanded(name)) for name in _ABOUT)


@kept_by_revision
def datasets(revision: Revision) -> tuple[NamedNode, ...]:
    """The data sets of the catalogue."""
    values = (quad.object for quad in revision.having(_IN_CATALOGUE))
    return tuple(node for node in dict.fromkeys(values) if isinstance(node, NamedNode))


def modified(revision: Revision) -> date:
    """The last day on which the published data can have changed, apart from what is computed for today.

    The catalogue's data sets state it; without a catalogue it is the day on which the files last changed.
    """
    return last_change(revision) or revision.day


def last_change(revision: Revision) -> date | None:
    """The same day, and None where neither the catalogue nor a file tells it."""
    return stated_day(revision) or (revision.modified.date() if revision.modified else None)


def own_day(revision: Revision, iri: str) -> date | None:
    """The last day on which the thing says that it was modified."""
    values = (quad.object for quad in revision.about(NamedNode(iri)) if quad.predicate == _MODIFIED)
    return max((day for value in values if isinstance(value, Literal) and (day := _day(value.value))), default=None)


def stated_day(revision: Revision) -> date | None:
    """The last day on which the data sets of the catalogue say that they were modified."""
    stated = (
        quad.object for node in datasets(revision) for quad in revision.about(node) if quad.predicate == _MODIFIED
    )
    return max((day for value in stated if isinstance(value, Literal) and (day := _day(value.value))), default=None)


@kept_by_revision
def licences(revision: Revision) -> tuple[str, ...]:
    """The licences of those data sets."""
    values = (quad.object for node in datasets(revision) for quad in revision.about(node) if quad.predicate == _LICENCE)
    return tuple(node.value for node in dict.fromkeys(values) if isinstance(node, NamedNode))


def licence_name(iri: str) -> str:
    """What people call a licence.

    >>> licence_name("https://creativecommons.org/licenses/by/4.0/")
    'CC BY 4.0'
    """
    match = _CREATIVE_COMMONS.match(iri)
    if not match:
        return iri
    return "CC0 1.0" if match[2] == "zero" else f"CC {match[2].upper()} {match[3]}"


@kept_by_revision
def publisher(revision: Revision) -> str | None:
    """The name of who publishes the first of those data sets, as the catalogue has it."""
    agents = [
        quad.object for node in datasets(revision) for quad in revision.about(node) if quad.predicate == _PUBLISHER
    ]
    names = (quad.object for node in agents if isinstance(node, NamedNode) for quad in revision.about(node))
    return next((name.value for name in names if isinstance(name, Literal)), None)


def ontology_versions(revision: Revision) -> set[str]:
    """The version IRIs that the ontology states."""
    return {quad.object.value for quad in revision.having(_VERSION) if isinstance(quad.object, NamedNode)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


@cached_until_renewal(maxsize=64)
def title(revision: Revision, languages: tuple[str, ...]) -> Literal:
    """What the site is called: by its settings, else by what describes it as a whole, else by its address."""
    project = revision.project
    if project.settings.site.title:
        return Literal(project.settings.site.title)
    known = resource_graph.of(revision)
    names = (known.label(node, languages) for node in entry_points(revision)[:1])
    return next((name for name in names if name), None) or Literal(_address(project))


def description(revision: Revision, languages: Sequence[str]) -> Literal | None:
    """What the site is about, by its settings, else as what describes it as a whole says."""
    if revision.project.settings.site.description:
        return Literal(revision.project.settings.site.description)
    texts = [
        quad.object
        for node in entry_points(revision)[:1]
        for predicate in _DESCRIPTIONS
        for quad in revision.about(node)
        if quad.predicate == predicate and isinstance(quad.object, Literal)
    ]
    ranks = {tag: rank for rank, tag in enumerate(dict.fromkeys(languages))}
    return min(texts, key=lambda text: ranks.get(text.language or "", len(ranks)), default=None)


@kept_by_revision
def entry_points(revision: Revision) -> tuple[NamedNode, ...]:
    """What describes the data as a whole: its data sets and catalogues, ontologies and concept schemes."""
    nodes = (node for kind in _WHOLES for node in revision.referrers(NamedNode(kind), resource_graph.TYPE))
    return tuple(node for node in dict.fromkeys((*datasets(revision), *nodes)) if isinstance(node, NamedNode))


def _address(project: Project) -> str:
    """The end of an address that people know: the host and path of the base, or the name of a folder."""
    parts = urlsplit(project.base)
    return (
        f"{parts.netloc}{parts.path}".strip("/") if parts.netloc else unquote(parts.path).strip("/").rpartition("/")[2]
    )
