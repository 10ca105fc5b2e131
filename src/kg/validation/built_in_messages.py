"""Messages for shapes without one of their own: with the names that the files use, and inner shapes told in words.

A label of a blank node means nothing to a reader, so a shape without an IRI is told by its sh:message or sh:name, else
by its constraints.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.dataset import Dataset
from kg.rdf.namespaces import SH
from kg.shacl.core.shape_based import Property
from kg.shacl.report import Result
from kg.shacl.shape_problems import ProblemKind, Problems
from kg.shacl.shape_reader import read_shapes
from kg.shacl.shapes.shape import Shape, Shapes
from kg.shacl.shapes_graph import ShapesGraph
from kg.sparql.property_path import text as path_text
from kg.validation.display_names import Names
from kg.validation.message_texts import spoken
from kg.validation.shape_descriptions import Rules

_NODE = re.compile(r"<([^<>\s\"]+:[^<>\s\"]*)>|_:([0-9A-Za-z]+)")
_MESSAGE, _NAME = NamedNode(SH + "message"), NamedNode(SH + "name")
_DEEPEST = 4


class BuiltInMessages:
    """The messages of results in the reader's languages."""

    def __init__(self, shapes: Dataset, rules: Rules, names: Names, languages: Sequence[str]) -> None:
        self._quads = shapes.quads
        self._rules = rules
        self._names = names
        self._languages = languages

    def text(self, result: Result) -> str:
        """The message of a result: the shape's own as it is written, or ours with names in place of terms."""
        message = result.message(self._languages)
        own = self._rules.objects(result.source_shape, _MESSAGE) or result.source_constraint is not None
        return message if own else self._named(message, 0)

    def _named(self, message: str, depth: int) -> str:
        def name(found: re.Match[str]) -> str:
            return self._names.term(NamedNode(found[1])) if found[1] else self._inner(BlankNode(found[2]), depth)

        return _NODE.sub(name, message)

    def _inner(self, node: BlankNode, depth: int) -> str:
        """A shape without an IRI, between quotes; only its place among others where it would be too long."""
        for predicate in (_MESSAGE, _NAME):
            texts = [each for each in self._rules.objects(node, predicate) if isinstance(each, Literal)]
            if texts:
                return f"“{spoken(texts, self._languages)}”"
        shape = self._shapes.by_name.get(node) if depth < _DEEPEST else None
        words = " and ".join(self._words(shape, depth)) if shape else ""
        return f"“{words}”" if words else f"[ ] of {self._rules.rule(node).id}"

    def _words(self, shape: Shape, depth: int) -> list[str]:
        path = f"{path_text(shape.path, self._names.term)} " if shape.path is not None else ""
        words = []
        for constraint in shape.constraints:
            if isinstance(constraint, Property):
                inner = self._shapes.by_name.get(constraint.shape)
                words += self._words(inner, depth + 1) if inner and depth < _DEEPEST else []
            else:
                words.append(path + self._named(constraint.default_message, depth + 1))
        return words

    @cached_property
    def _shapes(self) -> Shapes:
        return read_shapes(ShapesGraph(self._quads), Problems(list(ProblemKind)))
