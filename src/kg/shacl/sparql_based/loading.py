"""Fills a store from the index: by way of N-Triples, which costs half of what making a Quad for each statement does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple

from kg.shacl.data_graph import Index, Numbered
from kg.shacl.report import Term

_AT_ONCE = 200_000


def load(store: Store, index: Index, predicates: Collection[NamedNode]) -> None:
    """Put the statements of these predicates into the default graph."""
    load_triples(store, index.terms, index.triples(frozenset(predicates)))


def load_triples(store: Store, terms: Sequence[Term], triples: Iterable[Numbered]) -> None:
    """Put statements into the default graph."""
    texts, verbs = list(map(str, terms)), dict[NamedNode, str]()
    blank = {number for number, term in enumerate(terms) if isinstance(term, BlankNode)}
    quads: list[Quad] = []

    def lines() -> Iterator[str]:
        for subject, predicate, value in triples:
            if subject in blank or value in blank:
                # A parser would give the blank node another name.
                quads.append(quad(terms, (subject, predicate, value)))
                continue
            verb = verbs.get(predicate)
            if verb is None:
                verb = verbs[predicate] = f" {predicate} "
            yield f"{texts[subject]}{verb}{texts[value]} .\n"

    remaining = lines()
    while text := "".join(islice(remaining, _AT_ONCE)):
        # The terms have been through a parser already, so their IRIs need no second look.
        store.bulk_load(text.encode(), format=RdfFormat.N_TRIPLES, lenient=True)
    store.bulk_extend(quads)


def quad(terms: Sequence[Term], triple: Numbered, graph: NamedNode | DefaultGraph | None = None) -> Quad:
    """The statement in pyoxigraph's terms, in the default graph unless another is named."""
    subject, predicate, value = triple
    node = terms[subject]
    assert isinstance(node, NamedNode | BlankNode | Triple)
    return Quad(node, predicate, terms[value], graph or DefaultGraph())
