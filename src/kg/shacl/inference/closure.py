"""Statements that data entails: `SHACL §1.5 <https://www.w3.org/TR/shacl/#shacl-rdfs>`_ leaves the regime to the user.

The closures are those of pySHACL: without the axioms on literals, which would give literals properties. owlrl and
rdflib are imported on first use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.rdf.namespaces import OWL, RDFS
from kg.shacl.pyshacl_adapter import from_rdflib, to_rdflib
from kg.shacl.report import Term
from kg.shacl.shapes_graph import ShapesGraph
from kg.shacl.vocabulary import sh

if TYPE_CHECKING:
    import rdflib


class Regime(StrEnum):
    """What is inferred; the values are those of ``--infer`` and of pySHACL's ``inference``."""

    RDFS = "rdfs"
    OWLRL = "owlrl"
    BOTH = "both"

    def __or__(self, other: str) -> Regime:
        return self if self == other else Regime.BOTH


UNIVERSAL_CLASSES = (NamedNode(RDFS + "Resource"), NamedNode(OWL + "Thing"))
"""The classes of which every node is entailed to be an instance."""
_IRIS = {
    "http://www.w3.org/ns/entailment/RDFS": Regime.RDFS,
    "http://www.w3.org/ns/owl-profile/RL": Regime.OWLRL,
}


def demanded(graph: ShapesGraph) -> Iterator[tuple[NamedNode | BlankNode, Term, Regime | None]]:
    """Each ``sh:entailment`` of the shapes graph: its subject, its value, and the regime if it is supported."""
    predicate = sh("entailment")
    for subject in graph.subjects(predicate):
        for value in graph.objects(subject, predicate):
            yield subject, value, _IRIS.get(value.value) if isinstance(value, NamedNode) else None


def entailed(statements: Iterable[Quad | Triple], regime: Regime) -> list[Triple]:
    """The statements that the union of the graphs entails and does not have.

    Statements with a triple term entail nothing. Generalised statements, such as those about a literal, are left out.
    """
    given = {(s.subject, s.predicate, s.object) for s in statements if _is_plain(s)}
    graph = to_rdflib(Quad(*terms) for terms in given)
    before = set(graph)
    _expand(graph, regime)
    triples = (tuple(map(from_rdflib, statement)) for statement in graph if statement not in before)
    return [
        Triple(subject, predicate, value)
        for subject, predicate, value in triples
        if isinstance(subject, NamedNode | BlankNode)
        and isinstance(predicate, NamedNode)
        and (subject, predicate, value) not in given
    ]


def _is_plain(statement: Quad | Triple) -> bool:
    return not isinstance(statement.subject, Triple) and not isinstance(statement.object, Triple)


def _expand(graph: rdflib.Graph, regime: Regime) -> None:
    from owlrl import DeductiveClosure, OWLRL_Semantics, RDFS_OWLRL_Semantics, RDFS_Semantics

    class Rdfs(RDFS_Semantics):  # type: ignore[misc]
        def one_time_rules(self) -> None:
            """Leave out what is inferred about literals."""

    class Both(RDFS_OWLRL_Semantics):  # type: ignore[misc]
        def one_time_rules(self) -> None:
            """Leave out what RDFS infers about literals."""
            OWLRL_Semantics.one_time_rules(self)

    semantics: dict[Regime, Any] = {Regime.RDFS: Rdfs, Regime.OWLRL: OWLRL_Semantics, Regime.BOTH: Both}
    DeductiveClosure(semantics[regime]).expand(graph)
