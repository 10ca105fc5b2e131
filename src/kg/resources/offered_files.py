"""The files that a catalogue offers and that the site will not have, as after a file of the data has another name."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.compact.quads import Quads
from kg.dataset import Dataset
from kg.project import Project
from kg.rdf.formats import RDF_FORMATS
from kg.rdf.namespaces import DCAT

_DOWNLOAD = NamedNode(DCAT + "downloadURL")


def absent(project: Project, dataset: Dataset) -> tuple[str, ...]:
    """The addresses of dumps in the catalogue that are the dump of no graph, nor of all of them."""
    quads, folder, graphs = dataset.quads, f"{project.base}dumps/", f"{project.base}graph/"
    downloads = quads.having(_DOWNLOAD) if isinstance(quads, Quads) else [q for q in quads if q.predicate == _DOWNLOAD]
    values = dict.fromkeys(quad.object for quad in downloads)
    offered = [node.value for node in values if isinstance(node, NamedNode) and node.value.startswith(folder)]
    if not offered:
        return ()
    names = quads.sizes() if isinstance(quads, Quads) else dataset.graph_names()
    known = [graph.value for graph in (*names, project.computed_graph) if isinstance(graph, NamedNode)]
    stems = {graph.removeprefix(graphs).removeprefix("data/") for graph in known if graph.startswith(graphs)}
    whole = project.base.rstrip("/").rpartition("/")[2]
    stems |= {whole, f"{whole}-complete"}
    made = {f"{folder}{stem}.{form.extension}" for stem in stems for form in RDF_FORMATS}
    return tuple(iri for iri in offered if iri not in made)
