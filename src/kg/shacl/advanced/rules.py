"""Rules: `SHACL-AF §8 <https://www.w3.org/TR/shacl-af/#rules>`_, which pySHACL applies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import ShapesError
from kg.shacl.advanced import node_expressions
from kg.shacl.literals.regular_expressions import TooSlow
from kg.shacl.pyshacl_adapter import rules_with_pyshacl
from kg.shacl.report import Term
from kg.shacl.shape_problems import ProblemKind
from kg.shacl.shapes.shape_node import ShapeNode, written
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.sparql_based.constraint_reader import check_syntax, prefixes_of
from kg.shacl.vocabulary import sh

_RULE, _CONSTRUCT, _ORDER = sh("rule"), sh("construct"), sh("order")
_TRIPLE = (sh("subject"), sh("predicate"), sh("object"))


def derived(statements: Iterable[Quad | Triple], graph: ShapesGraph) -> list[Triple]:
    """The statements that the rules of the shapes graph derive and the data does not have.

    Raises ShapesError, with the shape and the rule, where pySHACL cannot use one.
    """
    rules = [(shape, rule) for shape in graph.subjects(_RULE) for rule in graph.objects(shape, _RULE)]
    if not rules:
        return []
    for shape, rule in rules:
        _check(shape, rule, graph)
    _check_queries(graph)
    plain = {
        Triple(s.subject, s.predicate, s.object)
        for s in statements
        if not isinstance(s.subject, Triple) and not isinstance(s.object, Triple)
    }
    try:
        return [triple for triple in rules_with_pyshacl(plain, graph.quads) if triple not in plain]
    except (ShapesError, TooSlow) as problem:
        raise _of_one_rule(rules, plain, graph, problem) from problem


def _of_one_rule(
    rules: list[tuple[NamedNode | BlankNode, Term]],
    plain: Iterable[Triple],
    graph: ShapesGraph,
    problem: ShapesError | TooSlow,
) -> ShapesError:
    """The problem as one of the first rule that has it alone, else of the first one."""
    for shape, rule in rules:
        others = (quad for quad in graph.quads if quad.predicate != _RULE)
        try:
            list(rules_with_pyshacl(plain, [*others, Quad(shape, _RULE, rule)]))
        except (ShapesError, TooSlow) as own:
            return _unusable(shape, rule, _reason(own, graph))
    return _unusable(*rules[0], f"beside others, {_reason(problem, graph)}")


def _reason(problem: ShapesError | TooSlow, graph: ShapesGraph) -> str:
    """What is wrong, without the labels of blank nodes, which nobody wrote."""
    if isinstance(problem, TooSlow):
        return f'a regular expression takes too long on the value "{problem}"'
    labels = {node.value for node in graph.described if isinstance(node, BlankNode)}
    return re.sub(r"\w+", lambda word: "[ ]" if word[0] in labels else word[0], problem.message)


def _unusable(shape: NamedNode | BlankNode, rule: Term, reason: str, parameter: NamedNode | None = None) -> ShapesError:
    """The error at the rule where statements describe it, else at the shape."""
    is_node = isinstance(rule, NamedNode | BlankNode)
    name = f"the rule {rule}" if isinstance(rule, NamedNode) else "a rule"
    return ShapesError(
        f"{name} of the shape {shape} cannot be used: {reason}",
        shape=str(rule if is_node and parameter else shape),
        parameter=str(parameter or rule if is_node else _RULE),
    )


def _check(shape: NamedNode | BlankNode, rule: Term, graph: ShapesGraph) -> None:
    """Raise ShapesError for a rule that is not well-formed, of which pySHACL would not say where it stands."""
    if not isinstance(rule, NamedNode | BlankNode):
        raise _unusable(shape, rule, f"it is {rule}, not a sh:TripleRule or sh:SPARQLRule")
    is_triple, is_query = (graph.is_instance(rule, sh(kind)) for kind in ("TripleRule", "SPARQLRule"))
    if not is_triple and not is_query:
        raise _unusable(shape, rule, "it is neither a sh:TripleRule nor a sh:SPARQLRule")
    for parameter, reason in (*(_slips(rule, graph) if is_triple else ()), *_wrong_order(rule, graph)):
        raise _unusable(shape, rule, reason, parameter)
    if is_query and not graph.objects(rule, _CONSTRUCT):
        raise _unusable(shape, rule, "it has no sh:construct")


def _slips(rule: NamedNode | BlankNode, graph: ShapesGraph) -> Iterator[tuple[NamedNode | None, str]]:
    for parameter in _TRIPLE:
        values = graph.objects(rule, parameter)
        if len(values) != 1:
            reason = f"it needs one {written(parameter)}" if values else f"it has no {written(parameter)}"
            yield parameter if values else None, reason
        elif isinstance(values[0], Literal) and parameter != _TRIPLE[2]:
            yield parameter, f"{written(parameter)} must not be a literal: {values[0]}"
        elif problem := node_expressions.problem(values[0], graph):
            yield parameter, f"{written(parameter)}: {problem}"


def _wrong_order(rule: NamedNode | BlankNode, graph: ShapesGraph) -> Iterator[tuple[NamedNode | None, str]]:
    for value in graph.objects(rule, _ORDER):
        try:
            Decimal(value.value if isinstance(value, Literal) else "")
        except InvalidOperation:
            yield _ORDER, f"sh:order must be a number, not {value}"


def _check_queries(graph: ShapesGraph) -> None:
    """Raise ShapesError, with the place, for a rule whose query is not valid SPARQL; functions are pySHACL's matter."""
    for rule in graph.subjects(_CONSTRUCT):
        for value in graph.objects(rule, _CONSTRUCT):
            node = ShapeNode(graph, rule, is_property=False)
            query = node.string(_CONSTRUCT, value)
            declared = " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in prefixes_of(node).items())
            try:
                check_syntax(node, f"{declared}\n{query}", f"{declared}\n{query}")
            except ShapesError as problem:
                if problem.kind != ProblemKind.ADVANCED:
                    raise
