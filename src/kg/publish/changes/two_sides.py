"""What two snapshots call things, for a reader of one language."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.resources.language_view import Reader
from kg.resources.resource_graph import Node
from kg.translations.catalogue import catalogue, mark

Term = NamedNode | BlankNode | Literal | Triple
_LONG, _AROUND = 160, 30
_PROPERTIES = {
    "rdf:type": mark("kind"),
    "rdfs:label": mark("name"),
    "rdfs:comment": mark("note"),
    "rdfs:seeAlso": mark("see also"),
    "skos:prefLabel": mark("name"),
    "skos:altLabel": mark("other name"),
    "skos:definition": mark("definition"),
    "skos:note": mark("note"),
    "foaf:name": mark("name"),
    "dct:title": mark("title"),
    "dct:description": mark("description"),
    "dct:issued": mark("issued"),
    "dct:modified": mark("modified"),
    "dct:publisher": mark("publisher"),
    "owl:sameAs": mark("the same as"),
}
"""What well-known properties are called, which no project labels."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The earlier and the later side."""

    before: Reader
    after: Reader

    @property
    def language(self) -> str:
        return self.after.language

    def has(self, node: Node) -> tuple[bool, bool]:
        """On which side something is said of the node."""
        return bool(self.before.known.about(node)), bool(self.after.known.about(node))

    def name(self, node: Node) -> str:
        """What it is called, on the later side where that has it."""
        return self._reader(node).name(node).value

    def part(self, node: NamedNode) -> str:
        """What a part of a document is called within it; empty for the resource of the document itself."""
        document = self.after.document(node)
        if document == node:
            return ""
        name, start = self.name(node), f"{self.name(document)}: "
        return name.removeprefix(start) if name.startswith(start) else node.value.partition("#")[2]

    def property(self, predicate: NamedNode, language: str | None = None) -> str:
        """The name of a property, with the language of its values where that tells several apart."""
        known = self._reader(predicate).short(predicate)
        words = _PROPERTIES.get(known)
        name = catalogue(self.language).gettext(words) if words else self.name(predicate)
        return f"{name} ({language})" if language and language != self.language else name

    def value(self, term: Term, *, whole: bool = False) -> str:
        """A value in words: a name, a text in quotation marks, or what else is written; cut unless ``whole``."""
        match term:
            case NamedNode() | BlankNode():
                return self.name(term)
            case Literal():
                text = " ".join(term.value.split()) if whole else shortened(term.value, _LONG)
                return f"“{text}”" if term.language or term.datatype.value.endswith("#string") else text
            case _:
                return str(term)

    def _reader(self, node: Node) -> Reader:
        before, after = self.has(node)
        return self.before if before and not after else self.after

    def leading_to(self, quad: Quad, *, later: bool) -> NamedNode | None:
        """The IRI that a statement belongs to: its subject, or what leads to that where it is a blank node."""
        known = (self.after if later else self.before).known
        node: object = quad.subject
        passed: set[object] = set()
        while isinstance(node, BlankNode) and node not in passed:
            passed.add(node)
            node = next((quad.subject for quad in known.referring(node)), None)
        return node if isinstance(node, NamedNode) else None


def shortened(text: str, most: int) -> str:
    r"""A text in one line, its end left out where it is longer.

    >>> shortened("two\nlines", 20), shortened("much too long", 9)
    ('two lines', 'much too…')
    """
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Two texts, of long ones only what differs and a little around it.

    >>> excerpts("seen", "heard"), excerpts("It was a " + "long, " * 40 + "way", "It was a " + "long, " * 40 + "walk")
    (('seen', 'heard'), ('…ng, long, long, long, long, way', '…ng, long, long, long, long, walk'))
    """
    if max(len(old), len(new)) <= _LONG:
        return old, new
    start = _alike(old, new)
    end = min(_alike(old[::-1], new[::-1]), len(old) - start, len(new) - start)
    first = max(0, start - _AROUND)

    def cut(text: str) -> str:
        last = min(len(text), len(text) - end + _AROUND, first + _LONG)
        return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")

    return cut(old), cut(new)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with that are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
