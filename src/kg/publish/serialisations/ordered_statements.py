"""Statements in the one order in which they are written, with the text of each term made once.

N-Triples and N-Quads are nothing but these texts, so no object is made for a statement there: half a million statements
are rows of numbers, and a term takes part in thousands of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.compact.joined_quads import JoinedQuads
from kg.compact.quads import Quads
from kg.compact.term_numbers import Term
from kg.rdf import blank_node_labels
from kg.rdf.namespaces import RDF, XSD

_STRING = XSD + "string"
_TYPE, _VALUE = NamedNode(RDF + "type"), NamedNode(RDF + "value")
Row = tuple[int, int, int, int]
"""The numbers of the graph, the subject, the predicate and the object: in the order of the texts."""


@dataclass(frozen=True, slots=True)
class OrderedStatements:
    """Statements, each once, by graph, subject, predicate and object; ``texts`` are those of the terms in N-Triples."""

    terms: Sequence[Term]
    texts: Sequence[str]
    rows: Sequence[Row]

    def quads(self) -> Iterator[Quad]:
        """The statements as objects."""
        return _quads(self.terms, self.rows)

    def parsed(self) -> Iterator[Quad]:
        """The same, as Oxigraph reads them from N-Quads: in half the time that it takes to make each object here."""
        return parse(self.n_quads(), format=RdfFormat.N_QUADS, lenient=True)

    def samples(self) -> Iterator[Triple]:
        """A statement for each predicate, each class and each term, with nothing else that a format may not hold."""
        kind = next((number for number, term in enumerate(self.terms) if term == _TYPE), None)
        yield from (Triple(_VALUE, self.terms[p], _VALUE) for p in {p for _, _, p, _ in self.rows})  # type: ignore[arg-type]  # a predicate
        yield from (Triple(_VALUE, _TYPE, self.terms[o]) for o in {o for _, _, p, o in self.rows if p == kind})  # type: ignore[arg-type]  # an object
        yield from (Triple(_VALUE, _VALUE, term) for term in self.terms if not isinstance(term, DefaultGraph))

    def n_triples(self) -> bytes:
        """The statements without their graphs in `N-Triples <https://www.w3.org/TR/n-triples/#canonical-ntriples>`_."""
        text = self.texts
        return "".join([f"{text[s]} {text[p]} {text[o]} .\n" for _, s, p, o in self.rows]).encode()

    def n_quads(self) -> bytes:
        """The statements in `N-Quads <https://www.w3.org/TR/n-quads/#canonical-quads>`_."""
        text = self.texts
        graphs = [
            " ." if isinstance(term, DefaultGraph) else f" {text[number]} ." for number, term in enumerate(self.terms)
        ]
        return "".join([f"{text[s]} {text[p]} {text[o]}{graphs[g]}\n" for g, s, p, o in self.rows]).encode()

    def iris(self) -> Iterator[str]:
        """The IRIs that can be written by a prefix: those of nodes, and of datatypes that are written."""
        for term in self.terms:
            if isinstance(term, NamedNode):
                yield term.value
            elif isinstance(term, Literal) and term.language is None and term.datatype.value != _STRING:
                yield term.datatype.value


def of(quads: Iterable[Quad], *, graphs: bool = True) -> OrderedStatements:
    """These statements; without ``graphs``, all of them in the default graph.

    Blank nodes get labels that depend on the statements alone.
    """
    terms, rows = _numbered(quads, graphs=graphs)
    used = set(chain.from_iterable(rows))
    if any(_has_blank_node(terms[number]) for number in used):
        labelled = blank_node_labels.labelled(_quads(terms, dict.fromkeys(rows)))
        terms, rows = _numbered(labelled, graphs=True)
        used = set(chain.from_iterable(rows))
    texts = {number: _text(terms[number]) for number in used}
    order = sorted(used, key=texts.__getitem__)
    rank = [0] * len(terms)
    for place, number in enumerate(order):
        rank[number] = place
    # Statements of files are nearly in this order, which a list keeps and a set loses: sorting takes a third.
    ranked = sorted([(rank[g], rank[s], rank[p], rank[o]) for g, s, p, o in rows])
    ranked = [row for before, row in pairwise([None, *ranked]) if row is not None and row != before]
    return OrderedStatements([terms[number] for number in order], [texts[number] for number in order], ranked)


def _quads(terms: Sequence[Term], rows: Iterable[Row]) -> Iterator[Quad]:
    return (Quad(terms[s], terms[p], terms[o], terms[g]) for g, s, p, o in rows)  # type: ignore[arg-type]


def _numbered(quads: Iterable[Quad], *, graphs: bool) -> tuple[Sequence[Term], list[Row]]:
    """The terms, and the rows of their numbers; without ``graphs``, all statements are in the default graph."""
    terms, rows = (quads if isinstance(quads, JoinedQuads) else Quads(quads)).coded()
    if graphs:
        return terms, [(g, s, p, o) for s, p, o, g in rows]
    return [*terms, DefaultGraph()], [(len(terms), s, p, o) for s, p, o, _ in rows]


def _text(term: Term) -> str:
    if isinstance(term, Triple):
        return f"<<( {_text(term.subject)} {term.predicate} {_text(term.object)} )>>"
    return str(term)


def _has_blank_node(term: Term) -> bool:
    if isinstance(term, Triple):
        return _has_blank_node(term.subject) or _has_blank_node(term.object)
    return isinstance(term, BlankNode)
