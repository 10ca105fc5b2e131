"""Shapes as the rules that a report speaks of: a stable id, a name, an explanation, a severity.

A shape without an IRI of its own takes the id of the shape that it belongs to, followed by its path.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.errors import ShapesError
from kg.rdf.namespaces import RDF, RDFS, SH
from kg.shacl.report import Result, Severity
from kg.shacl.shapes.path_reader import read_path
from kg.sparql import property_path as paths
from kg.validation.display_names import Names, Term
from kg.validation.message_texts import spoken

_SHAPE_TYPES = {NamedNode(SH + "NodeShape"), NamedNode(SH + "PropertyShape")}
_PATH, _SEVERITY, _DEACTIVATED = (NamedNode(SH + name) for name in ("path", "severity", "deactivated"))


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape under a stable ``id``; ``explanation`` says why it is there, ``advice`` what to do."""

    id: str
    name: str
    explanation: str
    advice: str
    severity: Severity
    iri: str | None


class Rules:
    """The rules of a shapes graph, told in the reader's languages."""

    def __init__(self, shapes: Iterable[Quad], names: Names, languages: tuple[str, ...]) -> None:
        self._names = names
        self._languages = languages
        self._objects: dict[tuple[Term, NamedNode], list[Term]] = defaultdict(list)
        self._owners: dict[Term, Term] = {}
        self._named: list[NamedNode] = []
        self._known: dict[Term, Rule] = {}
        for quad in shapes:
            self._objects[quad.subject, quad.predicate].append(quad.object)
            if isinstance(quad.object, BlankNode):
                self._owners.setdefault(quad.object, quad.subject)
            if quad.predicate.value == RDF + "type" and quad.object in _SHAPE_TYPES:
                assert isinstance(quad.subject, NamedNode | BlankNode)
                if isinstance(quad.subject, NamedNode):
                    self._named.append(quad.subject)

    def __iter__(self) -> Iterator[Rule]:
        """The rules of all shapes that have an IRI and are active, in order of their ids."""
        active = (node for node in dict.fromkeys(self._named) if not self._is_deactivated(node))
        return iter(sorted((self.rule(node) for node in active), key=lambda rule: rule.id))

    def of(self, result: Result) -> Rule:
        """The rule that a result breaks."""
        return self.rule(result.source_shape)

    def rule(self, shape: NamedNode | BlankNode) -> Rule:
        """The rule that a shape is."""
        if shape not in self._known:
            self._known[shape] = self._read(shape)
        return self._known[shape]

    def _read(self, shape: NamedNode | BlankNode) -> Rule:
        identifier = self._id(shape)
        name = self._texts(shape, SH + "name", RDFS + "label") or identifier.rpartition("/")[2]
        explanation = self._texts(shape, SH + "description", RDFS + "comment")
        advice = self._texts(shape, SH + "message")
        severity = next((s for s in self.objects(shape, _SEVERITY) if isinstance(s, NamedNode)), Severity.VIOLATION.iri)
        return Rule(
            id=identifier,
            name=name,
            explanation=explanation or advice or name,
            advice=advice or explanation or name,
            severity=Severity.of(severity),
            iri=shape.value if isinstance(shape, NamedNode) else None,
        )

    def node(self, node: BlankNode) -> str:
        """A node of the shapes without an IRI: a property shape by its owner and path, another by what it is in."""
        identifier = self.rule(node).id
        return identifier if self.path(node) is not None else f"[ ] of {identifier}"

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """The objects of a statement in the shapes graph."""
        return self._objects.get((subject, predicate), [])

    def path(self, shape: NamedNode | BlankNode) -> paths.Path | None:
        """The path of a property shape; None for a node shape, and for a path that is not well-formed."""
        nodes = self.objects(shape, _PATH)
        try:
            return read_path(nodes[0], self.objects) if nodes else None
        except ShapesError:
            return None

    def number(self, shape: NamedNode | BlankNode, name: str) -> int | None:
        """The value of a parameter that is a count."""
        values = [value.value for value in self.objects(shape, NamedNode(SH + name)) if isinstance(value, Literal)]
        return int(values[0]) if values and values[0].lstrip("+-").isdecimal() else None

    def _is_deactivated(self, shape: NamedNode) -> bool:
        return any(isinstance(value, Literal) and value.value == "true" for value in self.objects(shape, _DEACTIVATED))

    def _id(self, shape: Term) -> str:
        steps: list[str] = []
        seen: set[Term] = set()
        while isinstance(shape, BlankNode) and shape in self._owners and shape not in seen:
            seen.add(shape)
            for path in self.objects(shape, _PATH):
                steps.append(self._path(path))
            shape = self._owners[shape]
        owner = self._names.plain(shape) if isinstance(shape, NamedNode) else "anonymous-shape"
        return "/".join([owner, *reversed(steps)])

    def _path(self, node: Term) -> str:
        try:
            return paths.text(read_path(node, self.objects), self._names.plain)
        except ShapesError:
            return "?"

    def _texts(self, shape: Term, *predicates: str) -> str | None:
        for predicate in predicates:
            texts = [text for text in self.objects(shape, NamedNode(predicate)) if isinstance(text, Literal)]
            if texts:
                return spoken(texts, self._languages)
        return None


def constraint(result: Result) -> str:
    """What the shape asked for, in SHACL's word: ``MinCount``, ``Class``, ``SPARQL``."""
    return result.component.value.rpartition("#")[2].removesuffix("ConstraintComponent")
