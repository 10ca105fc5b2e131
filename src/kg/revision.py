"""A revision: a dataset that conforms, with its digest, its day, its computed graph and its query index.

It is built from a dataset *and* the report that judged it, so no publisher ever asks whether the data is valid. A
revision never changes; a new one replaces it whole.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, QueryTriples, Store

from kg import dataset as datasets
from kg.compact.arena import apart
from kg.compact.quads import Quads, Term
from kg.compact.rows import joined
from kg.dataset import SHAPES_FOLDERS, Dataset
from kg.errors import NonConformance, QuerySyntaxError, UsageError
from kg.project import Project
from kg.rdf.namespaces import XSD
from kg.shacl.report import ValidationReport
from kg.validation.report_cache import judged

Node = NamedNode | BlankNode

_ELSEWHERE_TOO = "ASK {{ GRAPH {0} {{ ?s ?p ?o }} GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {0}) }}"
_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"
_PLACE = re.compile(r"error at (\d+):(\d+)")


@dataclass(frozen=True, slots=True, eq=False)
class Revision:
    """What is published: statements as written, those computed from them, and an index to query both.

    ``day`` is the day that the computed graph holds for. ``digest`` (hexadecimal) changes with the dataset, the shapes,
    the queries, the project's languages and prefixes, and the day. ``store`` has every named graph, but rewrites
    literals (``1.50`` becomes ``1.5``): it answers queries, while representations read ``about`` and ``referring``.
    """

    project: Project
    dataset: Dataset
    report: ValidationReport
    day: date
    digest: str
    computed: Quads
    store: Store
    _asserted: Quads
    _merged: bool

    def quads(self) -> Iterator[Quad]:
        """Every statement: the dataset's as parsed, then the computed graph's."""
        return chain(self.dataset.quads, self.computed)

    def about(self, node: Node) -> Sequence[Quad]:
        """The statements whose subject is ``node``, in the order of the files."""
        return joined(self._asserted.about(node), self.computed.about(node))

    def referring(self, node: Node) -> Sequence[Quad]:
        """The statements whose object is ``node``."""
        return joined(self._asserted.referring(node), self.computed.referring(node))

    def referrers(self, node: Node, predicate: NamedNode) -> Iterator[Node]:
        """The subjects of the statements that refer to ``node`` by this predicate; nothing else of them is read."""
        found = chain(self._asserted.referrers(node, predicate), self.computed.referrers(node, predicate))
        return (each for each in found if isinstance(each, NamedNode | BlankNode))

    def having(self, predicate: NamedNode) -> Iterator[Quad]:
        """The statements of the files with this predicate."""
        return iter(self._asserted.having(predicate))

    def sizes(self) -> dict[NamedNode, int]:
        """How many statements each named graph has."""
        found = Counter(self._asserted.sizes())
        found.update(self.computed.sizes())
        return {graph: size for graph, size in found.items() if isinstance(graph, NamedNode)}

    def solutions(self, query: str) -> QuerySolutions:
        """The solutions of a SELECT query of our own over the merge of all graphs, with the project's prefixes."""
        found = self.store.query(
            query,
            prefixes=self.project.prefixes,
            base_iri=self.project.base,
            use_default_graph_as_union=not self._merged,
        )
        assert isinstance(found, QuerySolutions)
        return found

    def subjects(self) -> Iterator[Node]:
        """Everything that the revision says something about."""
        found = dict.fromkeys(chain(self._asserted.subjects(), self.computed.subjects()))
        return (node for node in found if isinstance(node, NamedNode | BlankNode))


def current(project: Project, day: date | None = None) -> Revision:
    """The revision that the project's files make on ``day`` (by default today), judged or with its kept report.

    Raises DatasetError or ShapesError for files that cannot be read, NonConformance for data that does not conform.
    """
    dataset = datasets.load_compact(project)
    report = judged(project, dataset, datasets.load(project, SHAPES_FOLDERS))
    return build(project, dataset, report, day or date.today())


def build(project: Project, dataset: Dataset, report: ValidationReport, day: date) -> Revision:
    """The revision of a judged dataset on ``day``.

    Raises NonConformance unless the report conforms and names this very dataset.
    """
    if report.dataset_digest != dataset.digest:
        raise NonConformance("The report judged another dataset.", report=report, hint="Validate this dataset first.")
    if not report.conforms():
        raise NonConformance(
            "The data does not conform to its shapes, so it is not published.",
            report=report,
            hint="Mend what the report names, then start again.",
        )
    asserted = dataset.quads if isinstance(dataset.quads, Quads) else Quads(dataset.quads)
    store = apart(lambda: _filled(asserted))
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
        store=store,
        _asserted=asserted,
        _merged=_merge(store, asserted.sizes() | computed.sizes()),
    )


def _digest(project: Project, dataset: Dataset, report: ValidationReport, day: date) -> str:
    """The digest of everything that decides what is published of a revision, on pages and by programs.

    The base IRI and the files of the dataset are in the digest of the dataset.
    """
    settings = f"{project.languages} {sorted(project.own_prefixes.items())}"
    queries = datasets.digest(project, (*project.rules(), *project.queries()))
    state = f"{dataset.digest} {report.shapes_digest} {queries} {settings} {day.isoformat()}"
    return hashlib.sha256(state.encode()).hexdigest()


def _filled(quads: Quads) -> Store:
    store = Store()
    store.bulk_extend(quads)
    return store


def _merge(store: Store, sizes: Mapping[Term, int]) -> bool:
    """Fill the default graph with the merge of the named ones where a triple stands in two of them.

    The engine's union of graphs, which is faster, gives such a triple twice, and then every count is wrong. Of two
    graphs, one is not the largest.
    """
    largest = max(sizes, key=sizes.__getitem__, default=None)
    if not any(store.query(_ELSEWHERE_TOO.format(graph)) for graph in sizes if graph != largest):
        return False
    store.update(_MERGE)
    return True


def _compute(project: Project, store: Store, day: date) -> tuple[Quad, ...]:
    """Run the rules of ``ontology/computed`` in order, each seeing what the former ones derived.

    The graph says itself which day it holds for, and the rules read the day from there.
    """
    graph = project.computed_graph
    rules = project.rules()
    if not rules:
        return ()
    if "ct" not in project.own_prefixes:
        raise UsageError("kg.toml: [prefixes] has no ct, which the rules of the computed graph need.")
    derived = [Quad(graph, NamedNode(project.own_prefixes["ct"] + "computedOn"), _date(day), graph)]
    store.extend(derived)
    for path in rules:
        found = sorted(
            {Quad(t.subject, t.predicate, t.object, graph) for t in _construct(project, store, path)}, key=str
        )
        store.extend(found)
        derived += found
    return tuple(derived)


def _construct(project: Project, store: Store, path: Path) -> QueryTriples:
    try:
        found = store.query(path.read_text(encoding="utf-8"), use_default_graph_as_union=True)
    except SyntaxError as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        message = "a rule of the computed graph cannot be read from here on"
        raise QuerySyntaxError(message, file=project.relative(path), line=line, column=column) from error
    if not isinstance(found, QueryTriples):
        raise QuerySyntaxError("a rule of the computed graph must be a CONSTRUCT query", file=project.relative(path))
    return found


def _date(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))
