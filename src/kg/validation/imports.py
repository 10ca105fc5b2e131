"""``owl:imports`` of the shapes graph: which of the imported graphs are among the files at hand.

`SHACL §3.1 <https://www.w3.org/TR/shacl/#shapes-graph>`_: a processor should extend the shapes graph by all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urljoin

from pyoxigraph import NamedNode, Quad

from kg import dataset as datasets
from kg.dataset import Dataset
from kg.deferred_quads import table_of
from kg.project import Project
from kg.rdf.namespaces import OWL, RDF, SH

_IMPORTS, _TYPE, _ONTOLOGY = NamedNode(OWL + "imports"), NamedNode(RDF + "type"), NamedNode(OWL + "Ontology")
_VERSION = NamedNode(OWL + "versionIRI")


def missing(project: Project, shapes: Dataset) -> tuple[NamedNode, ...]:
    """The imported graphs that no file of the shapes is or describes as an ontology, in the order of the imports."""
    imported = dict.fromkeys(
        quad.object for quad in shapes.quads if quad.predicate == _IMPORTS and isinstance(quad.object, NamedNode)
    )
    if not imported:
        return ()
    return _unknown(imported, _names(shapes.quads) | _locations(project, shapes))


def missing_of_data(project: Project, dataset: Dataset, *others: Dataset) -> tuple[NamedNode, ...]:
    """The graphs that files of the data import and that no file is or describes: what they say is not looked at."""
    table = table_of(dataset.quads)
    statements = table.having(_IMPORTS) if table else dataset.quads
    imported = dict.fromkeys(
        quad.object for quad in statements if quad.predicate == _IMPORTS and isinstance(quad.object, NamedNode)
    )
    if not imported:
        return ()
    known: set[str] = set()
    for part in (dataset, *others):
        known |= _names(part.quads) | _locations(project, part)
    return _unknown(imported, known)


def _unknown(imported: Iterable[NamedNode], known: Collection[str]) -> tuple[NamedNode, ...]:
    names = {*map(_plain, known), _plain(SH)}  # a processor knows what SHACL's own vocabulary says
    return tuple(iri for iri in imported if _plain(iri.value) not in names)


def _plain(iri: str) -> str:
    """An ontology's IRI without what its namespace may add to it."""
    return iri.rstrip("#/")


def _locations(project: Project, dataset: Dataset) -> set[str]:
    """The addresses that mean these files: each as it stands, without its suffix, and relative to the base."""
    locations = {project.inputs.location(path) for path in dataset.files}
    locations |= {urljoin(project.base_of(path), quote(path.name)) for path in dataset.files}
    return locations | {location.removesuffix(PurePosixPath(location).suffix) for location in locations}


def extended(project: Project, shapes: Dataset, *others: Dataset) -> Dataset:
    """The shapes with the imported graphs that are at hand, and what these import.

    They are found by the map of the settings, by the IRI of a file, or by the ontology that a file of ``others``
    describes.
    """
    while paths := [path for path in _files(project, missing(project, shapes), others) if path not in shapes.files]:
        prefixes = dict(shapes.prefixes)
        quads = [quad for path in paths for quad in datasets.read(path, project, prefixes)]
        files = (*shapes.files, *paths)
        shapes = replace(
            shapes,
            quads=(*shapes.quads, *quads),
            files=files,
            digest=datasets.digest(project, files),
            prefixes=prefixes,
        )
    return shapes


def _files(project: Project, wanted: Collection[NamedNode], others: Iterable[Dataset]) -> list[Path]:
    if not wanted:
        return []
    described: dict[str, Path] = {}
    for dataset in others:
        by_graph = {project.graph_name(path): path for path in dataset.files}
        for quad in _of_ontologies(dataset):
            path = by_graph.get(quad.graph_name) if isinstance(quad.graph_name, NamedNode) else None
            if path:
                described |= {_plain(name): path for name in _names((quad,)) if _plain(name) not in described}
    paths = [project.imported_file(iri.value) or described.get(_plain(iri.value)) for iri in wanted]
    return [path for path in dict.fromkeys(paths) if path is not None]


def _of_ontologies(dataset: Dataset) -> Iterable[Quad]:
    """The statements that may say what a graph is called."""
    table = table_of(dataset.quads)
    if table is None:
        return dataset.quads
    nodes = (node for node in table.referrers(_ONTOLOGY, _TYPE) if isinstance(node, NamedNode))
    return chain(chain.from_iterable(map(table.about, nodes)), table.having(_VERSION))


def _names(quads: Iterable[Quad]) -> set[str]:
    """What the graphs are called that describe themselves as ontologies, and their versions."""
    names: set[str] = set()
    for quad in quads:
        if quad.predicate == _TYPE and quad.object == _ONTOLOGY and isinstance(quad.subject, NamedNode):
            names.add(quad.subject.value)
        elif quad.predicate == _VERSION and isinstance(quad.object, NamedNode):
            names.add(quad.object.value)
    return names
