"""The numbers of terms: each term of a table once, by its number."""

from __future__ import annotations

from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

Node = NamedNode | BlankNode
Term = Node | Literal | Triple | DefaultGraph


class TermNumbers(dict[Term, int]):
    """The number of each term; a new term gets the next number."""

    def __init__(self, terms: list[Term]) -> None:
        self._terms = terms

    def __missing__(self, term: Term) -> int:
        number = self[term] = len(self._terms)
        self._terms.append(term)
        return number

    def forget_since(self, known: int) -> None:
        """Forget the terms but the first ``known``."""
        for term in self._terms[known:]:
            del self[term]
        del self._terms[known:]

    def forget_blank_nodes(self) -> None:
        """Make blank nodes that are added later distinct, whatever their label."""
        for term in [term for term in self if isinstance(term, BlankNode | Triple)]:
            del self[term]

    def keep_nodes(self) -> None:
        """Keep the numbers of nodes only, under their current labels."""
        terms = enumerate(self._terms)
        nodes: dict[Term, int] = {term: number for number, term in terms if isinstance(term, NamedNode | BlankNode)}
        self.clear()
        self.update(nodes)


def relabelled(term: Any, stem: str, given: dict[BlankNode, BlankNode]) -> Any:
    """The term with new labels for blank nodes, also within triple terms: the stem and the order of appearance."""
    if isinstance(term, BlankNode):
        return given.setdefault(term, BlankNode(f"{stem}{len(given)}"))
    if isinstance(term, Triple):
        return Triple(relabelled(term.subject, stem, given), term.predicate, relabelled(term.object, stem, given))
    return term
