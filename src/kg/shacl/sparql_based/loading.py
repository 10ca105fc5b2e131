"""Loads statements of an index into a store, as N-Triples: half the cost of creating a Quad for each statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple

from kg.shacl.data_graph import Index, Numbered
from kg.shacl.report import Term

_LINES_AT_ONCE = 200_000


def load(store: Store, index: Index, predicates: Collection[NamedNode]) -> None:
    """Load the statements with these predicates into the default graph."""
    load_triples(store, index.terms, index.triples(frozenset(predicates)))


def load_triples(store: Store, terms: Sequence[Term], triples: Iterable[Numbered]) -> None:
    """Load statements into the default graph."""
    texts, verbs = list(map(str, terms)), dict[NamedNode, str]()
    # A parser would give a blank node another label, also within a triple term.
    whole = {number for number, term in enumerate(terms) if isinstance(term, BlankNode | Triple)}
    quads: list[Quad] = []

    def lines() -> Iterator[str]:
        for subject, predicate, value in triples:
            if subject in whole or value in whole:
                quads.append(quad(terms, (subject, predicate, value)))
                continue
            verb = verbs.get(predicate)
            if verb is None:
                verb = verbs[predicate] = f" {predicate} "
            yield f"{texts[subject]}{verb}{texts[value]} .\n"

    remaining = lines()
    while text := "".join(islice(remaining, _LINES_AT_ONCE)):
        # The terms come from a parser, so their IRIs need no validation.
        store.bulk_load(text.encode(), format=RdfFormat.N_TRIPLES, lenient=True)
    store.bulk_extend(quads)


def quad(terms: Sequence[Term], triple: Numbered, graph: NamedNode | DefaultGraph | None = None) -> Quad:
    """The statement as a quad, in the default graph unless another is given."""
    subject, predicate, value = triple
    node = terms[subject]
    assert isinstance(node, NamedNode | BlankNode | Triple)
    return Quad(node, predicate, terms[value], graph or DefaultGraph())
