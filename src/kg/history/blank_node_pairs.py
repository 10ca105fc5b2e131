"""Which blank node of one dataset is which of another, also where some of what is said of it has changed.

Blank nodes have no names that last, so they are known by their statements. First those are paired that look alike in
both as far as statements lead; then those that share most statements, given the pairs so far. Whatever the pairs are,
the difference made with them turns one dataset into the other; it may be larger than need be where nothing but each
other tells many nodes apart, as in rings of blank nodes of several sizes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.rdf.source.blank_nodes import Colours, colours

Term = NamedNode | BlankNode | Literal | Triple
Pairs = dict[BlankNode, BlankNode]
_Signs = dict[BlankNode, list[tuple[str, str, Term]]]


def paired(before: Iterable[Quad], after: Iterable[Quad]) -> Pairs:
    """The blank node of ``before`` for each of ``after`` that is the same one."""
    old, new = _Nodes(before), _Nodes(after)
    old_by_colour = old.by_colour()
    pairs = {
        nodes[0]: old_by_colour[colour][0]
        for colour, nodes in new.by_colour().items()
        if len(nodes) == len(old_by_colour.get(colour, ())) == 1
    }
    while more := _alike(old, new, pairs):
        pairs.update(more)
    return pairs


class _Nodes:
    """The blank nodes of a dataset, with their colours and what is said of each."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        open_quads = [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]
        # The graph is part of what a statement says.
        self.colours: Colours = colours(Triple(q.subject, _in_graph(q), q.object) for q in open_quads)
        self.signs: _Signs = defaultdict(list)
        for quad in open_quads:
            verb = _in_graph(quad).value
            if isinstance(quad.subject, BlankNode):
                self.signs[quad.subject].append(("to", verb, quad.object))
            if isinstance(quad.object, BlankNode):
                self.signs[quad.object].append(("from", verb, quad.subject))

    def by_colour(self) -> dict[int, list[BlankNode]]:
        nodes: dict[int, list[BlankNode]] = defaultdict(list)
        for node, colour in self.colours.items():
            nodes[colour].append(node)
        return nodes


def _in_graph(quad: Quad) -> NamedNode:
    return NamedNode(f"{quad.predicate.value}?in={getattr(quad.graph_name, 'value', '')}")


def _alike(old: _Nodes, new: _Nodes, pairs: Mapping[BlankNode, BlankNode]) -> Pairs:
    """More pairs: the nodes that share most statements; where none does, one of those that look alike."""
    taken = set(pairs.values())
    free = [node for node in old.colours if node not in taken]
    left = [node for node in new.colours if node not in pairs]
    holders: dict[tuple[str, str, Term], list[BlankNode]] = defaultdict(list)
    for node in free:
        for sign in dict.fromkeys(old.signs[node]):
            holders[sign].append(node)
    rated: list[tuple[int, bool, int, BlankNode, BlankNode]] = []
    for place, node in enumerate(left):
        shared: Counter[BlankNode] = Counter()
        for way, verb, end in dict.fromkeys(new.signs[node]):
            known = pairs.get(end) if isinstance(end, BlankNode) else end
            if known is not None:
                shared.update(holders.get((way, verb, known), ()))
        for other, number in shared.items():
            rated.append((-number, new.colours[node] != old.colours[other], place, node, other))
    more: Pairs = {}
    for _, _, _, node, other in sorted(rated, key=lambda rate: rate[:3]):
        if node not in more and other not in taken:
            more[node] = other
            taken.add(other)
    return more or _first_of_a_colour(free, left, old.colours, new.colours)


def _first_of_a_colour(free: list[BlankNode], left: list[BlankNode], old: Colours, new: Colours) -> Pairs:
    by_colour = {old[node]: node for node in reversed(free)}
    node = next((node for node in left if new[node] in by_colour), None)
    return {} if node is None else {node: by_colour[new[node]]}
