"""Labels for blank nodes that depend on the statements alone, so that the same statements are the same bytes.

Colour refinement tells nodes apart by what surrounds them: a class of nodes is split by the terms and the classes
beside them, and again only beside nodes whose class was split, so that a chain of nodes takes one walk. Nodes that stay
alike are exchangeable where they form trees: any order of them gives the same graph. One of them is set apart, and then
what follows from that. Those that are alike on circles are labelled by `RDFC-1.0 <https://www.w3.org/TR/rdf-canon/>`_.
Its time grows exponentially with the circles, so beyond a bound they are taken in the order of the statements, which is
the same for the same files.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Triple

Term = NamedNode | BlankNode | Literal | Triple
_STAND_IN = "tag:blank-node,"
"""Begins the IRIs that stand for nodes with labels while RDFC-1.0 labels the others."""
_MOST_IN_RINGS = 64
_MOST_IN_KNOTS = 6


def labelled(quads: Iterable[Quad]) -> list[Quad]:
    """The same statements, each once, with blank nodes called b0, b1 …, or c14n0 … those that RDFC-1.0 labels."""
    statements = list(dict.fromkeys(quads))
    if not any(map(_has_blank_node, statements)):
        return statements
    classes = _Classes(statements)
    tangled = classes.on_circles()
    classes.separate(node for node in classes.alike() if node not in tangled)
    if not _are_few(tangled):
        classes.separate(tangled)
        tangled = {}
    ordered = sorted((node for node in classes.colour if node not in tangled), key=classes.colour.__getitem__)
    labels = {node: BlankNode(f"b{number}") for number, node in enumerate(ordered)}
    if not tangled:
        return [_renamed(quad, labels) for quad in statements]
    stand_ins = {node: NamedNode(_STAND_IN + label.value) for node, label in labels.items()}
    dataset = Dataset(_renamed(quad, stand_ins) for quad in statements)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    back = {stand_ins[node]: label for node, label in labels.items()}
    return [_renamed(quad, back) for quad in dataset]


class _Classes:
    """The blank nodes of some statements, in classes of those that are alike so far, numbered by the statements."""

    def __init__(self, statements: Iterable[Quad]) -> None:
        self._parts: dict[BlankNode, list[tuple[str | BlankNode, ...]]] = defaultdict(list)
        self._beside: dict[BlankNode, dict[BlankNode, None]] = defaultdict(dict)
        for quad in statements:
            parts = tuple(_parts(quad))
            nodes = dict.fromkeys(part for part in parts if isinstance(part, BlankNode))
            for node in nodes:
                self._parts[node].append(parts)
                self._beside[node].update((other, None) for other in nodes if other != node)
        self._numbers = count(1)
        self.colour = dict.fromkeys(self._parts, 0)
        self._members = {0: dict.fromkeys(self._parts)}
        self._refine(self._split(self._parts))

    def alike(self) -> dict[BlankNode, None]:
        """The nodes that share a class with another."""
        return {node: None for node, colour in self.colour.items() if len(self._members[colour]) > 1}

    def on_circles(self) -> dict[BlankNode, int]:
        """Those that are alike and linked in more than a tree, each with the number of those beside it."""
        alike = self.alike()
        beside = {node: [other for other in self._beside[node] if other in alike] for node in alike}
        tangled: dict[BlankNode, int] = {}
        visited: set[BlankNode] = set()
        for start in alike:
            if start in visited:
                continue
            component, waiting = [start], [start]
            visited.add(start)
            while waiting:
                nearby = [other for other in dict.fromkeys(beside[waiting.pop()]) if other not in visited]
                visited.update(nearby)
                waiting += nearby
                component += nearby
            if sum(len(beside[node]) for node in component) > 2 * (len(component) - 1):
                tangled.update((node, len(beside[node])) for node in component)
        return tangled

    def separate(self, nodes: Iterable[BlankNode]) -> None:
        """Give each of the nodes a class of its own: the first of a class in turn, and what follows from that."""
        waiting = deque(sorted({self.colour[node] for node in nodes}))
        while waiting:
            members = self._members[waiting.popleft()]
            while len(members) > 1:
                first = next(iter(members))
                waiting += sorted({self.colour[node] for node in self._refine(self._move([first]))})

    def _refine(self, changed: list[BlankNode]) -> list[BlankNode]:
        """Split the classes beside the nodes that changed theirs, and so on; all nodes that changed theirs."""
        everything = list(changed)
        while changed:
            changed = self._split(dict.fromkeys(other for node in changed for other in self._beside[node]))
            everything += changed
        return everything

    def _split(self, nodes: Iterable[BlankNode]) -> list[BlankNode]:
        """Split the classes of ``nodes``, beside which something changed; those that have another class now."""
        signatures: dict[int, dict[object, list[BlankNode]]] = defaultdict(lambda: defaultdict(list))
        for node in nodes:
            if len(self._members[self.colour[node]]) > 1:
                signatures[self.colour[node]][self._signature(node)].append(node)
        changed = []
        for colour, groups in sorted(signatures.items(), key=lambda entry: entry[0]):
            ordered = [group for _, group in sorted(groups.items(), key=lambda entry: entry[0])]  # type: ignore[arg-type,return-value]
            if sum(map(len, ordered)) == len(self._members[colour]):
                ordered.remove(max(ordered, key=len))  # one group keeps the number
            for group in ordered:
                changed += self._move(group)
        return changed

    def _move(self, nodes: list[BlankNode]) -> list[BlankNode]:
        """Put nodes of one class into a new one."""
        number = next(self._numbers)
        for node in nodes:
            del self._members[self.colour[node]][node]
            self.colour[node] = number
        self._members[number] = dict.fromkeys(nodes)
        return nodes

    def _signature(self, node: BlankNode) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted(tuple(self._sign(part, node) for part in parts) for parts in self._parts[node]))

    def _sign(self, part: str | BlankNode, node: BlankNode) -> str:
        if isinstance(part, str):
            return part
        return "_:" if part == node else f"_:{self.colour[part]}"


def _are_few(tangled: Mapping[BlankNode, int]) -> bool:
    """Whether RDFC-1.0 labels these within moments."""
    return len(tangled) <= (_MOST_IN_RINGS if max(tangled.values(), default=0) <= 2 else _MOST_IN_KNOTS)


def _parts(term: Quad | Term) -> Iterator[str | BlankNode]:
    """A statement as texts, and its blank nodes between them."""
    if isinstance(term, BlankNode):
        yield term
    elif isinstance(term, Quad | Triple):
        yield "<<"
        for part in (term.subject, term.predicate, term.object):
            yield from _parts(part)
        yield str(term.graph_name) if isinstance(term, Quad) and not isinstance(term.graph_name, BlankNode) else ">>"
        if isinstance(term, Quad) and isinstance(term.graph_name, BlankNode):
            yield term.graph_name
    else:
        yield str(term)


def _has_blank_node(quad: Quad) -> bool:
    return any(isinstance(part, BlankNode) for part in _parts(quad))


def _renamed(quad: Quad, names: Mapping[Any, Any]) -> Quad:
    subject, graph = names.get(quad.subject, quad.subject), names.get(quad.graph_name, quad.graph_name)
    return Quad(subject, quad.predicate, _renamed_term(quad.object, names), graph)


def _renamed_term(term: Any, names: Mapping[Any, Any]) -> Any:
    if isinstance(term, Triple):
        return Triple(names.get(term.subject, term.subject), term.predicate, _renamed_term(term.object, names))
    return names.get(term, term)
