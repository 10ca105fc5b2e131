"""A revision: a dataset that may be published, with its digest, its day, its computed graph and its query index.

It is built from a dataset *and* its validation report, so no publisher needs to check whether the data meets what the
project requires. A revision never changes; a new one replaces it.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store

from kg import dataset as datasets
from kg.compact.arena import in_own_arena
from kg.compact.joined_quads import JoinedQuads
from kg.compact.quads import Quads
from kg.compact.rows import joined
from kg.compact.term_numbers import Term
from kg.dataset import SHAPES_FOLDERS, Dataset
from kg.errors import NonConformance, QuerySyntaxError, UsageError
from kg.project import Project
from kg.rdf.namespaces import XSD
from kg.shacl.report import ValidationReport
from kg.validation import requirement
from kg.validation.report_cache import judged

Node = NamedNode | BlankNode

_ELSEWHERE_TOO = "ASK {{ GRAPH {0} {{ ?s ?p ?o }} GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {0}) }}"
_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"
_PLACE = re.compile(r"error at (\d+):(\d+)")
_FILLING = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Revision:
    """The published data: statements as written, those computed from them, and an index to query both.

    ``day`` is the day that the computed graph holds for. ``digest`` (hexadecimal) changes with the dataset, the shapes,
    the queries, the project's languages and prefixes, and the day where rules compute of it. ``modified`` is when the
    files of the dataset can have changed last; None where they are in no folder.
    """

    project: Project
    dataset: Dataset
    report: ValidationReport
    day: date
    digest: str
    computed: Quads
    _asserted: Quads
    _merged: bool
    _stores: list[Store] = field(repr=False)
    modified: datetime | None = None
    _kept: dict[Hashable, Any] = field(init=False, default_factory=dict, repr=False)

    @property
    def is_checked(self) -> bool:
        """Whether there were shapes to check the data by."""
        return bool(self.report.shapes_digest)

    @property
    def store(self) -> Store:
        """The index of every named graph, which rewrites literals (``1.50`` becomes ``1.5``).

        It answers queries, while representations read ``about`` and ``referring``. Where it has stayed in another
        process, another one is filled, which takes time and as much memory.
        """
        if not self._stores:
            with _FILLING:
                if not self._stores:
                    self._stores.append(in_own_arena(self._filled))
        return self._stores[0]

    def _filled(self) -> Store:
        store = _filled(self._asserted)
        store.bulk_extend(self.computed)
        if self._merged:
            store.update(_MERGE)
        return store

    @property
    def has_store(self) -> bool:
        """Whether the store is in this process."""
        return bool(self._stores)

    def without_store(self) -> Revision:
        """The same revision, for a process that answers no query itself."""
        return replace(self, _stores=[])

    def forget_results(self) -> None:
        """Let go of what functions keep by it: some of that refers to it, and would keep it in memory."""
        self._kept.clear()

    def quads(self) -> Iterator[Quad]:
        """Every statement: the dataset's as parsed, then the computed graph's."""
        return chain(self.dataset.quads, self.computed)

    def joined(self, graph: NamedNode | None = None) -> JoinedQuads:
        """Every statement, or those of a named graph, as objects or as numbers of terms."""
        return JoinedQuads((self._asserted, self.computed), graph)

    def about(self, node: Node) -> Sequence[Quad]:
        """The statements whose subject is ``node``, in the order of the files."""
        return joined(self._asserted.about(node), self.computed.about(node))

    def referring(self, node: Node) -> Sequence[Quad]:
        """The statements whose object is ``node``."""
        return joined(self._asserted.referring(node), self.computed.referring(node))

    def referrers(self, node: Node, predicate: NamedNode) -> Iterator[Node]:
        """The subjects of the statements that refer to ``node`` by this predicate, without reading anything else."""
        subjects = chain(self._asserted.referrers(node, predicate), self.computed.referrers(node, predicate))
        return (subject for subject in subjects if isinstance(subject, NamedNode | BlankNode))

    def has(self, subject: Node | None = None, predicate: NamedNode | None = None, value: Node | None = None) -> bool:
        """Whether there is a statement with these terms; what is None may be anything."""
        return self._asserted.has(subject, predicate, value) or self.computed.has(subject, predicate, value)

    def having(self, predicate: NamedNode) -> Iterator[Quad]:
        """The statements of the files with this predicate."""
        return iter(self._asserted.having(predicate))

    def sizes(self) -> dict[NamedNode, int]:
        """How many statements each named graph has."""
        sizes = Counter(self._asserted.sizes())
        sizes.update(self.computed.sizes())
        return {graph: size for graph, size in sizes.items() if isinstance(graph, NamedNode)}

    def solutions(self, query: str) -> QuerySolutions:
        """The solutions of a trusted SELECT query over the merge of all graphs, with the package's prefixes."""
        solutions = self.evaluate(query)
        assert isinstance(solutions, QuerySolutions)
        return solutions

    def evaluate(self, query: str) -> QuerySolutions | QueryTriples | QueryBoolean:
        """The answer to a trusted query over the merge of all graphs, with the package's prefixes."""
        return self.store.query(
            query,
            prefixes=self.project.query_prefixes,
            base_iri=self.project.base,
            use_default_graph_as_union=not self._merged,
        )

    def subjects(self) -> Iterator[Node]:
        """Every subject of a statement."""
        subjects = dict.fromkeys(chain(self._asserted.subjects(), self.computed.subjects()))
        return (node for node in subjects if isinstance(node, NamedNode | BlankNode))


