"""Which statements a query looks at, as ways from the focus node along its triple patterns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode

from kg.shacl.shapes.data_path import Read, Way, along
from kg.sparql.property_path import Path, inverted
from kg.sparql.query_structure import Group, Pattern, PatternTerm, Query

Ways = dict[str, Way]


def query_reads(query: Query, starts: Ways) -> Iterator[Read]:
    """What the query can look at; ``starts`` are the ways to the variables that are bound beforehand."""
    if any(group.opaque or group.kind == "graph ?" for group in query.groups()):
        yield Read(None, None)
        return
    yield from _scope(query.root, {f"?{name}": way for name, way in starts.items()})


def _scope(group: Group, known: Ways) -> Iterator[Read]:
    """A group with those joined to it, from the variables that have a way; then those that may or may not match.

    OPTIONAL, nested SELECTs, the branches of UNION and EXISTS begin with the ways of what surrounds them, and give none
    back: what is found there need not be so. A pattern that no way reaches stands for all statements of its predicate.
    """
    patterns, inner = _joined(group)
    ways = dict(known)
    pending = list(patterns)
    while pending:
        reached = next((pattern for pattern in pending if _starts_known(pattern, ways)), None)
        if reached is None:
            break
        pending.remove(reached)
        yield from _read(reached, ways, group.allowed)
    for pattern in pending:
        if isinstance(pattern.verb, str):
            yield Read(None, None)
        else:
            yield from (Read(None, read.predicate) for read in along(pattern.verb, ()))
    for each in inner:
        seen = ways if each.select is None else {f"?{name}": ways[f"?{name}"] for name in _shared(each, ways)}
        yield from _scope(each, seen)


def _shared(group: Group, ways: Ways) -> Iterator[str]:
    """The variables of a nested SELECT that are those around it; its others only happen to have the same name."""
    assert group.select is not None
    return (name for name in group.select.projected if f"?{name}" in ways)


def _joined(group: Group) -> tuple[list[Pattern], list[Group]]:
    patterns, inner = list(group.patterns), list[Group]()
    for position, child in enumerate(group.children):
        following = group.children[position + 1] if position + 1 < len(group.children) else None
        in_union = child.kind == "union" or (following is not None and following.kind == "union")
        if child.kind == "graph":
            continue  # the shapes graph: a change to the data leaves it alone
        if child.kind in ("optional", "exists", "select") or in_union:
            inner.append(child)
        else:
            more, deeper = _joined(child)
            patterns += more
            inner += deeper
    return patterns, inner


def _starts_known(pattern: Pattern, ways: Ways) -> bool:
    return _way(pattern.subject, ways) is not None or _way(pattern.value, ways) is not None


def _way(place: PatternTerm, ways: Ways) -> Way | None:
    return ways.get(place) if isinstance(place, str) else None


def _read(pattern: Pattern, ways: Ways, allowed: Mapping[str, frozenset[NamedNode]]) -> Iterator[Read]:
    start = _way(pattern.subject, ways)
    backwards = start is None
    if start is None:
        start = _way(pattern.value, ways)
    assert start is not None
    if isinstance(pattern.verb, str):
        yield from (Read(start, each, backwards) for each in allowed.get(pattern.verb) or (None,))
        return
    path: Path = inverted(pattern.verb) if backwards else pattern.verb
    yield from along(path, start)
    end = pattern.subject if backwards else pattern.value
    if isinstance(end, str) and end.startswith("?"):
        ways.setdefault(end, (*start, path))
