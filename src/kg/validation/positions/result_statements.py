"""Which statement a result is about: its value's if there is a value, else the property's, else the subject's block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property

from pyoxigraph import NamedNode, Quad

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
        self._referring: dict[Term, list[Quad]] = {}
        self._near: dict[Term, list[Quad]] = {node: [] for node in nodes}
        for quad in quads if nodes else ():
            if quad.subject in self._near:
                self._near[quad.subject].append(quad)

    def about(self, node: Term) -> Sequence[Quad]:
        """The statements with this subject, in the order of the files."""
        return self._near[node] if node in self._near else self._by_subject.get(node, ())

    def referring(self, node: Term) -> Sequence[Quad]:
        """The statements with this object, in the order of the files."""
        if node not in self._referring and len(self._referring) < _FEW:
            self._referring[node] = [quad for quad in self._quads if quad.object == node]
        return self._referring[node] if node in self._referring else self._by_object.get(node, ())

    def block(self, node: Term) -> Target | None:
        """Where a node is described, and typed if it is described in several files; else where it is mentioned."""
        quads = self.about(node)
        if quads:
            return Target(next((quad for quad in quads if quad.predicate == _TYPE), quads[0]), Part.SUBJECT)
        return next((Target(quad, Part.OBJECT) for quad in self.referring(node)), None)

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


def target(result: Result, data: Statements) -> Target | None:
    """What the result is about in the data; None where the data never mentions its focus node."""
    return _statement(result, data) or data.block(result.focus_node)


def _statement(result: Result, data: Statements) -> Target | None:
    focus, path, value = result.focus_node, result.path, result.value
    if path is None:
        if value is None or value == focus:
            return None
        return next((Target(quad, Part.OBJECT, True) for quad in data.about(focus) if quad.object == value), None)
    # What a closed shape objects to is the property, whatever its value.
    part = Part.PREDICATE if result.component == _CLOSED else Part.OBJECT
    if value is not None:
        for end, quad in _walk(path, focus, data):
            if end == value:
                return Target(quad, part, True)
    first = _first_predicate(path)
    return next((Target(quad, Part.PREDICATE) for quad in data.about(focus) if quad.predicate == first), None)


def _first_predicate(path: Path) -> NamedNode | None:
    match path:
        case Predicate(iri):
            return iri
        case PathSequence(paths):
            return _first_predicate(paths[0])
        case _:
            return None


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
            for each in paths:
                yield from _walk(each, node, data)
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
    if all(_may_stay(each) for each in rest):
        yield from steps
    if not rest:
        return
    if _may_stay(first):
        yield from _walk_all(rest, node, data)
    for end in dict.fromkeys(end for end, _ in steps):
        yield from _walk_all(rest, end, data)


def _may_stay(path: Path) -> bool:
    return isinstance(path, Repeated) and path.modifier != "+"
