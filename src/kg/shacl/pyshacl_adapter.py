"""Validates with pySHACL, the reference where our engine cannot be exact or has to be checked.

pySHACL gets rdflib graphs in memory: on a graph backed by Oxigraph it reports false violations, because such a store
rewrites literals. rdflib and pySHACL are imported on first use, because that takes half a second.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import DatasetError, ShapesError
from kg.rdf.namespaces import SH
from kg.shacl.literals.regular_expressions import LIMIT, TooSlow, limited
from kg.shacl.report import Result, Term
from kg.shacl.shapes.path_reader import read_path

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


def validate_with_pyshacl(
    data: Iterable[Quad], shapes: Iterable[Quad], *, module: str = "pyshacl", advanced: bool = False
) -> tuple[Result, ...]:
    """The results of pySHACL for the union of the graphs of ``data`` by the union of the graphs of ``shapes``.

    Without entailment. ``module`` names another one with the interface of pySHACL. Raises
    ShapesError with its message where it cannot use the shapes, TooSlow where a regular expression takes too long.
    """
    with _quiet_about_ill_formed_literals(), _limited_regular_expressions():
        try:
            validate = import_module(module).validate
            _, report, _ = validate(to_rdflib(data), shacl_graph=to_rdflib(shapes), inference="none", advanced=advanced)
        except _faults() as problem:
            raise ShapesError(f"pySHACL cannot use the shapes: {_words(problem)}") from problem
    if isinstance(report, RuntimeError):
        raise ShapesError(f"pySHACL cannot use the shapes: {report}") from report
    return tuple(_results(report))


def rules_with_pyshacl(data: Iterable[Triple], shapes: Iterable[Quad]) -> Iterator[Triple]:
    """The statements of the data after pySHACL has applied the rules of the shapes once, in their order.

    Raises ShapesError with its message where it cannot use them.
    """
    from pyshacl import shacl_rules

    with _quiet_about_ill_formed_literals(), _limited_regular_expressions():
        try:
            graph = shacl_rules(to_rdflib(data), shacl_graph=to_rdflib(shapes), inference="none")
        except _faults() as problem:
            raise ShapesError(f"pySHACL says: {_words(problem)}") from problem
    for statement in graph:
        subject, predicate, value = (from_rdflib(term) for term in statement[:3])  # type: ignore[arg-type]
        if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode):
            yield Triple(subject, predicate, value)


def _faults() -> tuple[type[Exception], ...]:
    """What pySHACL and rdflib raise at shapes that they cannot use: hardly ever an exception of their own."""
    from pyparsing import ParseException

    mistakes = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
    return (*mistakes, ParseException, re.error)


def _words(problem: Exception) -> str:
    """What an exception says, in one line, and its kind where that is no sentence by itself."""
    text = " ".join(str(problem).split("\nFor reference")[0].split())
    spoken = isinstance(problem, RuntimeError) and not isinstance(problem, RecursionError) and text
    return text if spoken else f"{type(problem).__name__}: {text}"


def to_rdflib(quads: Iterable[Quad | Triple]) -> rdflib.Graph:
    """The union of the graphs as one rdflib graph, blank nodes keeping their labels, literals as written."""
    graph = _graph_type()(bind_namespaces="none")
    known: dict[Term, Node] = {}

    def converted(term: Term) -> Node:
        node = known.get(term)
        if node is None:
            node = known[term] = _to_rdflib(term)
        return node

    for quad in quads:
        graph.add((converted(quad.subject), converted(quad.predicate), converted(quad.object)))
    return graph


@cache
def _graph_type() -> type[rdflib.Graph]:
    """A graph that parses each query once: pySHACL repeats it for every focus node, and 80 % is parsing."""
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    prepared = lru_cache(maxsize=512)(prepareQuery)

    class Prepared(rdflib.Graph):
        def query(self, query_object: Any, *arguments: Any, **options: Any) -> Any:
            return super().query(
                prepared(query_object) if isinstance(query_object, str) else query_object, *arguments, **options
            )

    return Prepared


def _to_rdflib(term: Term) -> Node:
    import rdflib

    match term:
        case Literal() if term.direction is not None:
            raise DatasetError(f"pySHACL knows no base direction (RDF 1.2): {term}")
        case NamedNode():
            return rdflib.URIRef(term.value)
        case BlankNode():
            return rdflib.BNode(term.value)
        case Literal() if term.language is not None:
            return rdflib.Literal(term.value, lang=term.language)
        case Literal():
            # rdflib distinguishes "a" from "a"^^xsd:string; RDF 1.1 and pyoxigraph do not. Its parsers make a plain
            # literal the former. Only queries see the difference: pySHACL itself treats the two alike.
            plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
            datatype = None if plain else rdflib.URIRef(term.datatype.value)
            return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    raise DatasetError(f"pySHACL knows no triple terms (RDF 1.2): <<( {term} )>>")


def from_rdflib(node: Node) -> NamedNode | BlankNode | Literal:
    """The term for pyoxigraph, with the same lexical form."""
    import rdflib

    match node:
        case rdflib.URIRef():
            return NamedNode(str(node))
        case rdflib.BNode():
            return BlankNode(str(node))
        case rdflib.Literal() if node.language:
            return Literal(str(node), language=node.language)
        case rdflib.Literal():
            return Literal(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else None)
    raise DatasetError(f"rdflib's {node!r} is not an RDF term")


def _results(report: rdflib.Graph) -> Iterator[Result]:
    from rdflib.namespace import RDF as RDFLIB_RDF
    from rdflib.namespace import SH as RDFLIB_SH

    def objects(subject: NamedNode | BlankNode, predicate: NamedNode) -> list[Term]:
        return [from_rdflib(node) for node in report.objects(_to_rdflib(subject), _to_rdflib(predicate))]

    def only(subject: NamedNode | BlankNode, name: str) -> Term | None:
        return next(iter(objects(subject, NamedNode(SH + name))), None)

    details = {from_rdflib(node) for node in report.objects(None, RDFLIB_SH.detail)}
    for subject in report.subjects(RDFLIB_RDF.type, RDFLIB_SH.ValidationResult):
        node = from_rdflib(subject)
        if isinstance(node, Literal) or node in details:
            continue
        path = only(node, "resultPath")
        focus_node, component = only(node, "focusNode"), only(node, "sourceConstraintComponent")
        shape, severity = only(node, "sourceShape"), only(node, "resultSeverity")
        assert focus_node is not None
        assert isinstance(component, NamedNode)
        assert isinstance(severity, NamedNode)
        assert isinstance(shape, NamedNode | BlankNode)
        messages = [
            message for message in objects(node, NamedNode(SH + "resultMessage")) if isinstance(message, Literal)
        ]
        yield Result(
            focus_node=focus_node,
            path=None if path is None else read_path(path, objects),
            value=only(node, "value"),
            component=component,
            source_shape=shape,
            severity_iri=severity,
            messages=tuple(sorted(messages, key=str)),
            source_constraint=only(node, "sourceConstraint"),
        )


@contextmanager
def _quiet_about_ill_formed_literals() -> Iterator[None]:
    """Suppresses the warning or traceback that rdflib logs for each ill-formed literal."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = before


@contextmanager
def _limited_regular_expressions() -> Iterator[None]:
    """Gives each search of rdflib's REGEX and REPLACE a limit of time: it calls ``re``, which cannot be stopped."""
    from rdflib.plugins.sparql import operators

    before = vars(operators)["re"]
    vars(operators)["re"] = _LimitedExpressions
    try:
        yield
    finally:
        vars(operators)["re"] = before


class _LimitedExpressions:
    """As much of the module ``re`` as rdflib's functions use."""

    IGNORECASE, DOTALL, MULTILINE = re.IGNORECASE, re.DOTALL, re.MULTILINE

    @staticmethod
    def search(pattern: str, text: str, flags: int = 0) -> bool:
        re.compile(pattern)  # what is none for ``re`` is an error, as without the limit
        try:
            return limited(pattern, int(flags)).search(text, timeout=LIMIT) is not None
        except TimeoutError:
            raise TooSlow(text) from None

    @staticmethod
    def sub(pattern: str, replacement: str, text: str, flags: int = 0) -> str:
        re.compile(pattern)
        try:
            return str(limited(pattern, int(flags)).sub(replacement, text, timeout=LIMIT))
        except TimeoutError:
            raise TooSlow(text) from None
