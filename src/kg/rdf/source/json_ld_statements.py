"""Where the statements of a JSON-LD text are written; see :mod:`kg.rdf.source.marks`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.rdf.namespaces import XSD
from kg.rdf.source.marks import Marks, Span, Term, Value, statements
from kg.rdf.source.statements import Statements

_BLANK = re.compile(r"[ \t\r\n]*")
_SCALARS = json.JSONDecoder(strict=False)
_PASSED = ("@list", "@set", "@value")
_MAPS = ("@language", "@index", "@id", "@type", "@graph")
_STRING = NamedNode(XSD + "string")


@dataclass(slots=True)
class _Json:
    """A JSON value and where it is written; ``members`` of an object have the spans of their keys."""

    span: Span
    value: Any = None
    members: list[tuple[str, Span, _Json]] | None = None
    items: list[_Json] | None = None


def read(text: str, base: str | None, prepare: Callable[[str], str]) -> Statements:
    """The statements of a valid text with the offsets of their terms; ``prepare`` puts contexts into a text.

    Raises SyntaxError for a text that is not valid.
    """
    marks = Marks()
    try:
        terms = _Terms.of(json.loads(prepare(text)))
        document, _ = _json(text, 0)
    except (ValueError, RecursionError) as error:
        raise SyntaxError(str(error)) from error
    _Reader(marks, terms).element(document, -1, None)
    marked = prepare(marks.marked(text))
    return statements((quad.triple for quad in parse(marked, format=RdfFormat.JSON_LD, base_iri=base)), marks)


def _json(text: str, at: int) -> tuple[_Json, int]:
    """The value that begins at an offset, and the offset after it."""
    at = _after_blanks(text, at)
    match text[at]:
        case "{":
            return _object(text, at)
        case "[":
            return _array(text, at)
    value, end = _SCALARS.raw_decode(text, at)
    return _Json((at, end), value), end


def _object(text: str, start: int) -> tuple[_Json, int]:
    members: list[tuple[str, Span, _Json]] = []
    at = _after_blanks(text, start + 1)
    while text[at] != "}":
        key, end = _SCALARS.raw_decode(text, at)
        span = (at, end)
        value, at = _json(text, _after_blanks(text, end) + 1)
        members.append((key, span, value))
        at = _after_blanks(text, at)
        at = _after_blanks(text, at + 1) if text[at] == "," else at
    return _Json((start, at + 1), members=members), at + 1


def _array(text: str, start: int) -> tuple[_Json, int]:
    items: list[_Json] = []
    at = _after_blanks(text, start + 1)
    while text[at] != "]":
        item, at = _json(text, at)
        items.append(item)
        at = _after_blanks(text, at)
        at = _after_blanks(text, at + 1) if text[at] == "," else at
    return _Json((start, at + 1), items=items), at + 1


def _after_blanks(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


@dataclass(slots=True)
class _Terms:
    """What the contexts of a document say of keys: the keyword that one stands for, and those whose values are maps."""

    keywords: dict[str, str] = field(default_factory=dict)
    maps: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, document: Any) -> _Terms:
        terms = cls()
        for context in _contexts(document):
            for name, meaning in context.items():
                target = meaning.get("@id") if isinstance(meaning, dict) else meaning
                if isinstance(target, str) and target.startswith("@") and not name.startswith("@"):
                    terms.keywords[name] = target
                container = meaning.get("@container") if isinstance(meaning, dict) else None
                if any(kind in _MAPS for kind in (container if isinstance(container, list) else [container])):
                    terms.maps.add(name)
        return terms

    def keyword(self, key: str) -> str:
        """The keyword that a key is or stands for; empty for any other key."""
        return key if key.startswith("@") else self.keywords.get(key, "")


def _contexts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for item in node:
            yield from _contexts(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "@context":
                yield from (
                    context for context in (value if isinstance(value, list) else [value]) if isinstance(context, dict)
                )
            yield from _contexts(value)


@dataclass(frozen=True, slots=True)
class _Reader:
    marks: Marks
    terms: _Terms

    def element(self, json_value: _Json, owner: int, led_by: Span | None) -> None:
        """Mark a value of a property of the owner, or of the document where there is none."""
        if json_value.items is not None:
            for item in json_value.items:
                self.element(item, owner, led_by)
        elif json_value.members is not None:
            self._object(json_value, json_value.members, owner, led_by)
        elif led_by is not None and json_value.value is not None:
            self._scalar(json_value, owner, led_by)

    def _object(
        self, json_value: _Json, members: list[tuple[str, Span, _Json]], owner: int, led_by: Span | None
    ) -> None:
        by_keyword = {self.terms.keyword(key): value for key, _, value in members}
        passed = [by_keyword[name] for name in _PASSED if name in by_keyword]
        if passed:
            for value in passed:
                self.element(value, owner, led_by)
            return
        start = json_value.span[0]
        node = self.marks.node((start, start + 1), owner, led_by)
        name = by_keyword.get("@id")
        if name is not None and isinstance(name.value, str):
            self._name(node, name, owner, led_by)
        elif "@type" in by_keyword and "@id" not in by_keyword:
            self.marks.edits.append((start + 1, start + 1, f'"@id":"_:{self.marks.label(node)}",'))
        self._members(members, node)

    def _name(self, node: int, name: _Json, owner: int, led_by: Span | None) -> None:
        self.marks.nodes[node].subject = name.span
        value = Value(name.span, led_by or name.span, owner, node)
        self.marks.mark(value, name.span[1] - 1, of_name=str(name.value).startswith("_:"))

    def _members(self, members: list[tuple[str, Span, _Json]], node: int) -> None:
        for key, span, value in members:
            match self.terms.keyword(key):
                case "":
                    for item in self._of_map(value) if key in self.terms.maps else (value,):
                        self.element(item, node, span)
                case "@type":
                    types = value.items if value.items is not None else [value]
                    self.marks.nodes[node].types += [
                        (kind.span, re.split("[/#]", kind.value)[-1]) for kind in types if isinstance(kind.value, str)
                    ]
                case "@graph" | "@included":
                    self.element(value, -1, None)
                case "@reverse" | "@nest":
                    for item in value.items or [value]:
                        self._members(item.members or [], node)

    def _of_map(self, value: _Json) -> Iterator[_Json]:
        """The values of a map by language or another index; what is no map is a value itself."""
        if value.members is None or any(self.terms.keyword(key) in (*_PASSED, "@id") for key, _, _ in value.members):
            yield value
        else:
            yield from (member for _, _, member in value.members)

    def _scalar(self, json_value: _Json, owner: int, led_by: Span) -> None:
        value = json_value.value
        if isinstance(value, str):
            self.marks.mark(
                Value(json_value.span, led_by, owner), json_value.span[1] - 1, of_name=value.startswith("_:")
            )
            return
        restored = partial(_restored, json.dumps(value))
        self.marks.replace(Value(json_value.span, led_by, owner, -1, restored), json_value.span, '"', '"')


def _restored(written: str, term: Term) -> Term:
    """The literal of a number or a boolean, which is marked as a text, maybe of a datatype."""
    return _literal(written, term.datatype.value) if isinstance(term, Literal) else term


@cache
def _literal(written: str, datatype: str) -> Literal:
    value = written if datatype == _STRING.value else f'{{"@value": {written}, "@type": "{datatype}"}}'
    (quad,) = parse(f'{{"@id": "x:s", "x:p": {value}}}', format=RdfFormat.JSON_LD)
    assert isinstance(quad.object, Literal)
    return quad.object
