"""Evaluates property paths over the index, for a set of start nodes at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain, repeat

from kg.shacl.data_graph import Index
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, inverted
from kg.sparql.property_path import Sequence as PathSequence

Reach = Mapping[int, Collection[int]]
_NONE: tuple[int, ...] = ()


def value_nodes(index: Index, path: Path, starts: Sequence[int]) -> list[Sequence[int]]:
    """For each start, in order, the nodes that the path reaches from it, each once.

    `SHACL §2.3.1 <https://www.w3.org/TR/shacl/#property-paths>`_ makes them a set, where SPARQL has duplicates.
    """
    match path:
        case Predicate(iri):
            return list(map(index.forward(iri).get, starts, repeat(_NONE)))
        case Inverse(Predicate(iri)):
            return list(map(index.inverse(iri).get, starts, repeat(_NONE)))
    reached = _reach(index, path, frozenset(starts))
    return [tuple(reached.get(start, _NONE)) for start in starts]


def endpoints(index: Index, path: Path, starts: Collection[int]) -> set[int]:
    """Every node that the path reaches from any of the starts; no node is walked through twice."""
    match path:
        case Predicate(iri):
            return _ends(index.forward(iri), starts)
        case Inverse(Predicate(iri)):
            return _ends(index.inverse(iri), starts)
        case Inverse(inner):
            return endpoints(index, inverted(inner), starts)
        case PathSequence(paths):
            for part in paths:
                starts = endpoints(index, part, starts)
            return set(starts)
        case Alternative(paths):
            return set().union(*(endpoints(index, part, starts) for part in paths))
        case Repeated(inner, modifier):
            ends = set(starts) if modifier != "+" else endpoints(index, inner, starts)
            front: Collection[int] = ends
            while front:
                front = endpoints(index, inner, front) - ends
                ends |= front
                if modifier == "?":
                    break
            return ends


def _ends(table: Reach, starts: Collection[int]) -> set[int]:
    return set(chain.from_iterable(table[start] for start in starts if start in table))


def _reach(index: Index, path: Path, starts: Collection[int]) -> Reach:
    match path:
        case Predicate(iri):
            return index.forward(iri)
        case Inverse(Predicate(iri)):
            return index.inverse(iri)
        case Inverse(inner):
            return _reach(index, inverted(inner), starts)
        case PathSequence(paths):
            return _in_sequence(index, paths, starts)
        case Alternative(paths):
            return _united([_reach(index, part, starts) for part in paths], starts)
        case Repeated(inner, modifier):
            return _repeated(index, inner, modifier, starts)


def _united(reaches: list[Reach], starts: Collection[int]) -> Reach:
    reaches = [reach for reach in reaches if reach]
    if len(reaches) == 1:
        return reaches[0]
    united: dict[int, Collection[int]] = {}
    for reach in reaches:
        for start in reach.keys() & starts if len(reach) > len(starts) else reach.keys():
            nodes = reach[start]
            united[start] = dict.fromkeys((*united[start], *nodes)) if start in united else nodes
    return united


def _in_sequence(index: Index, paths: tuple[Path, ...], starts: Collection[int]) -> Reach:
    reached: dict[int, Collection[int]] = {start: (start,) for start in starts}
    for path in paths:
        front = set(chain.from_iterable(reached.values()))
        step = _reach(index, path, front)
        reached = {
            start: dict.fromkeys(chain.from_iterable(step.get(node, _NONE) for node in nodes))
            for start, nodes in reached.items()
        }
    return reached


def _repeated(index: Index, path: Path, modifier: str, starts: Collection[int]) -> Reach:
    if modifier == "?":
        step = _reach(index, path, starts)
        return {start: dict.fromkeys((start, *step.get(start, _NONE))) for start in starts}
    step_from = _stepper(index, path, starts)
    return {start: _walk(start, step_from, including_start=modifier == "*") for start in starts}


def _stepper(index: Index, path: Path, starts: Collection[int]) -> Callable[[int], Collection[int]]:
    """A function from a node to the nodes one step of the path away, for all nodes reached from the starts."""
    known: dict[int, Collection[int]] = {}
    front = set(starts)
    while front:
        step = _reach(index, path, front)
        for node in front:
            known[node] = step.get(node, _NONE)
        # Without `- known.keys()`, which would look at all that is known in each step.
        front = {reached for node in front for reached in known[node] if reached not in known}
    return known.__getitem__


def _walk(start: int, step_from: Callable[[int], Collection[int]], *, including_start: bool) -> dict[int, None]:
    reached: dict[int, None] = {start: None} if including_start else {}
    pending = [start]
    while pending:
        for node in step_from(pending.pop()):
            if node not in reached:
                reached[node] = None
                pending.append(node)
    return reached
