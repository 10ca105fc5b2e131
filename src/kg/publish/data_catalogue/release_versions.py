"""The releases as versions of the catalogue's data sets.

See `DCAT 3, section 11 <https://www.w3.org/TR/vocab-dcat-3/#dataset-versions>`_. A version is described as its data
set is, with the Turtle file of the release in the place of the files that are published now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.history.releases.release import Release
from kg.publish.serialisations.dump import dumps
from kg.rdf.formats import TURTLE
from kg.rdf.namespaces import XSD, expanded
from kg.resources.resource_graph import TYPE
from kg.revision import Revision

MOST = 20
"""The newest releases, which are described; each names the one before it, and ``/releases/`` has them all."""

_FILES = tuple(NamedNode(expanded(name)) for name in ("dcat:downloadURL", "dcat:accessURL"))
_DATASET, _DISTRIBUTION = NamedNode(expanded("dcat:dataset")), NamedNode(expanded("dcat:distribution"))
_TITLE = NamedNode(expanded("dct:title"))
_OF_ONE = frozenset(
    NamedNode(expanded(name))
    for name in (
        "adms:identifier", "adms:sample", "adms:versionNotes", "dcat:distribution", "dcat:hasCurrentVersion",
        "dcat:hasVersion", "dcat:inSeries", "dcat:landingPage", "dcat:prev", "dcat:previousVersion", "dcat:version",
        "dct:hasVersion", "dct:identifier", "dct:issued", "dct:isVersionOf", "dct:modified", "dct:title",
        "owl:versionInfo",
    )
)  # fmt: skip
"""What a version has of its own."""


def describe(revision: Revision, releases: Sequence[Release], root: str) -> Iterator[Quad]:
    """The versions of the data sets whose files are dumps, of a site at ``root``; ``releases`` are the oldest first."""
    base = revision.project.base
    published = [release for release in releases if not release.withdrawn]
    for dataset in dict.fromkeys(quad.object for quad in revision.having(_DATASET)):
        if not isinstance(dataset, NamedNode):
            continue
        files = dict(_turtle_files(revision, dataset))
        having = [
            release
            for release in published
            if files and all(graph in release.graphs and release.graphs[graph].statements for graph in files.values())
        ]
        for place, release in list(enumerate(having))[-MOST:]:
            version = _version(dataset, release, base, root)
            yield _quad(dataset, "dcat:hasVersion", version)
            yield from _described(revision, dataset, release, root)
            for file in files:
                yield from _file(revision, dataset, file, release, root)
            if place:
                yield _quad(version, "dcat:previousVersion", _version(dataset, having[place - 1], base, root))
        if having:
            yield _quad(dataset, "dcat:hasCurrentVersion", _version(dataset, having[-1], base, root))


def _turtle_files(revision: Revision, dataset: NamedNode) -> Iterator[tuple[NamedNode, str]]:
    """The files of a data set that each release has too, with the IRIs of their graphs: those in Turtle."""
    graphs = {f"{dump.name}.{TURTLE.extension}": dump.graph.value for dump in dumps(revision) if dump.graph}
    folder = f"{revision.project.base}dumps/"
    for quad in revision.about(dataset):
        if quad.predicate != _DISTRIBUTION or not isinstance(quad.object, NamedNode):
            continue
        for file in revision.about(quad.object):
            if file.predicate == _FILES[0] and isinstance(file.object, NamedNode):
                graph = graphs.get(file.object.value.removeprefix(folder))
                if graph:
                    yield quad.object, graph


def _described(revision: Revision, dataset: NamedNode, release: Release, root: str) -> Iterator[Quad]:
    version = _version(dataset, release, revision.project.base, root)
    moment = Literal(release.at.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=NamedNode(XSD + "dateTime"))
    for quad in revision.about(dataset):
        if quad.predicate == _TITLE and isinstance(quad.object, Literal):
            title = f"{quad.object.value} ({release.day})"
            tag = quad.object.language
            yield Quad(version, _TITLE, Literal(title, language=tag) if tag else Literal(title))
        elif quad.predicate not in _OF_ONE:
            yield Quad(version, quad.predicate, quad.object)
    yield _quad(version, "dct:identifier", Literal(version.value))
    yield _quad(version, "dct:issued", moment)
    yield _quad(version, "dcat:version", Literal(release.name))
    yield _quad(version, "dcat:isVersionOf", dataset)
    yield _quad(version, "dcat:landingPage", NamedNode(f"{root}releases/{release.name}/"))


def _file(
    revision: Revision, dataset: NamedNode, distribution: NamedNode, release: Release, root: str
) -> Iterator[Quad]:
    """A file of the release, described as the one that is published now."""
    version = _version(dataset, release, revision.project.base, root)
    here, then = f"{revision.project.base}dumps/", f"{root}releases/{release.name}/dumps/"
    # A semicolon is in no name of a version.
    node = NamedNode(f"{version.value};{_name(distribution.value, f'{dataset.value}#')}")
    yield Quad(version, _DISTRIBUTION, node)
    for quad in revision.about(distribution):
        value = quad.object
        if quad.predicate in _FILES and isinstance(value, NamedNode) and value.value.startswith(here):
            value = NamedNode(then + value.value.removeprefix(here))
        yield Quad(node, quad.predicate, value)


def _version(dataset: NamedNode, release: Release, base: str, root: str) -> NamedNode:
    """The data set as a release has it: a part of the page of the release, named by the IRI of the data set alone."""
    return NamedNode(f"{root}releases/{release.name}/#{_name(dataset.value, f'{base}id/dataset/')}")


def _name(iri: str, folder: str) -> str:
    """What is written of an IRI in a fragment: the last part of one in the folder, the whole of any other.

    >>> _name("https://example.org/id/dataset/trees", "https://example.org/id/dataset/")
    'trees'
    >>> _name("https://example.org/city#trees", "https://example.org/id/dataset/")
    'https://example.org/city%23trees'
    """
    part = iri.removeprefix(folder)
    name = quote(part, safe="")
    return name if part != iri and name == part else quote(iri, safe=":/")


def _quad(subject: NamedNode, predicate: str, value: NamedNode | BlankNode | Literal) -> Quad:
    return Quad(subject, TYPE if predicate == "rdf:type" else NamedNode(expanded(predicate)), value)
