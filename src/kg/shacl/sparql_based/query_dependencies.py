"""Which statements a query reads, as paths from the focus node along its triple patterns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode

from kg.shacl.shapes.data_path import Lookup, Way, lookups_along
from kg.sparql.property_path import Alternative, Path, Predicate, inverted
from kg.sparql.query_structure import Group, Pattern, PatternTerm, Query

Ways = dict[str, Way]


def query_lookups(query: Query, starts: Ways) -> Iterator[Lookup]:
    """The lookups of a query; ``starts`` are the ways to the pre-bound variables."""
    if any(group.opaque or group.kind == "graph ?" for group in query.groups()):
        yield Lookup(None, None)
        return
    yield from _scope(query.root, {f"?{name}": way for name, way in starts.items()})


def _scope(group: Group, known: Ways) -> Iterator[Lookup]:
    """The lookups of a group and the groups joined to it, from the variables with a known way; then of optional groups.

    OPTIONAL, nested SELECTs, branches of UNION and EXISTS start with the ways of the groups around them, and add none
    to these, since they need not match. A pattern that no way reaches reads all statements of its predicate.
    """
    patterns, inner = _joined(group)
    ways = dict(known)
    pending = list(patterns)
    while pending:
        reached = next((pattern for pattern in pending if _starts_known(pattern, ways)), None)
        if reached is None:
            break
        pending.remove(reached)
        yield from _pattern_lookups(reached, ways, group.allowed)
    for pattern in pending:
        verb = _verb(pattern, group.allowed)
        if verb is None:
            yield Lookup(None, None)
        else:
            yield from (Lookup(None, lookup.predicate) for lookup in lookups_along(verb, ()))
    for child in inner:
        visible = ways if child.select is None else {f"?{name}": ways[f"?{name}"] for name in _shared(child, ways)}
        yield from _scope(child, visible)


def _shared(group: Group, ways: Ways) -> Iterator[str]:
    """The variables that a nested SELECT shares with the groups around it: those that it projects."""
    assert group.select is not None
    return (name for name in group.select.projected if f"?{name}" in ways)


def _joined(group: Group) -> tuple[list[Pattern], list[Group]]:
    patterns, inner = list(group.patterns), list[Group]()
    for position, child in enumerate(group.children):
        following = group.children[position + 1] if position + 1 < len(group.children) else None
        in_union = child.kind == "union" or (following is not None and following.kind == "union")
        if child.kind == "graph":
            continue  # The shapes graph, which a change of the data does not affect.
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


def _pattern_lookups(pattern: Pattern, ways: Ways, allowed: Mapping[str, frozenset[NamedNode]]) -> Iterator[Lookup]:
    start = _way(pattern.subject, ways)
    backwards = start is None
    if start is None:
        start = _way(pattern.value, ways)
    assert start is not None
    verb = _verb(pattern, allowed)
    if verb is None:
        yield Lookup(start, None, backwards)
        return
    path: Path = inverted(verb) if backwards else verb
    yield from lookups_along(path, start)
    end = pattern.subject if backwards else pattern.value
    if isinstance(end, str) and end.startswith("?"):
        ways.setdefault(end, (*start, path))


def _verb(pattern: Pattern, allowed: Mapping[str, frozenset[NamedNode]]) -> Path | None:
    """The path of a pattern; that of a variable is one of the predicates that it may be, None if it may be any."""
    if not isinstance(pattern.verb, str):
        return pattern.verb
    predicates = sorted(allowed.get(pattern.verb, ()), key=str)
    return Alternative(tuple(map(Predicate, predicates))) if predicates else None
