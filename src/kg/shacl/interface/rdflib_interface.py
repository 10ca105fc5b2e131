"""Validates rdflib graphs and files, called as ``pyshacl.validate`` is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pyoxigraph import BlankNode, NamedNode, Quad, parse

from kg.errors import DatasetError, UsageError
from kg.rdf import formats
from kg.shacl.inference.closure import Regime
from kg.shacl.interface import results_graph
from kg.shacl.pyshacl_adapter import from_rdflib, to_rdflib
from kg.shacl.report import Result, Severity, ValidationReport
from kg.shacl.shape_problems import ProblemKind
from kg.shacl.validator import Scope
from kg.shacl.validator import validate as validate_quads
from kg.sparql.property_path import Predicate

if TYPE_CHECKING:
    import rdflib

Input: TypeAlias = "rdflib.Graph | str | PathLike[str] | Iterable[rdflib.Graph | str | PathLike[str]]"
"""An rdflib graph or dataset, the path of a file, or several of these, whose union is meant."""


class Outcome(NamedTuple):
    """What pySHACL returns: the verdict, the results graph, and the results in words."""

    conforms: bool
    graph: rdflib.Graph
    text: str


def validate(
    data_graph: Input,
    shacl_graph: Input | None = None,
    ont_graph: Input | None = None,
    *,
    inference: str | None = None,
    advanced: bool = False,
    focus_nodes: Collection[str] | None = None,
    use_shapes: Collection[str] | None = None,
    allow_infos: bool = False,
    allow_warnings: bool = False,
    ignore: Collection[str] = (),
) -> Outcome:
    """The verdict on the data by the shapes, which without ``shacl_graph`` stand in the data.

    ``ont_graph`` counts as data and is not judged. ``inference`` is that of pySHACL: rdfs, owlrl, both or none.
    ``advanced`` uses those of the Advanced Features that are supported: rules, functions, expressions and targets.
    ``use_shapes`` are the only shapes to judge by, and ``focus_nodes`` the only nodes to judge, by their IRIs, which
    may have a prefix of the graphs; with both, the nodes are judged whether or not the shapes have them as targets.
    ``allow_infos`` and ``allow_warnings`` say that results of these severities do not count. ``ignore`` has the kinds
    of problems of ``kg validate --ignore``.

    Raises ShapesError for an unusable shape, DatasetError for a file, and UsageError for an unknown kind or focus node.
    """
    data = list(_quads(data_graph))
    shapes = data if shacl_graph is None else list(_quads(shacl_graph))
    report = validate_quads(
        data,
        shapes,
        background=() if ont_graph is None else _quads(ont_graph),
        ignored=_kinds(ignore),
        regime=_regime(inference),
        advanced=advanced,
        scope=_scope(use_shapes, focus_nodes, (data_graph, shacl_graph, ont_graph), data, shapes),
        dataset_digest="",
        shapes_digest="",
    )
    allowed = (Severity.WARNING, Severity.INFO) if allow_warnings else (Severity.INFO,) if allow_infos else ()
    conforms = all(result.severity in allowed for result in report.results)
    return _outcome(report, conforms=conforms)


def _outcome(report: ValidationReport, *, conforms: bool) -> Outcome:
    graph = to_rdflib(Quad(*triple) for triple in results_graph.triples(report.results, conforms=conforms))
    graph.bind("sh", "http://www.w3.org/ns/shacl#")
    return Outcome(conforms, graph, _text(report, conforms))


def _quads(graphs: Input) -> Iterator[Quad]:
    import rdflib

    if isinstance(graphs, rdflib.Graph):
        dataset = graphs if isinstance(graphs, rdflib.Dataset) else None
        triples = ((s, p, o) for s, p, o, _ in dataset.quads()) if dataset is not None else graphs
        for subject, predicate, value in triples:
            node, link = from_rdflib(subject), from_rdflib(predicate)
            if not isinstance(node, NamedNode | BlankNode) or not isinstance(link, NamedNode):
                raise DatasetError(f"no RDF statement: {subject!r} {predicate!r} {value!r}")
            yield Quad(node, link, from_rdflib(value))
    elif isinstance(graphs, str | PathLike):
        yield from _file(Path(fspath(graphs)))
    else:
        for graph in graphs:
            yield from _quads(graph)


def _file(path: Path) -> Iterator[Quad]:
    kind = None if path.name.lower().endswith(formats.COMPRESSED) else formats.of_input(path.name)
    if kind is None:
        raise DatasetError("its name does not tell the format", file=str(path), hint="As .ttl and .jsonld do.")
    try:
        yield from parse(path=path, format=kind.codec, base_iri=path.resolve().as_uri(), rename_blank_nodes=True)
    except SyntaxError as error:
        raise DatasetError(error.msg, file=str(path), line=error.lineno, column=error.offset) from error
    except OSError as error:
        raise DatasetError(f"cannot be read: {error.strerror or error}", file=str(path)) from error


def _kinds(names: Collection[str]) -> frozenset[ProblemKind]:
    try:
        return frozenset(map(ProblemKind, names))
    except ValueError as error:
        raise UsageError(f"ignore: {error}.", hint=f"There are: {', '.join(ProblemKind)}.") from error


def _graphs(inputs: Input) -> Iterator[rdflib.Graph]:
    """The rdflib graphs among the inputs."""
    import rdflib

    if isinstance(inputs, rdflib.Graph):
        yield inputs
    elif not isinstance(inputs, str | PathLike):
        for one in inputs:
            yield from _graphs(one)


def _scope(
    shape_names: Collection[str] | None,
    node_names: Collection[str] | None,
    inputs: Iterable[Input | None],
    data: Iterable[Quad],
    shapes: Iterable[Quad],
) -> Scope:
    """The shapes and nodes by name; raises UsageError for a node that neither data nor shapes have."""
    graphs = (graph for given in inputs if given is not None for graph in _graphs(given))
    prefixes = {prefix: str(namespace) for graph in graphs for prefix, namespace in graph.namespaces()}
    chosen, nodes = (
        tuple(_node(str(name), prefixes) for name in names) if names else None for names in (shape_names, node_names)
    )
    _refuse_unknown(nodes or (), data, shapes)
    return Scope(chosen, nodes)


def _node(iri: str, prefixes: Mapping[str, str]) -> NamedNode:
    prefix, colon, local = iri.partition(":")
    is_short = colon and prefix in prefixes and not local.startswith("//")
    return NamedNode(prefixes[prefix] + local if is_short else iri)


def _refuse_unknown(nodes: Iterable[NamedNode], data: Iterable[Quad], shapes: Iterable[Quad]) -> None:
    """Raise UsageError for a node that neither data nor shapes have: nothing would be judged."""
    if nodes:
        known = {term for quad in data for term in (quad.subject, quad.object)} | {quad.object for quad in shapes}
        for node in nodes:
            if node not in known:
                raise UsageError(f"focus_nodes: nothing in the data is called {node}.")


def _regime(name: str | None) -> Regime | None:
    try:
        return None if name in (None, "none") else Regime(name)
    except ValueError as error:
        raise UsageError(f"inference: {error}.", hint=f"There are: none, {', '.join(Regime)}.") from error


def _text(report: ValidationReport, conforms: bool) -> str:
    head = ["Validation Report", f"Conforms: {conforms}"]
    return "\n".join([*head, f"Results ({len(report.results)}):", *map(_line, report.results)]) + "\n"


def _line(result: Result) -> str:
    path = f" {result.path.iri}" if isinstance(result.path, Predicate) else ""
    value = "" if result.value is None else f", value {result.value}"
    return f"- {result.severity.value}: {result.focus_node}{path}: {result.message()}{value}"