def current(project: Project, day: date | None = None) -> Revision:
    """The revision of the project's files on ``day`` (by default today), validated or with its cached report.

    Where there are no shapes, nothing is checked. Raises DatasetError or ShapesError for files that cannot be read,
    NonConformance for data that does not meet what the project requires.
    """
    datasets.refuse_another_base(project)
    modified = project.last_change(*datasets.DATA_FOLDERS)  # before they are read, so that a change meanwhile is later
    dataset = datasets.load_compact(project)
    shapes = datasets.load(project, SHAPES_FOLDERS)
    report = judged(project, dataset, shapes) if shapes.files else requirement.unchecked(dataset)
    return replace(build(project, dataset, report, day or date.today()), modified=modified)


def of_files(project: Project, day: date | None = None) -> Revision:
    """The revision of files in memory, to query them: there are no shapes to judge them by, so they are not judged."""
    return unjudged(project, datasets.load_compact(project), day or date.today())


def unjudged(project: Project, dataset: Dataset, day: date) -> Revision:
    """The revision of a dataset that no shapes have judged: to compare and to query it, never to publish it."""
    return build(project, dataset, requirement.unchecked(dataset), day)


def build(project: Project, dataset: Dataset, report: ValidationReport, day: date) -> Revision:
    """The revision of a validated dataset on ``day``.

    Raises NonConformance unless the report names this very dataset and meets what the project requires.
    """
    if report.dataset_digest != dataset.digest:
        raise NonConformance("The report is on another dataset.", report=report, hint="Validate this dataset first.")
    requirement.refuse_unmet(project, dataset, report)
    asserted = dataset.quads if isinstance(dataset.quads, Quads) else Quads(dataset.quads)
    store = in_own_arena(lambda: _filled(asserted))
    if len(store) < len(asserted):  # a graph is a set, and files may repeat a statement
        asserted = asserted.distinct()
    computed = Quads(_compute(project, store, day))
    asserted.prepare()
    computed.prepare()
    return Revision(
        project=project,
        dataset=replace(dataset, quads=asserted),
        report=report,
        day=day,
        digest=_digest(project, dataset, report, day),
        computed=computed,
        _asserted=asserted,
        _merged=_merge(store, asserted.sizes() | computed.sizes()),
        _stores=[store],
    )


def _digest(project: Project, dataset: Dataset, report: ValidationReport, day: date) -> str:
    """The digest of everything that decides what is published of a revision, on pages and by programs.

    The base IRI and the files of the dataset are in the digest of the dataset.
    """
    settings = f"{project.languages} {sorted(project.own_prefixes.items())} {project.settings.about}".rstrip()
    queries = datasets.digest(project, (*project.rules(), *project.queries()))
    # Without rules, nothing depends on the day.
    until = day.isoformat() if project.rules() else ""
    state = f"{dataset.digest} {report.shapes_digest} {queries} {settings} {until}"
    return hashlib.sha256(state.encode()).hexdigest()


def _filled(quads: Quads) -> Store:
    store = Store()
    store.bulk_extend(quads)
    return store


def _merge(store: Store, sizes: Mapping[Term, int]) -> bool:
    """Fill the default graph with the merge of the named graphs where a triple occurs in two of them.

    The engine's union of graphs, which is faster, yields such a triple twice, and every count would be wrong. Of two
    graphs that share a triple, one is not the largest, so the largest need not be checked.
    """
    largest = max(sizes, key=sizes.__getitem__, default=None)
    if not any(store.query(_ELSEWHERE_TOO.format(graph)) for graph in sizes if graph != largest):
        return False
    store.update(_MERGE)
    return True


def _compute(project: Project, store: Store, day: date) -> tuple[Quad, ...]:
    """Run the CONSTRUCT queries of ``ontology/computed`` in order, each on the results of those before it.

    The graph contains its day, and the queries read the day from there.
    """
    graph = project.computed_graph
    rules = project.rules()
    if not rules:
        return ()
    if project.own_namespace is None:
        raise UsageError("kg.toml: [prefixes] has no prefix of the project's own, which the computed graph needs.")
    derived = [Quad(graph, NamedNode(f"{project.own_namespace}computedOn"), _date(day), graph)]
    store.extend(derived)
    for path in rules:
        quads = sorted(
            {Quad(t.subject, t.predicate, t.object, graph) for t in _construct(project, store, path)}, key=str
        )
        store.extend(quads)
        derived += quads
    return tuple(derived)


def _construct(project: Project, store: Store, path: Path) -> QueryTriples:
    try:
        triples = store.query(project.text(path), use_default_graph_as_union=True)
    except SyntaxError as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        message = "a rule of the computed graph cannot be read from here on"
        raise QuerySyntaxError(message, file=project.relative(path), line=line, column=column) from error
    if not isinstance(triples, QueryTriples):
        raise QuerySyntaxError("a rule of the computed graph must be a CONSTRUCT query", file=project.relative(path))
    return triples


def _date(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))
