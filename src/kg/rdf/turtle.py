"""The canonical Turtle writer: a graph has one text, and one more value is one more line in a diff.

Form: one ``BASE`` line, the prefixes that are used in alphabetical order, a block per subject in IRI order, ``a`` first
and then the predicates by IRI, every value on a line of its own, and the full stop on the last. Blank nodes stand
inline as trees and lists; one that is shared, part of a cycle or in a triple term keeps a label.
Literals are written as they were read, triple terms in full. Grammar:
`Turtle 1.2 §6.5 <https://www.w3.org/TR/rdf12-turtle/#sec-grammar-grammar>`_.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from kg.rdf import blank_node_labels
from kg.rdf.namespaces import RDF, XSD

Subject = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple
Properties = list[tuple[NamedNode, Term]]

_TYPE = NamedNode(RDF + "type")
_FIRST, _REST, _NIL = NamedNode(RDF + "first"), NamedNode(RDF + "rest"), NamedNode(RDF + "nil")
_LOCAL = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?")
_IRI_ESCAPED = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_LONG_LIST = 100
_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ESCAPED = re.compile(r'[\\"\n\r\t\x08\x0c\x00-\x1f\x7f]')


def write(triples: Iterable[Triple], *, base: str | None = None, prefixes: Mapping[str, str]) -> str:
    """The canonical text of a graph; of ``prefixes``, those that are used are declared."""
    return _Writer(list(triples), base, prefixes).text()


def literal(term: Literal, *, shorten: Mapping[str, str] | None = None) -> str:
    """A literal in Turtle, its lexical form untouched; ``shorten`` maps datatype IRIs to prefixed names."""
    datatype = term.datatype.value
    if datatype in _BARE and _BARE[datatype].fullmatch(term.value):
        return term.value
    text = _quoted(term.value)
    if term.language:
        direction = f"--{term.direction.value}" if term.direction else ""
        return f"{text}@{term.language}{direction}"
    if datatype == XSD + "string":
        return text
    return f"{text}^^{(shorten or {}).get(datatype) or f'<{datatype}>'}"


def _quoted(value: str) -> str:
    if "\n" in value and "\r" not in value:
        escaped = _ESCAPED.sub(lambda m: m[0] if m[0] in "\n\t" else _escape(m[0]), value)
        return f'"""{escaped}"""'
    return f'"{_ESCAPED.sub(lambda m: _escape(m[0]), value)}"'


def _escape(character: str) -> str:
    return _ESCAPES.get(character) or _numeric(character)


def _numeric(character: str) -> str:
    return f"\\u{ord(character):04X}"


class _Writer:
    def __init__(self, triples: list[Triple], base: str | None, prefixes: Mapping[str, str]) -> None:
        self._base = base
        self._namespaces = sorted(((iri, name) for name, iri in prefixes.items()), key=lambda pair: -len(pair[0]))
        self._used: set[str] = set()
        self._relative = False
        self._names: dict[str, str] = {}
        self._inlined: dict[tuple[BlankNode, int], str] = {}
        self._read(triples)
        if self._labelled:
            quads = (Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
            self._read([quad.triple for quad in blank_node_labels.labelled(quads)])
        self._lay_out()

    def _read(self, triples: list[Triple]) -> None:
        self._properties: dict[Subject, Properties] = defaultdict(list)
        references: dict[BlankNode, int] = defaultdict(int)
        for triple in dict.fromkeys(triples):
            assert not isinstance(triple.subject, Triple)
            self._properties[triple.subject].append((triple.predicate, triple.object))
            if isinstance(triple.object, BlankNode):
                references[triple.object] += 1
            elif isinstance(triple.object, Triple):
                # A triple term has no room for the properties of a blank node, so this one needs a label.
                references.update(dict.fromkeys(_blank_nodes(triple.object), 2))
        self._labelled = self._find_labelled(references)
        self._roots = {node for node in self._properties if isinstance(node, BlankNode) and not references[node]}

    def _lay_out(self) -> None:
        """Write the blank nodes that stand inline, the innermost first, so that no nesting is too deep for a call."""
        inline = [(o, 1, 0) for node in self._properties if self._has_block(node) for _, o in self._properties[node]]
        levels: dict[tuple[BlankNode, int], int] = {}
        while inline:
            node, depth, level = inline.pop()
            if not isinstance(node, BlankNode) or node in self._labelled or (node, depth) in levels:
                continue
            levels[node, depth] = level
            items = self._items(node)
            members = [o for _, o in self._properties.get(node, ())] if items is None else items
            inline += [(member, depth + 1, level + 1) for member in members]
            if items is not None:
                inline += [(member, depth, level + 1) for member in items]
        for node, depth in sorted(levels, key=lambda place: -levels[place]):
            self._inlined[node, depth] = self._inline(node, depth)

    def _has_block(self, node: Subject) -> bool:
        return not isinstance(node, BlankNode) or node in self._labelled or node in self._roots

    def _find_labelled(self, references: Mapping[BlankNode, int]) -> set[BlankNode]:
        """Blank nodes that cannot stand inline: referred to more than once, or only reached through a cycle."""
        labelled = {node for node, count in references.items() if count > 1}
        starts: list[Subject] = [node for node in self._properties if isinstance(node, NamedNode)]
        starts += [node for node in self._properties if isinstance(node, BlankNode) and not references.get(node)]
        starts += labelled
        reached: set[Subject] = set()
        while starts:
            node = starts.pop()
            if node not in reached:
                reached.add(node)
                starts += [o for _, o in self._properties.get(node, ()) if isinstance(o, BlankNode)]
        return labelled | {node for node in self._properties if isinstance(node, BlankNode) and node not in reached}

    def text(self) -> str:
        named = sorted((node for node in self._properties if isinstance(node, NamedNode)), key=lambda n: n.value)
        labelled = sorted((node for node in self._labelled if node in self._properties), key=lambda n: n.value)
        blocks = [self._block(self._node(node), node) for node in named]
        blocks += sorted(self._block("[]", node) for node in self._roots - self._labelled)
        blocks += [self._block(f"_:{node.value}", node) for node in labelled]
        head = [f"BASE <{self._base}>\n"] if self._relative else []
        declared = sorted((name, iri) for iri, name in self._namespaces if name in self._used)
        if declared:
            head.append("".join(f"PREFIX {name}: <{iri}>\n" for name, iri in declared))
        return "\n".join(head + blocks)

    def _block(self, subject: str, node: Subject) -> str:
        lines = "".join(f"    {line} ;\n" for line in self._lines(node, 1))
        return f"{subject}\n{lines}.\n"

    def _lines(self, node: Subject, depth: int) -> list[str]:
        """One predicate and value a line, ``a`` first, then by predicate IRI and the written value."""
        properties = (
            (p != _TYPE, p.value, self._predicate(p), self._value(o, depth)) for p, o in self._properties[node]
        )
        return [f"{predicate} {value}" for _, _, predicate, value in sorted(properties)]

    def _predicate(self, predicate: NamedNode) -> str:
        return "a" if predicate == _TYPE else self._iri(predicate.value)

    def _node(self, node: NamedNode) -> str:
        return "()" if node == _NIL else self._iri(node.value)

    def _value(self, term: Term, depth: int) -> str:
        match term:
            case NamedNode():
                return self._node(term)
            case Literal():
                datatype = term.datatype.value
                bare = datatype in _BARE and _BARE[datatype].fullmatch(term.value)
                plain = bare or term.language or datatype == XSD + "string"
                return literal(term, shorten=None if plain else {datatype: self._iri(datatype)})
            case BlankNode() if term in self._labelled:
                return f"_:{term.value}"
            case BlankNode():
                if (term, depth) not in self._inlined:
                    self._inlined[term, depth] = self._inline(term, depth)
                return self._inlined[term, depth]
            case Triple():
                return f"<<( {self._value(term.subject, depth)} {self._iri(term.predicate.value)} " + (
                    f"{self._value(term.object, depth)} )>>"
                )

    def _inline(self, node: BlankNode, depth: int) -> str:
        indent = "    " * depth
        items = self._items(node)
        if items is not None:
            values = [self._value(item, depth + 1) for item in items]
            # A long list has a line for each member, so that it too reads well in a diff.
            if sum(map(len, values)) > _LONG_LIST and not any("\n" in value for value in values):
                return "\n".join(["(", *(f"{indent}    {value}" for value in values), f"{indent})"])
            return f"( {' '.join(self._value(item, depth) for item in items)} )"
        lines = "".join(f"{indent}    {line} ;\n" for line in self._lines(node, depth + 1))
        return f"[\n{lines}{indent}]" if lines else "[]"

    def _items(self, node: BlankNode) -> list[Term] | None:
        """The members of a well-formed list that nothing else refers into; None for any other blank node."""
        items: list[Term] = []
        here: Term = node
        while here != _NIL:
            if not isinstance(here, BlankNode) or here in self._labelled:
                return None
            properties = self._properties.get(here, [])
            first = [o for p, o in properties if p == _FIRST]
            rest = [o for p, o in properties if p == _REST]
            if len(properties) != 2 or len(first) != 1 or len(rest) != 1:
                return None
            items.append(first[0])
            here = rest[0]
        return items

    def _iri(self, iri: str) -> str:
        if iri not in self._names:
            self._names[iri] = self._shortened(iri)
        return self._names[iri]

    def _shortened(self, iri: str) -> str:
        for namespace, name in self._namespaces:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self._used.add(name)
                return f"{name}:{iri[len(namespace) :]}"
        if self._base and iri.startswith(self._base) and _resolves_back(iri[len(self._base) :]):
            self._relative = True
            iri = iri[len(self._base) :]
        return f"<{_IRI_ESCAPED.sub(lambda m: _numeric(m[0]), iri)}>"


def _blank_nodes(triple: Triple) -> Iterator[BlankNode]:
    """The blank nodes of a triple, and of the triple terms in it."""
    for node in (triple.subject, triple.object):
        if isinstance(node, BlankNode):
            yield node
        elif isinstance(node, Triple):
            yield from _blank_nodes(node)


def _resolves_back(relative: str) -> bool:
    """Whether joining ``relative`` to a base that ends in a slash gives back the same IRI (RFC 3986 §5.2)."""
    segments = re.split(r"[?#]", relative, maxsplit=1)[0].split("/")
    return bool(segments[0]) and ":" not in segments[0] and not {".", ".."} & set(segments)
