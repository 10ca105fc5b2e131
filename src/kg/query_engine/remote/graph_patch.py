"""The difference of two graphs as statements to delete and to insert, where these can say it.

DELETE DATA has no blank nodes, and those of INSERT DATA are new ones (`SPARQL 1.1 Update, section 3.1
<https://www.w3.org/TR/sparql11-update/#graphUpdate>`_). So there is a patch only where all statements with blank nodes
are the same in both graphs, by their canonical labels (`RDFC-1.0 <https://www.w3.org/TR/rdf-canon/>`_).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Triple

from kg.query_engine.remote import graph_digest
from kg.query_engine.remote.graph_digest import GraphDigest, as_stored
from kg.rdf.namespaces import XSD

_STRING = NamedNode(XSD + "string")
_PART = 0.5
"""A patch with more than so much of a graph is more work than the graph."""


@dataclass(frozen=True, slots=True)
class GraphPatch:
    """Statements to delete first, and to insert then, as lines of N-Triples."""

    deleted: Sequence[str]
    inserted: Sequence[str]
    before: Set[Triple]
    after: Set[Triple]
    """What has a subject and a predicate of the patch, before and after it."""

    def __len__(self) -> int:
        return len(self.deleted) + len(self.inserted)

    def leads(self, start: GraphDigest, end: GraphDigest) -> bool:
        """Whether it makes of the graph with the one digest that with the other, in one of the ways of engines."""
        return end.minus(start) in graph_digest.changes(self.before, self.after)


def between(old: Iterable[Triple], new: Iterable[Triple]) -> GraphPatch | str:
    """The patch from one graph to another; or why there is none.

    An engine may take two spellings of a number for one term, so that a deleted one takes the other with it. Hence what
    stays and may be the same to it is inserted too.
    """
    old_ground, old_blank = _split(old)
    new_ground, new_blank = _split(new)
    if (old_blank or new_blank) and _canonical(old_blank) != _canonical(new_blank):
        return "its blank nodes differ"
    deleted = old_ground - new_ground
    touched = {_loosely(triple) for triple in deleted} - {None}
    inserted = (new_ground - old_ground) | {triple for triple in new_ground if _loosely(triple) in touched}
    keys = {(triple.subject, triple.predicate) for triple in deleted | inserted}
    before, after = (
        {triple for triple in ground if (triple.subject, triple.predicate) in keys}
        for ground in (old_ground, new_ground)
    )
    patch = GraphPatch(_lines(deleted), _lines(inserted), before, after)
    return patch if len(patch) <= _PART * len(new_ground) else "more than half of it differs"


def are_equal(read: Iterable[Triple], pushed: Iterable[Triple]) -> bool:
    """Whether a graph as an engine sends it is the one that was pushed, whatever it makes of the spelling of terms."""
    parts = [_split(as_stored(triples)) for triples in (read, pushed)]
    grounds, blanks = zip(*parts, strict=True)
    return grounds[0] == grounds[1] and _canonical(blanks[0]) == _canonical(blanks[1])


def _split(triples: Iterable[Triple]) -> tuple[set[Triple], list[Triple]]:
    ground: set[Triple] = set()
    blank: list[Triple] = []
    for triple in triples:
        if _has_blank(triple):
            blank.append(triple)
        else:
            ground.add(triple)
    return ground, blank


def _has_blank(term: object) -> bool:
    if isinstance(term, Triple):
        return _has_blank(term.subject) or _has_blank(term.object)
    return isinstance(term, BlankNode)


def _canonical(triples: Iterable[Triple]) -> set[Quad]:
    dataset = Dataset(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def _loosely(triple: Triple) -> tuple[object, ...] | None:
    """What a statement has in common with those that an engine may take for the same; None where there are none."""
    value = triple.object
    if not isinstance(value, Literal) or value.language or value.datatype == _STRING:
        return None
    return triple.subject, triple.predicate


def _lines(triples: Iterable[Triple]) -> list[str]:
    return sorted(f"{triple} .\n" for triple in triples)
