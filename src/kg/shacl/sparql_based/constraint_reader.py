"""Reads the query of ``sh:sparql`` or of a validator from the shapes graph, and refuses one that cannot be used.

`SHACL §5 <https://www.w3.org/TR/shacl/#sparql-constraints>`_.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from kg.errors import QueryError, QuerySyntaxError, ShapesError
from kg.rdf.namespaces import OWL
from kg.shacl.report import Term
from kg.shacl.shape_problems import ProblemKind
from kg.shacl.shapes.path_reader import read_path
from kg.shacl.shapes.shape import Constraint
from kg.shacl.shapes.shape_node import ShapeNode
from kg.shacl.sparql_based.constraint import Select
from kg.shacl.sparql_based.prebinding import (
    Objection,
    Plan,
    grouped_by_this,
    objections,
    plan,
    slips,
    substitute,
    tokens_of,
)
from kg.shacl.sparql_based.store import SHAPES_GRAPH
from kg.shacl.vocabulary import component, sh
from kg.sparql import lexer, syntax_errors
from kg.sparql.lexer import Kind
from kg.sparql.property_path import text
from kg.sparql.query_reader import read_query
from kg.sparql.rewriting import function_calls

_SELECT, _ASK, _CONSTRUCT = sh("select"), sh("ask"), sh("construct")
_MESSAGE, _PREFIXES = sh("message"), sh("prefixes")
_IMPORTS = NamedNode(OWL + "imports")
_SCHEMES = ("http", "https", "urn", "mailto", "file", "ftp", "tel")
_UNBROKEN = re.compile(r"[^\s{}()\"]+")
_DECLARE = "sh:prefixes names an ontology whose sh:declare has a sh:prefix and a sh:namespace."


def read_sparql(shape: ShapeNode, value: Term) -> Constraint | None:
    """The constraint of one ``sh:sparql``; None if it is deactivated."""
    if not isinstance(value, NamedNode | BlankNode):
        raise shape.error(f"sh:sparql must be a node with a sh:select, not {value}")
    node = ShapeNode(shape.graph, value, is_property=shape.is_property)
    if node.boolean(sh("deactivated")):
        return None
    query = node.one(_SELECT)
    if query is None:
        raise shape.error(f"sh:sparql {value} has no sh:select")
    ready = read_plan(shape, node, node.string(_SELECT, query), {}, ("this",))
    return Select(
        component("SPARQL"), value, ready, tuple(node.text(_MESSAGE, message) for message in node.values(_MESSAGE))
    )


def read_plan(
    shape: ShapeNode,
    node: ShapeNode,
    query: str,
    parameters: Mapping[str, Term],
    columns: tuple[str, ...],
    reserved: tuple[str, ...] = (),
) -> Plan:
    """The plan of the query of ``node`` for the shape; ``columns`` are the variables that differ from row to row.

    Raises ShapesError if the query is not valid SPARQL or its variables cannot be pre-bound.
    """
    prefixes, query = prefixes_of(node), grouped_by_this(query)
    for slip in slips(query, (*columns, *reserved)):
        raise _objected(node, query, slip)
    constants = {name: str(term) for name, term in parameters.items()} | _constants(shape, node, query)
    declared = " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in prefixes.items())
    text = f"{declared}\n{substitute(query, constants)}"
    check_syntax(node, text, f"{declared}\n{query}")
    structure = read_query(text, prefixes)
    for objection in objections(read_query(query, prefixes), (*columns, *reserved)):
        raise _objected(node, query, objection)
    _refuse_form(node, query, structure.select.form)
    _refuse_patterns(node, query)
    if len(columns) > 1 and "this" not in structure.root.mentions():
        columns = ("value",)
    query_plan = plan(structure, columns)
    check_syntax(node, query_plan.for_rows(0), structure.text)
    return query_plan


def _refuse_form(node: ShapeNode, query: str, form: str) -> None:
    """Raise a ShapesError for an ASK query in sh:select, or a SELECT query in sh:ask."""
    wanted = "SELECT" if node.values(_SELECT) else "ASK"
    form = form or next((token.keyword for token in tokens_of(query) if token.matches("CONSTRUCT", "DESCRIBE")), "none")
    if form != wanted:
        raise _objected(node, query, Objection(max(0, query.find(form)), f"must be a {wanted} query, and is {form}"))


def _refuse_patterns(node: ShapeNode, query: str) -> None:
    """Raise a ShapesError for a regular expression that is none: each solution would be an error, and no result."""
    for token, pattern, flags in function_calls.patterns(tokens_of(query)):
        call = (
            f"SELECT (REGEX({', '.join(map(str, (Literal(''), Literal(pattern), Literal(flags))))}) AS ?matches) {{}}"
        )
        solutions = Store().query(call)
        assert isinstance(solutions, QuerySolutions)
        if next(iter(solutions))["matches"] is None:
            words = f"has {token.text}, which is not a valid regular expression, so that nothing would match it"
            raise _objected(node, query, Objection(token.offset, words))


def _objected(node: ShapeNode, query: str, objection: Objection) -> ShapesError:
    """The error for a query that SHACL does not allow, with the place in it."""
    line, column = lexer.place(query, objection.offset)
    return ShapesError(
        f"the query of {node.name} {objection.text}",
        shape=str(node.name),
        parameter=str(_SELECT if node.values(_SELECT) else _ASK),
        line=line,
        column=column,
    )


def check_syntax(node: ShapeNode, query: str, as_written: str) -> None:
    """Raise a ShapesError for a query that is not valid SPARQL, or calls a function that is not offered.

    It has the line and column in the query as it is written. Both texts begin with one line of prefixes, which is not
    counted.
    """
    problem = _problem(query)
    if problem is None:
        return
    written = _problem(as_written)
    described = _described(as_written, written) if written else _described(query, problem)
    is_function = isinstance(problem, RuntimeError)
    raise ShapesError(
        f"the query of {node.name} {'cannot be run' if is_function else 'is not valid SPARQL'}: {described.message}",
        shape=str(node.name),
        parameter=str(next((name for name in (_SELECT, _ASK) if node.values(name)), _CONSTRUCT)),
        line=described.line - 1 if described.line and written else None,
        column=described.column if written else None,
        hint="Functions of sh:SPARQLFunction are not run; --advanced runs them, --ignore advanced leaves the shape out."
        if is_function
        else described.hint,
        kind=ProblemKind.ADVANCED if is_function else ProblemKind.INVALID,
    ) from problem


def _described(text: str, problem: SyntaxError | RuntimeError) -> QueryError:
    """The engine's error in words, with the token at which it stopped."""
    if isinstance(problem, RuntimeError):
        return syntax_errors.failure(text, problem)
    try:
        return _undeclared(text) or syntax_errors.syntax_error(text, problem)
    except QuerySyntaxError as error:
        return error  # the text has a character that no token begins with


