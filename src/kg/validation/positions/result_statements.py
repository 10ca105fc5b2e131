"""Which statement a result is about: its value's if there is a value, else the property's, else the subject's block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.deferred_quads import table_of
from kg.rdf.namespaces import RDF, SH
from kg.shacl.report import Result, Term
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, inverted
from kg.sparql.property_path import Sequence as PathSequence
from kg.validation.positions.data_positions import Part, Target

_TYPE = NamedNode(RDF + "type")
_CLOSED = NamedNode(SH + "ClosedConstraintComponent")

# So many nodes are looked for one by one; for more it pays to know where all of them stand.
_FEW = 8


class Statements:
    """The quads of a dataset by subject and by object; ``nodes`` are the subjects that will be asked for most."""

    def __init__(self, quads: Sequence[Quad], nodes: Collection[Term] = ()) -> None:
        self._quads = quads
        self._table = table_of(quads) if nodes else None
        self._referring: dict[Term, list[Quad]] = {}
        self._near: dict[Term, list[Quad]] = {node: [] for node in nodes}
        self._walked: tuple[Path, Term] | None = None
        self._ends: dict[Term, Quad] = {}
        self._walk: Iterator[tuple[Term, Quad]] = iter(())
        self._last: dict[tuple[Path, Term], Quad | None] = {}
        for quad in quads if nodes and not self._table else ():
            if quad.subject in self._near:
                self._near[quad.subject].append(quad)

    def about(self, node: Term) -> Sequence[Quad]:
        """The statements with this subject, in the order of the files."""
        if self._table:
            return self._table.about(node) if isinstance(node, NamedNode | BlankNode) else ()
        return self._near[node] if node in self._near else self._by_subject.get(node, ())

    def referring(self, node: Term) -> Sequence[Quad]:
        """The statements with this object, in the order of the files."""
        if self._table and isinstance(node, NamedNode | BlankNode):
            return self._table.referring(node)
        if node not in self._referring and len(self._referring) < _FEW:
            self._referring[node] = [quad for quad in self._quads if quad.object == node]
        return self._referring[node] if node in self._referring else self._by_object.get(node, ())

    def block(self, node: Term) -> Target | None:
        """Where a node is described, and typed if it is described in several files; else where it is mentioned."""
        quads = self.about(node)
        if quads:
            return Target(next((quad for quad in quads if quad.predicate == _TYPE), quads[0]), Part.SUBJECT)
        return next((Target(quad, Part.OBJECT) for quad in self.referring(node)), None)

    def on_path(self, path: Path, node: Term, end: Term) -> Quad | None:
        """The last statement on the way from a node to an end that the path reaches.

        One walk serves all ends of a node. There is none to an end that only one statement leads to: many nodes may be
        on a long way to it.
        """
        if node != end and (last := self._only_last(path, end)):
            return last
        if (path, node) != self._walked:
            self._walked, self._ends, self._walk = (path, node), {}, _walk(path, node, self)
        while end not in self._ends:
            step = next(self._walk, None)
            if step is None:
                return None
            self._ends.setdefault(*step)
        return self._ends[end]

    def _only_last(self, path: Path, end: Term) -> Quad | None:
        """The statement with which each way to the end must end, of a path that repeats a step."""
        key = path, end
        if key not in self._last:
            steps = _last_steps(path, end, self) if _repeats(path) else ()
            ways: dict[tuple[Term, ...], Quad] = {}
            for quad in steps:
                ways.setdefault((quad.subject, quad.predicate, quad.object), quad)
                if len(ways) > 1:
                    break
            self._last[key] = next(iter(ways.values())) if len(ways) == 1 else None
        return self._last[key]

    @cached_property
    def _by_subject(self) -> dict[Term, list[Quad]]:
        return self._index(lambda quad: quad.subject)

    @cached_property
    def _by_object(self) -> dict[Term, list[Quad]]:
        return self._index(lambda quad: quad.object)

    def _index(self, key: Callable[[Quad], Term]) -> dict[Term, list[Quad]]:
        index: dict[Term, list[Quad]] = defaultdict(list)
        for quad in self._quads:
            index[key(quad)].append(quad)
        return dict(index)


class Parameters(Protocol):
    """What the shapes say that a result does not: the path of a shape, and its counts."""

    def path(self, shape: NamedNode | BlankNode) -> Path | None:
        """The path of a property shape."""
        ...

    def number(self, shape: NamedNode | BlankNode, name: str) -> int | None:
        """The value of a parameter that is a count."""
        ...


def target(result: Result, data: Statements, parameters: Parameters | None = None) -> Target | None:
    """What the result is about in the data; None where the data never mentions its focus node."""
    return _statement(result, data, parameters) or data.block(result.focus_node)


def of_value(result: Result, value: Term, data: Statements) -> Target | None:
    """The statement by which the focus node of a result has a value; None where it is no value of its path."""
    if result.path is None:
        quad = next((quad for quad in data.about(result.focus_node) if quad.object == value), None)
    else:
        quad = data.on_path(result.path, result.focus_node, value)
    return Target(quad, Part.OBJECT, True) if quad else None


def _statement(result: Result, data: Statements, parameters: Parameters | None) -> Target | None:
    focus, path, value = result.focus_node, result.path, result.value
    if path is None:
        if value is None or value == focus:
            return None
        return next((Target(quad, Part.OBJECT, True) for quad in data.about(focus) if quad.object == value), None)
    if result.component == _CLOSED and parameters is not None:
        return _not_allowed(result, path, data, parameters.path(result.source_shape))
    if value is None:
        superfluous = _superfluous(result, path, data, parameters) if parameters else None
        return superfluous or _of_property(focus, path, data)
    on_path = data.on_path(path, focus, value)
    # The values that sh:equals misses are those of another property.
    quad = on_path or next((quad for quad in data.about(focus) if quad.object == value), None)
    return Target(quad, Part.OBJECT, True) if quad else _of_property(focus, path, data)


def _not_allowed(result: Result, path: Path, data: Statements, around: Path | None) -> Target | None:
    """The property that a closed shape objects to, at the value node that has it."""
    nodes = [result.focus_node] if around is None else [end for end, _ in _walk(around, result.focus_node, data)]
    for node in nodes:
        for end, quad in _walk(path, node, data):
            if end == result.value:
                return Target(quad, Part.PREDICATE, True)
    return None


def _superfluous(result: Result, path: Path, data: Statements, parameters: Parameters) -> Target | None:
    """The first value that is one too many, or is in a language that an earlier one has."""
    values: dict[Term, Quad] = {}
    for end, quad in _walk(path, result.focus_node, data):
        values.setdefault(end, quad)
    wanted: Sequence[Term] = list(values)
    most: int | None = None
    match result.component.value.removeprefix(SH).removesuffix("ConstraintComponent"):
        case "MaxCount":
            most = parameters.number(result.source_shape, "maxCount")
        case "QualifiedMaxCount":
            most = parameters.number(result.source_shape, "qualifiedMaxCount")
            counted = {branch.value for branch in result.branches if not branch.results}
            wanted = [value for value in wanted if value in counted]
        case "UniqueLang":
            most, wanted = 0, _repeated_languages(wanted)
    if most is None or len(wanted) <= most:
        return None
    return Target(values[wanted[most]], Part.OBJECT)


def _repeated_languages(values: Sequence[Term]) -> list[Term]:
    seen: set[str] = set()
    repeated: list[Term] = []
    for value in values:
        language = (value.language or "").lower() if isinstance(value, Literal) else ""
        if language and language in seen:
            repeated.append(value)
        seen.add(language)
    return repeated


def _of_property(focus: Term, path: Path, data: Statements) -> Target | None:
    """The first statement of the focus node with which the path can begin."""
    first = _first_predicates(path)
    return next((Target(quad, Part.PREDICATE) for quad in data.about(focus) if quad.predicate in first), None)


def _first_predicates(path: Path) -> frozenset[NamedNode]:
    match path:
        case Predicate(iri):
            return frozenset((iri,))
        case PathSequence(paths):
            return _first_predicates(paths[0])
        case Alternative(paths):
            return frozenset().union(*map(_first_predicates, paths))
        case Repeated(inner, _):
            return _first_predicates(inner)
        case _:
            return frozenset()


def _walk(path: Path, node: Term, data: Statements) -> Iterator[tuple[Term, Quad]]:
    """Every node that the path reaches from ``node`` in one step or more, with the last statement on the way."""
    match path:
        case Predicate(iri):
            yield from ((quad.object, quad) for quad in data.about(node) if quad.predicate == iri)
        case Inverse(Predicate(iri)):
            yield from ((quad.subject, quad) for quad in data.referring(node) if quad.predicate == iri)
        case Inverse(inner):
            yield from _walk(inverted(inner), node, data)
        case Alternative(paths):
            for alternative in paths:
                yield from _walk(alternative, node, data)
        case PathSequence(paths):
            yield from _walk_all(paths, node, data)
        case Repeated(inner, modifier):
            seen, pending = {node}, [node]
            while pending:
                for end, quad in _walk(inner, pending.pop(), data):
                    if end not in seen:
                        seen.add(end)
                        if modifier != "?":
                            pending.append(end)
                        yield end, quad


def _walk_all(paths: tuple[Path, ...], node: Term, data: Statements) -> Iterator[tuple[Term, Quad]]:
    first, rest = paths[0], paths[1:]
    steps = list(_walk(first, node, data))
    if all(_may_stay(part) for part in rest):
        yield from steps
    if not rest:
        return
    if _may_stay(first):
        yield from _walk_all(rest, node, data)
    for end in dict.fromkeys(end for end, _ in steps):
        yield from _walk_all(rest, end, data)


def _last_steps(path: Path, end: Term, data: Statements) -> Iterator[Quad]:
    """The statements with which a way on the path to the end can end, and maybe more."""
    match path:
        case Predicate(iri):
            yield from (quad for quad in data.referring(end) if quad.predicate == iri)
        case Inverse(Predicate(iri)):
            yield from (quad for quad in data.about(end) if quad.predicate == iri)
        case Inverse(inner):
            yield from _last_steps(inverted(inner), end, data)
        case Alternative(paths):
            for alternative in paths:
                yield from _last_steps(alternative, end, data)
        case PathSequence(paths):
            for part in reversed(paths):
                yield from _last_steps(part, end, data)
                if not _may_stay(part):
                    break
        case Repeated(inner, _):
            yield from _last_steps(inner, end, data)


def _repeats(path: Path) -> bool:
    match path:
        case Repeated(_, modifier):
            return modifier != "?"
        case Inverse(inner):
            return _repeats(inner)
        case Alternative(paths) | PathSequence(paths):
            return any(map(_repeats, paths))
        case _:
            return False


def _may_stay(path: Path) -> bool:
    """Whether the path reaches the node from which it begins, whatever the data."""
    match path:
        case Repeated(inner, modifier):
            return modifier != "+" or _may_stay(inner)
        case Inverse(inner):
            return _may_stay(inner)
        case Alternative(paths):
            return any(map(_may_stay, paths))
        case PathSequence(paths):
            return all(map(_may_stay, paths))
        case _:
            return False
