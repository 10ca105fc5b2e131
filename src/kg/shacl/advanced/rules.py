"""Rules: `SHACL-AF §8 <https://www.w3.org/TR/shacl-af/#rules>`_, which pySHACL applies."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, Triple

from kg.errors import ShapesError
from kg.shacl.pyshacl_adapter import rules_with_pyshacl
from kg.shacl.shape_problems import ProblemKind
from kg.shacl.shapes.shape_node import ShapeNode
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.sparql_based.constraint_reader import check_syntax, prefixes_of
from kg.shacl.vocabulary import sh


def derived(statements: Iterable[Quad | Triple], graph: ShapesGraph) -> list[Triple]:
    """The statements that the rules of the shapes graph derive and the data does not have."""
    if not graph.subjects(sh("rule")):
        return []
    _check_queries(graph)
    plain = {
        Triple(s.subject, s.predicate, s.object)
        for s in statements
        if not isinstance(s.subject, Triple) and not isinstance(s.object, Triple)
    }
    return [triple for triple in rules_with_pyshacl(plain, graph.quads) if triple not in plain]


def _check_queries(graph: ShapesGraph) -> None:
    """Raise ShapesError, with the place, for a rule whose query is not valid SPARQL; functions are pySHACL's matter."""
    predicate = sh("construct")
    for rule in graph.subjects(predicate):
        for value in graph.objects(rule, predicate):
            node = ShapeNode(graph, rule, is_property=False)
            query = node.string(predicate, value)
            declared = " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in prefixes_of(node).items())
            try:
                check_syntax(node, f"{declared}\n{query}", f"{declared}\n{query}")
            except ShapesError as problem:
                if problem.kind != ProblemKind.ADVANCED:
                    raise
