"""Random faults in real data: statements dropped, doubled, retyped, linked elsewhere, misdated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.rdf.namespaces import RDF, XSD
from kg.shacl.report import Result

Term = NamedNode | BlankNode | Literal | Triple
DATE, STRING = NamedNode(XSD + "date"), NamedNode(XSD + "string")
KINDS = ("drop", "duplicate", "retype", "relink", "misdate")
DATATYPES = tuple(NamedNode(XSD + name) for name in ("string", "date", "dateTime", "gYear", "integer", "decimal"))
DATES = (
    "0001-01-01", "1899-12-31", "1958-06-30", "2018-02-30", "2018-06-15", "2018-12-31", "2018-12-31Z",
    "2019-01-01+14:00", "2201-01-01", "18-01-01", "yesterday",
)  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """One fault: ``first`` and ``second`` choose statements, ``choice`` a value."""

    kind: str
    first: int
    second: int
    choice: int


def mutated(quads: Sequence[Quad], faults: Iterable[Mutation]) -> tuple[Quad, ...]:
    """The statements with all the faults, one after the other."""
    found = list(quads)
    for fault in faults:
        _apply(found, fault)
    return tuple(found)


def _apply(quads: list[Quad], fault: Mutation) -> None:
    wanted = [i for i, quad in enumerate(quads) if _suits(quad, fault.kind)]
    position = wanted[fault.first % len(wanted)]
    quad = quads[position]
    if fault.kind == "drop":
        del quads[position]
    elif fault.kind == "duplicate":
        alike = [each.object for each in quads if each.predicate == quad.predicate]
        quads.append(_with(quad, alike[fault.second % len(alike)]))
    elif fault.kind == "retype":
        quads[position] = _with(quad, _retyped(quad.object, fault.choice, quads[fault.second % len(quads)]))
    elif fault.kind == "relink":
        other = quads[fault.second % len(quads)]
        quads[position] = _with(quad, other.subject if fault.choice % 2 else other.object)
    else:
        quads[position] = _with(quad, Literal(DATES[fault.choice % len(DATES)], datatype=DATE))


def _suits(quad: Quad, kind: str) -> bool:
    if kind == "misdate":
        return isinstance(quad.object, Literal) and quad.object.datatype == DATE
    if kind == "retype":
        return isinstance(quad.object, Literal) or quad.predicate.value == RDF + "type"
    return kind != "relink" or isinstance(quad.object, NamedNode)


def _retyped(term: Term, choice: int, other: Quad) -> Term:
    if not isinstance(term, Literal):
        return other.object if isinstance(other.object, NamedNode) else other.subject
    if choice % 3 == 0:
        return Literal(term.value, language=("nl", "en", "fr", "nl-be")[choice % 4])
    return Literal(term.value, datatype=DATATYPES[choice % len(DATATYPES)])


def _with(quad: Quad, value: Term) -> Quad:
    return Quad(quad.subject, quad.predicate, value, quad.graph_name)


def multiset(results: Iterable[Result]) -> Counter[tuple[object, ...]]:
    """Results as the six fields that two engines must agree on."""
    return Counter((r.focus_node, r.path, r.value, r.component, r.source_shape, r.severity_iri) for r in results)


def difference(ours: Iterable[Result], theirs: Iterable[Result]) -> list[str]:
    """What one engine finds and the other does not, as lines to read."""
    mine, other = multiset(ours), multiset(theirs)
    lines = [f"only ours:   {' '.join(map(str, each))}" for each in (mine - other).elements()]
    return lines + [f"only theirs: {' '.join(map(str, each))}" for each in (other - mine).elements()]
