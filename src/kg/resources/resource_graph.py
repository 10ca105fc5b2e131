"""Everything that has a document: what the revision says something about, and the shapes that judged it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg import dataset as datasets
from kg.compact import forked_build
from kg.compact.rows import joined
from kg.dataset import SHAPES_FOLDERS
from kg.errors import UsageError
from kg.rdf.namespaces import DCT, RDF, SH, SKOS, SKOSXL
from kg.resources import document_index
from kg.resources.document_index import Documents
from kg.revision import Revision
from kg.revision_results import kept_by_revision

Node = NamedNode | BlankNode

TYPE = NamedNode(RDF + "type")
LITERAL_FORM = NamedNode(SKOSXL + "literalForm")
NAMED_BY_PARTS = (SH + "name", SKOS + "altLabel", SKOSXL + "altLabel")
"""Properties that name what no property of the settings names."""
KEYS = (SKOS + "notation", DCT + "identifier")
"""Properties whose values people search for, and that are no names."""


@dataclass(frozen=True, slots=True, eq=False)
class Resources:
    """Statements by subject and by object, and the resources of each document. Every named graph has one.

    ``labels`` are the properties that name things, the preferred one first; ``searched`` also those with other keys.
    """

    revision: Revision
    documents: Documents
    labels: tuple[NamedNode, ...]
    searched: frozenset[NamedNode]
    _shapes_by_subject: Mapping[object, tuple[Quad, ...]]
    _shapes_by_object: Mapping[object, tuple[Quad, ...]]

    def about(self, node: Node) -> Sequence[Quad]:
        """The statements whose subject is ``node``."""
        return joined(self.revision.about(node), self._shapes_by_subject.get(node, ()))

    def referring(self, node: Node) -> Sequence[Quad]:
        """The statements whose object is ``node``."""
        return joined(self.revision.referring(node), self._shapes_by_object.get(node, ()))

    def referrers(self, node: Node, predicate: NamedNode) -> Iterator[Node]:
        """The subjects of the statements that refer to ``node`` by this predicate."""
        shapes = self._shapes_by_object.get(node, ())
        judging = (quad.subject for quad in shapes if quad.predicate == predicate)
        return chain(
            self.revision.referrers(node, predicate),
            (subject for subject in judging if isinstance(subject, NamedNode | BlankNode)),
        )

    def values(self, node: Node, predicate: NamedNode) -> list[NamedNode | BlankNode | Literal]:
        """The objects of ``predicate``, each once, in the order of the files."""
        objects = (quad.object for quad in self.about(node) if quad.predicate == predicate)
        return [value for value in dict.fromkeys(objects) if isinstance(value, NamedNode | BlankNode | Literal)]

    def types(self, node: Node) -> list[NamedNode]:
        return [kind for kind in self.values(node, TYPE) if isinstance(kind, NamedNode)]

    def label_statements(self, node: Node) -> list[Quad]:
        """The statements that name ``node``, by the first labelling property that it has."""
        about = self.about(node)
        for predicate in self.labels:
            if statements := list(self._literals(quad for quad in about if quad.predicate == predicate)):
                return statements
        return []

    def names(self, node: Node) -> list[Literal]:
        """Everything that ``node`` is called, by whatever property, and the keys that it has elsewhere."""
        statements = self._literals(quad for quad in self.about(node) if quad.predicate in self.searched)
        return list(dict.fromkeys(quad.object for quad in statements if isinstance(quad.object, Literal)))

    def _literals(self, statements: Iterable[Quad]) -> Iterator[Quad]:
        """The statements with a text; for a label that is a resource (SKOS-XL), those with the text of the label."""
        for quad in statements:
            if isinstance(quad.object, Literal):
                yield quad
            elif isinstance(quad.object, NamedNode | BlankNode):
                yield from (part for part in self.about(quad.object) if part.predicate == LITERAL_FORM)

    def label(self, node: Node, languages: Iterable[str]) -> Literal | None:
        """The name of ``node`` in the first of ``languages`` that it has one in, else any."""
        names = [quad.object for quad in self.label_statements(node) if isinstance(quad.object, Literal)]
        for wanted in languages:
            for name in names:
                if name.language == wanted:
                    return name
            for name in names:
                if name.language and name.language.partition("-")[0] == wanted:
                    return name
        return min(names, key=lambda name: (name.language is not None, str(name)), default=None)


@kept_by_revision
def of(revision: Revision) -> Resources:
    """The resources of a revision; made once, and kept for the last two revisions."""
    shapes = datasets.load(revision.project, SHAPES_FOLDERS).quads
    by_subject: dict[object, list[Quad]] = defaultdict(list)
    by_object: dict[object, list[Quad]] = defaultdict(list)
    for quad in shapes:
        by_subject[quad.subject].append(quad)
        by_object[quad.object].append(quad)
    labels = tuple(map(NamedNode, dict.fromkeys((*_settings(revision), *NAMED_BY_PARTS))))
    return Resources(
        revision=revision,
        documents=forked_build.build(revision, _documents, tuple(by_subject)),
        labels=labels,
        searched=frozenset((*labels, *map(NamedNode, KEYS))),
        _shapes_by_subject={node: tuple(quads) for node, quads in by_subject.items()},
        _shapes_by_object={node: tuple(quads) for node, quads in by_object.items()},
    )


def _settings(revision: Revision) -> list[str]:
    """The IRIs of the labelling properties that the settings name; raises UsageError for an unknown prefix."""
    prefixes = revision.project.prefixes
    iris = []
    for name in revision.project.settings.labels:
        prefix, colon, local = name.partition(":")
        if not colon or (prefix not in prefixes and not local.startswith("//")):
            raise UsageError(f"kg.toml: labels: {name} is neither an IRI nor a name with a known prefix.")
        iris.append(prefixes[prefix] + local if prefix in prefixes else name)
    return iris


def _documents(revision: Revision, shapes: Iterable[object]) -> Documents:
    """The documents of every IRI among the revision's subjects and these, and of every graph."""
    subjects = {node.value for node in chain(revision.subjects(), shapes) if isinstance(node, NamedNode)}
    known = {iri.partition("#")[0] for iri in subjects}
    graphs = {graph.value for graph in revision.sizes() if graph.value.startswith(f"{revision.project.base}graph/")}
    return document_index.documents(subjects | (graphs - known))
