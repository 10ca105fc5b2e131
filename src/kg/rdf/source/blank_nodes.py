"""Matching of the blank nodes of two parses of one file.

A label holds within one parse only (`RDF 1.1 Concepts §3.4 <https://www.w3.org/TR/rdf11-concepts/#section-blank-nodes>`_),
so nodes are matched by their statements: colour refinement, where a node's colour is made of its old colour and
of the predicates, directions, and terms or colours around it, until no colour splits further. Trees and lists need one
walk up and one down before it, and no further round. Nodes that no statement distinguishes, or only one that is many
steps away on a circle, are matched in order of appearance, which is right wherever both parses follow the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple
Colours = dict[BlankNode, int]
_MOST_ROUNDS = 64


def matched(theirs: Iterable[Triple], ours: Iterable[Triple]) -> dict[BlankNode, BlankNode]:
    """The blank node of ``ours`` for each of ``theirs``, without those whose statements differ."""
    nodes: dict[int, list[BlankNode]] = defaultdict(list)
    for node, colour in colours(ours).items():
        nodes[colour].append(node)
    pairs: dict[BlankNode, BlankNode] = {}
    taken: dict[int, int] = defaultdict(int)
    for node, colour in colours(theirs).items():
        if taken[colour] < len(nodes[colour]):
            pairs[node] = nodes[colour][taken[colour]]
            taken[colour] += 1
    return pairs


def colours(triples: Iterable[Triple]) -> Colours:
    """Every blank node in order of appearance, with a colour that isomorphic graphs share in this process."""
    around = [t for t in dict.fromkeys(triples) if isinstance(t.subject, BlankNode) or _is_open(t.object)]
    coloured: Colours = {node: 0 for t in around for node in (t.subject, t.object) if isinstance(node, BlankNode)}
    for downwards in (False, True):
        _spread(around, coloured, downwards=downwards)
    count = 0
    for _ in range(_MOST_ROUNDS):
        if len(set(coloured.values())) == count:
            break
        count = len(set(coloured.values()))
        coloured = _refined(around, coloured)
    return coloured


def _spread(triples: Iterable[Triple], coloured: Colours, *, downwards: bool) -> None:
    """Colour each node by those before it: objects before subjects, or ``downwards``; none on or behind a circle."""
    after: dict[BlankNode, list[tuple[Triple, BlankNode]]] = defaultdict(list)
    sums, waiting = dict.fromkeys(coloured, 0), dict.fromkeys(coloured, 0)
    for triple in triples:
        node, other = (triple.object, triple.subject) if downwards else (triple.subject, triple.object)
        if isinstance(node, BlankNode) and isinstance(other, BlankNode):
            after[other].append((triple, node))
            waiting[node] += 1
        elif isinstance(node, BlankNode):
            sums[node] += hash((triple.predicate, _hash(other, {})))
    ready = [node for node, count in waiting.items() if not count]
    while ready:
        node = ready.pop()
        coloured[node] = hash((coloured[node], sums[node]))
        for triple, following in after[node]:
            sums[following] += hash((triple.predicate, coloured[node]))
            waiting[following] -= 1
            if not waiting[following]:
                ready.append(following)


def _is_open(term: Term) -> bool:
    if isinstance(term, Triple):
        return isinstance(term.subject, BlankNode) or _is_open(term.object)
    return isinstance(term, BlankNode)


def _refined(triples: Iterable[Triple], colours: Mapping[BlankNode, int]) -> Colours:
    sums: Colours = dict.fromkeys(colours, 0)
    for triple in triples:
        subject, object_ = _hash(triple.subject, colours), _hash(triple.object, colours)
        if isinstance(triple.subject, BlankNode):
            sums[triple.subject] += hash(("to", triple.predicate, object_))
        if isinstance(triple.object, BlankNode):
            sums[triple.object] += hash(("from", triple.predicate, subject))
    return {node: hash((colours[node], total)) for node, total in sums.items()}


def _hash(term: Term, colours: Mapping[BlankNode, int]) -> int:
    match term:
        case BlankNode():
            return colours.get(term, 0)
        case Triple():
            return hash((_hash(term.subject, colours), term.predicate, _hash(term.object, colours)))
        case _:
            return hash(term)