def _undeclared(text: str) -> QuerySyntaxError | None:
    """The first name in the text whose prefix is not declared."""
    words = list(lexer.scan(text))
    declared = lexer.declared(words)
    for before, word in pairwise(words):
        prefix, colon, _ = word.text.partition(":")
        is_name = word.kind is Kind.PREFIXED_NAME and colon and before.keyword != "PREFIX"
        if is_name and prefix not in declared:
            if prefix.lower() in _SCHEMES:
                iri = _UNBROKEN.match(text, word.offset)
                message = f"{iri[0] if iri else word.text} is not written as an IRI"
                return lexer.error(text, word.offset, message, "An IRI stands between < and >.")
            return lexer.error(text, word.offset, f"the prefix {prefix}: is not declared by sh:prefixes", _DECLARE)
    return None


def _problem(query: str) -> SyntaxError | RuntimeError | None:
    """What the engine objects to in a query: its syntax, or a function that it does not have."""
    try:
        Store().query(query + syntax_errors.PADDING)
    except (SyntaxError, RuntimeError) as problem:
        return problem
    return None


def _constants(shape: ShapeNode, node: ShapeNode, query: str) -> dict[str, str]:
    """The variables with the same value for every focus node of a shape: its path, its name, the shapes graph."""
    used = {token.variable: token.offset for token in reversed(tokens_of(query))}
    constants = {"shapesGraph": str(SHAPES_GRAPH)}
    if "PATH" in used:
        paths = shape.values(sh("path"))
        if not paths:
            reason = f"uses $PATH, which only property shapes have, and {shape.name} is none"
            raise _objected(node, query, Objection(used["PATH"], reason))
        constants["PATH"] = text(read_path(paths[0], shape.graph.objects))
        if not isinstance(paths[0], NamedNode):
            constants["PATH"] = f"({constants['PATH']})"
    if "currentShape" in used:
        if isinstance(shape.name, BlankNode):
            reason = f"uses $currentShape, so the shape {shape.name} needs an IRI"
            raise _objected(node, query, Objection(used["currentShape"], reason))
        constants["currentShape"] = str(shape.name)
    return constants


def prefixes_of(node: ShapeNode) -> dict[str, str]:
    """The prefixes declared by the values of ``sh:prefixes``, and by the ontologies that these import."""
    prefixes: dict[str, str] = {}
    pending, seen = list(node.values(_PREFIXES)), set[Term]()
    while pending:
        ontology = pending.pop()
        if ontology in seen:
            continue
        seen.add(ontology)
        pending += node.graph.objects(ontology, _IMPORTS)
        for declaration in node.graph.objects(ontology, sh("declare")):
            prefix, namespace = _declared(node, declaration)
            if prefixes.setdefault(prefix, namespace) != namespace:
                raise node.error(f"the prefix {prefix}: is declared for <{prefixes[prefix]}> and for <{namespace}>")
    return prefixes


def _declared(node: ShapeNode, declaration: Term) -> tuple[str, str]:
    prefixes = node.graph.objects(declaration, sh("prefix"))
    namespaces = node.graph.objects(declaration, sh("namespace"))
    if len(prefixes) != 1 or len(namespaces) != 1 or not isinstance(namespaces[0], Literal):
        raise node.error("each sh:declare needs one sh:prefix and one sh:namespace")
    if not isinstance(prefixes[0], Literal):
        raise node.error(f"sh:prefix must be a string, not {prefixes[0]}")
    return prefixes[0].value, namespaces[0].value
