"""Statements of RDF/XML and JSON-LD with the offsets of their terms, by marks that the parser carries along.

Neither format says in its text which statement a value makes: that depends on contexts, namespaces and nesting, which
only the parser knows. So each value is marked in a copy of the text, the copy is parsed, and the marks that come out in
the terms tell where each statement is written. Every rule of the formats stays the parser's.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf.namespaces import RDF
from kg.rdf.source.statements import Statements

Term = NamedNode | BlankNode | Literal | Triple
Span = tuple[int, int]

_MARK = re.compile(r"\??-kgm([0-9]+)-")
_TYPE, _FIRST, _REST = (NamedNode(RDF + name) for name in ("type", "first", "rest"))


def suffix(number: int, *, of_name: bool = False) -> str:
    """What marks a value at its end: the query of a web address, so that all before it stays; a name has none."""
    return f"-kgm{number}-" if of_name else f"?-kgm{number}-"


@dataclass(slots=True)
class Node:
    """A resource as it is described in one place: where its subject is written, and the property that leads to it."""

    subject: Span
    parent: int = -1
    property: Span | None = None
    types: list[tuple[Span, str]] = field(default_factory=list)


class Value(NamedTuple):
    """A marked value: where it and the name of its property are written, and the node that has it.

    ``own`` is the node that the value is the name of; ``as_written`` restores a term whose type the mark has hidden.
    """

    span: Span
    property: Span
    node: int
    own: int = -1
    as_written: Callable[[Term], Term] | None = None


@dataclass(slots=True)
class Marks:
    """The nodes of a text and its marked values by their numbers, with the changes that mark the text."""

    nodes: list[Node] = field(default_factory=list)
    values: dict[int, Value] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)
    edits: list[tuple[int, int, str]] = field(default_factory=list)

    def node(self, subject: Span, parent: int = -1, property: Span | None = None) -> int:  # noqa: A002
        """The number of a new node."""
        self.nodes.append(Node(subject, parent, property))
        return len(self.nodes) - 1

    def label(self, node: int) -> str:
        """A label for a node without name."""
        label = f"kgm{node}"
        self.labels[label] = node
        return label

    def mark(self, value: Value, at: int, *, of_name: bool = False) -> None:
        """Mark a value at the offset of its end."""
        number = len(self.values)
        self.values[number] = value
        self.edits.append((at, at, suffix(number, of_name=of_name)))

    def replace(self, value: Value, span: Span, before: str, after: str) -> None:
        """Put a marked value, between two texts, in the place of a span."""
        number = len(self.values)
        self.values[number] = value
        self.edits.append((*span, f"{before}{suffix(number)}{after}"))

    def marked(self, text: str) -> str:
        """The text with its marks."""
        parts: list[str] = []
        at = 0
        for start, end, new in sorted(self.edits):
            parts += (text[at:start], new)
            at = end
        return "".join(parts) + text[at:]


def statements(triples: Iterable[Triple], marks: Marks) -> Statements:
    """The statements of a marked text that were parsed, as they are written, with their offsets."""
    return _Located(list(triples), marks).statements()


class _Located:
    def __init__(self, triples: list[Triple], marks: Marks) -> None:
        self._marks = marks
        self._triples = [triple for triple in triples if isinstance(triple.subject, NamedNode | BlankNode)]
        self._node_of: dict[BlankNode, int] = {}
        self._item_of: dict[BlankNode, Term] = {}
        self._numbers: dict[Term, int] = {}
        self._terms: list[Term] = []
        for triple in self._triples:
            subject = triple.subject
            if isinstance(subject, BlankNode):
                if triple.predicate == _FIRST:
                    self._item_of[subject] = triple.object
                elif (value := self._value(triple.object)) and triple.predicate != _REST:
                    self._node_of.setdefault(subject, value.node)
        for triple in self._triples:
            self._find_by_value(triple)

    def _find_by_value(self, triple: Triple) -> None:
        """A blank node is the one inside which its value is described: a list by its first item."""
        subject = triple.subject
        if not isinstance(subject, BlankNode) or self._node(subject) >= 0 or triple.predicate in (_FIRST, _REST):
            return
        item = self._item_of.get(triple.object) if isinstance(triple.object, BlankNode) else None
        inner = self._node(triple.object if item is None else item)
        value = self._value(item) if item is not None else None
        if inner >= 0 and self._marks.nodes[inner].parent >= 0:
            self._node_of[subject] = self._marks.nodes[inner].parent
        elif value is not None and value.node >= 0:
            self._node_of[subject] = value.node

    def statements(self) -> Statements:
        rows = array("q")
        for triple in self._triples:
            spans = self._spans(triple)
            if spans:
                numbers = map(self._number, self._written(triple))
                rows.extend((*numbers, *(offset for span in spans for offset in span)))
        return Statements(self._terms, rows)

    def _number(self, term: Term) -> int:
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self._terms)
            self._terms.append(term)
        return number

    def _written(self, triple: Triple) -> Iterator[Term]:
        value = self._value(triple.object)
        yield _unmarked(triple.subject)
        yield triple.predicate
        term = _unmarked(triple.object)
        yield value.as_written(term) if value and value.as_written else term

    def _value(self, term: Term) -> Value | None:
        text = term.value if isinstance(term, NamedNode | BlankNode | Literal) else ""
        numbers = _MARK.findall(text) if "-kgm" in text else ()
        return self._marks.values.get(int(numbers[-1])) if numbers else None

    def _node(self, term: Term) -> int:
        """The node that a term is the name of; -1 where that is not known."""
        value = self._value(term)
        if value is not None:
            return value.own
        if isinstance(term, BlankNode):
            return self._marks.labels.get(term.value, self._node_of.get(term, -1))
        return -1

    def _spans(self, triple: Triple) -> tuple[Span, Span, Span] | None:
        subject = self._node(triple.subject)
        if triple.subject in self._item_of and triple.predicate in (_FIRST, _REST):
            item = self._place(self._item_of[triple.subject])  # type: ignore[index]
            return (item[1],) * 3 if item else None
        if triple.predicate == _TYPE and subject >= 0:
            place = self._type(subject, triple.object)
            if place:
                return self._marks.nodes[subject].subject, *place
        value = self._value(triple.object)
        if value is not None and value.own < 0:
            return self._marks.nodes[value.node].subject, value.property, value.span
        return self._link(triple, subject)

    def _link(self, triple: Triple, subject: int) -> tuple[Span, Span, Span] | None:
        """A statement between two nodes, of which either may be written inside the other."""
        nodes = self._marks.nodes
        target = self._node(triple.object)
        if subject >= 0 and nodes[subject].parent == target >= 0 and nodes[subject].property:
            return nodes[subject].subject, nodes[subject].property or (0, 0), nodes[target].subject
        place = self._place(triple.object)
        if place is None:
            return None
        start = nodes[subject].subject if subject >= 0 else place[0]
        return start, *place

    def _place(self, term: Term) -> tuple[Span, Span] | None:
        """Where a value is written that has no mark of its own: its property, and itself."""
        item = self._item_of.get(term) if isinstance(term, BlankNode) else None
        if item is not None:
            return self._place(item)
        value = self._value(term)
        if value is not None:
            return value.property, value.span
        node = self._node(term)
        if node < 0:
            return None
        known = self._marks.nodes[node]
        return known.property or known.subject, known.subject

    def _type(self, node: int, a_class: Term) -> tuple[Span, Span] | None:
        """The class among those that are written of a node: the only one, or the one with this name."""
        types = self._marks.nodes[node].types
        iri = a_class.value if isinstance(a_class, NamedNode) else ""
        named = [span for span, name in types if iri.endswith(name.rpartition(":")[2])]
        spans = named or [span for span, _ in types]
        return (spans[0], spans[0]) if spans else None


def _unmarked(term: Term) -> Term:
    match term:
        case NamedNode() if "-kgm" in term.value:
            return NamedNode(_MARK.sub("", term.value))
        case BlankNode() if "-kgm" in term.value:
            return BlankNode(_MARK.sub("", term.value))
        case Literal() if "-kgm" in term.value:
            text = _MARK.sub("", term.value)
            if term.language:
                return Literal(text, language=term.language, direction=term.direction)
            return Literal(text, datatype=term.datatype)
    return term
