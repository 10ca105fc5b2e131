"""Reads ``sh:sparql`` and constraint components from the shapes graph, and refuses queries that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg.errors import ShapesError
from kg.rdf.namespaces import OWL
from kg.shacl.report import Term
from kg.shacl.shapes.path import text
from kg.shacl.shapes.path_reader import read_path
from kg.shacl.shapes.shape import Constraint
from kg.shacl.shapes.shape_node import Reader, ShapeNode
from kg.shacl.sparql_based.constraint import Select
from kg.shacl.sparql_based.prebinding import Plan, objections, plan
from kg.shacl.sparql_based.query_reader import read_query
from kg.shacl.sparql_based.store import SHAPES_GRAPH
from kg.shacl.vocabulary import component, sh
from kg.sparql.shapes_lexer import replaced, tokens

_SELECT, _ASK, _MESSAGE, _PREFIXES = sh("select"), sh("ask"), sh("message"), sh("prefixes")
_IMPORTS = NamedNode(OWL + "imports")


def read_sparql(shape: ShapeNode, value: Term) -> Constraint | None:
    """The constraint of one ``sh:sparql``; nothing if it is deactivated."""
    if not isinstance(value, NamedNode | BlankNode):
        raise shape.error(f"sh:sparql must be a node with a sh:select, not {value}")
    node = ShapeNode(shape.graph, value, is_property=shape.is_property)
    if node.boolean(sh("deactivated")):
        return None
    query = node.one(_SELECT)
    if query is None:
        raise shape.error(f"sh:sparql {value} has no sh:select")
    ready = read_plan(shape, node, node.string(_SELECT, query), {}, ("this",))
    return Select(ready, component("SPARQL"), value, tuple(node.text(_MESSAGE, m) for m in node.values(_MESSAGE)))


READERS: dict[NamedNode, Reader] = {sh("sparql"): Reader(read_sparql, several=True)}


def read_plan(
    shape: ShapeNode,
    node: ShapeNode,
    query: str,
    parameters: Mapping[str, Term],
    columns: tuple[str, ...],
    reserved: tuple[str, ...] = (),
) -> Plan:
    """The query of ``node``, ready to run for the shape; a ShapesError if it is no SPARQL or may not be pre-bound."""
    prefixes = _prefixes(node)
    fixed = {name: str(term) for name, term in parameters.items()} | _fixed(shape, query)
    declared = " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in prefixes.items())
    ready_to_read = f"{declared}\n{replaced(query, fixed)}"
    _check_syntax(node, ready_to_read, f"{declared}\n{query}")
    structure = read_query(ready_to_read, prefixes)
    for objection in objections(read_query(query, prefixes), (*columns, *reserved)):
        raise shape.error(f"the query of {node.name} {objection}")
    if len(columns) > 1 and "this" not in structure.root.mentions():
        columns = ("value",)
    ready = plan(structure, columns)
    _check_syntax(node, ready.for_rows(0), structure.text)
    return ready


def _check_syntax(node: ShapeNode, query: str, as_written: str) -> None:
    """Raise a ShapesError if ``query`` is no SPARQL, with the line and column of the query as it is written.

    One line with prefixes stands before either, and is not counted.
    """
    problem = _complaint(query)
    if problem is None:
        return
    problem = _complaint(as_written) or problem
    found = re.match(r"error at (\d+):(\d+): (.*)", problem.msg or "", re.DOTALL)
    line, column, said = (int(found[1]) - 1, int(found[2]), found[3]) if found else (None, None, problem.msg)
    raise ShapesError(
        f"the query of {node.name} is no SPARQL: {said}",
        shape=str(node.name),
        parameter=str(_SELECT if node.values(_SELECT) else _ASK),
        line=line,
        column=column,
    ) from problem


def _complaint(query: str) -> SyntaxError | None:
    try:
        Store().query(query)
    except SyntaxError as problem:
        return problem
    return None


def _fixed(shape: ShapeNode, query: str) -> dict[str, str]:
    """What is the same for every focus node of a shape: its path, its name, the shapes graph."""
    used = {word.variable for word in tokens(query)}
    fixed = {"shapesGraph": str(SHAPES_GRAPH)}
    if "PATH" in used:
        paths = shape.values(sh("path"))
        if not paths:
            raise shape.error("its query uses $PATH, which only property shapes have")
        fixed["PATH"] = text(read_path(paths[0], shape.graph.objects))
        if not isinstance(paths[0], NamedNode):
            fixed["PATH"] = f"({fixed['PATH']})"
    if "currentShape" in used:
        if isinstance(shape.name, BlankNode):
            raise shape.error("its query uses $currentShape, so it needs an IRI")
        fixed["currentShape"] = str(shape.name)
    return fixed


def _prefixes(node: ShapeNode) -> dict[str, str]:
    """The prefixes that ``sh:prefixes`` leads to, through owl:imports."""
    found: dict[str, str] = {}
    pending, seen = list(node.values(_PREFIXES)), set[Term]()
    while pending:
        each = pending.pop()
        if each in seen:
            continue
        seen.add(each)
        pending += node.graph.objects(each, _IMPORTS)
        for declaration in node.graph.objects(each, sh("declare")):
            prefix, namespace = _declared(node, declaration)
            if found.setdefault(prefix, namespace) != namespace:
                raise node.error(f"the prefix {prefix}: is declared for <{found[prefix]}> and for <{namespace}>")
    return found


def _declared(node: ShapeNode, declaration: Term) -> tuple[str, str]:
    prefixes = node.graph.objects(declaration, sh("prefix"))
    namespaces = node.graph.objects(declaration, sh("namespace"))
    if len(prefixes) != 1 or len(namespaces) != 1 or not isinstance(namespaces[0], Literal):
        raise node.error("each sh:declare needs one sh:prefix and one sh:namespace")
    if not isinstance(prefixes[0], Literal):
        raise node.error(f"sh:prefix must be a string, not {prefixes[0]}")
    return prefixes[0].value, namespaces[0].value
