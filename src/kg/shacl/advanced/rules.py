"""Rules: `SHACL-AF §8 <https://www.w3.org/TR/shacl-af/#rules>`_, which pySHACL applies."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, Triple

from kg.shacl.pyshacl_adapter import rules_with_pyshacl
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.vocabulary import sh


def derived(statements: Iterable[Quad | Triple], graph: ShapesGraph) -> list[Triple]:
    """The statements that the rules of the shapes graph derive and the data does not have."""
    if not graph.subjects(sh("rule")):
        return []
    plain = {
        Triple(s.subject, s.predicate, s.object)
        for s in statements
        if not isinstance(s.subject, Triple) and not isinstance(s.object, Triple)
    }
    return [triple for triple in rules_with_pyshacl(plain, graph.quads) if triple not in plain]
