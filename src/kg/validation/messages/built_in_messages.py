"""Messages for results of shapes without one of their own: the property first, then what is demanded of it.

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
from kg.shacl.core.other import Closed
from kg.shacl.core.shape_based import Property
from kg.shacl.report import Branch, Result
from kg.shacl.shape_problems import ProblemKind, Problems
from kg.shacl.shape_reader import read_shapes
from kg.shacl.shapes.shape import Constraint, Shape, ShapeName, Shapes
from kg.shacl.shapes_graph import ShapesGraph
from kg.sparql.property_path import text as path_text
from kg.validation.display_names import Names
from kg.validation.message_texts import spoken, translations, word
from kg.validation.messages.constraint_words import ConstraintWords
from kg.validation.positions.result_statements import Statements
from kg.validation.shape_descriptions import Rules

_NODE = re.compile(r"<([^<>\s\"]+:[^<>\s\"]*)>|_:([0-9A-Za-z]+)")
_OWN_LABEL = re.compile(r"_:(f[0-9a-f]{8}n[0-9]+)")
_MESSAGE, _NAME = NamedNode(SH + "message"), NamedNode(SH + "name")
_DEEPEST = 3
_LONG = 100


class BuiltInMessages:
    """The messages of results in the reader's languages."""

    def __init__(self, shapes: Dataset, rules: Rules, names: Names, languages: Sequence[str], data: Statements) -> None:
        self._quads = shapes.quads
        self._rules = rules
        self._names = names
        self._languages = languages
        self._data = data
        self._and = word("and", languages)

    def text(self, result: Result) -> str:
        """The message of a result: the shape's own as it is written, or ours."""
        constraint = self._constraint(result)
        if constraint is None:
            return self._own(result.message(self._languages), result.source_shape)
        predicate = self._predicate(constraint, result, 0)
        return f"{self._subject(result, constraint)} {predicate}"

    def literals(self, result: Result) -> tuple[Literal, ...]:
        """The same as the ``sh:resultMessage`` of a result: all languages of the shape's own message, or ours."""
        if self._constraint(result) is None:
            return tuple(
                Literal(self._own(message.value, result.source_shape), language=message.language)
                if message.language
                else Literal(self._own(message.value, result.source_shape))
                for message in result.messages
            )
        language = translations(self._languages).info().get("language", "en")
        return (Literal(self.text(result), language=language),)

    def label(self, branch: Branch) -> str:
        """The name of a shape inside a constraint."""
        return self._label(branch.shape, 0)

    def _constraint(self, result: Result) -> Constraint | None:
        """The constraint that a result is of, if the message is not the shape's own."""
        if len(result.messages) != 1 or self._rules.objects(result.source_shape, _MESSAGE):
            return None
        shape = self._shapes.by_name.get(result.source_shape)
        message = result.messages[0].value
        for constraint in shape.constraints if shape else ():
            if constraint.component_iri == result.component and constraint.default_message == message:
                return constraint
        return None

    def _own(self, message: str, shape: ShapeName) -> str:
        """A message of the shapes, as it is written but for labels that no file has."""
        if shape in self._shapes.by_name:
            return _OWN_LABEL.sub(lambda match: self._names.term(BlankNode(match[1])), message)
        return self._named(message, 0)

    def _subject(self, result: Result, constraint: Constraint) -> str:
        """The property by its name, else its path; the node itself where the shape has no path."""
        if isinstance(constraint, Closed):
            return path_text(result.path, self._names.term) if result.path else self._names.term(result.focus_node)
        if result.path is None:
            return self._names.term(result.focus_node if result.value is None else result.value)
        name = self._text(result.source_shape, _NAME)
        return name or path_text(result.path, self._names.term)

    def _predicate(self, constraint: Constraint, result: Result | None, depth: int) -> str:
        words = ConstraintWords(
            self._names, self._languages, lambda shape: self._label(shape, depth + 1), self._rules, self._data
        ).predicate(constraint, result)
        return self._named(constraint.default_message, depth) if words is None else words

    def _named(self, message: str, depth: int) -> str:
        def name(node: re.Match[str]) -> str:
            return self._names.term(NamedNode(node[1])) if node[1] else self._label(BlankNode(node[2]), depth)

        return _NODE.sub(name, message)

    def _label(self, node: ShapeName, depth: int) -> str:
        """A shape by its IRI or, between quotes, by its words; by the shape that it belongs to where these are long."""
        if isinstance(node, NamedNode):
            return self._names.term(node)
        text = self._text(node, _MESSAGE) or self._text(node, _NAME)
        shape = self._shapes.by_name.get(node) if depth < _DEEPEST and not text else None
        words = text or (f" {self._and} ".join(self._words(shape, depth)) if shape else "")
        if words and (text or len(words) <= _LONG):
            return word("quoted", self._languages, words=words)
        return word("inner shape", self._languages, shape=self._rules.rule(node).id)

    def _words(self, shape: Shape, depth: int) -> list[str]:
        name = self._text(shape.name, _NAME)
        subject = name or (path_text(shape.path, self._names.term) if shape.path is not None else "")
        words = []
        for constraint in shape.constraints:
            if isinstance(constraint, Property):
                inner = self._shapes.by_name.get(constraint.shape)
                words += self._words(inner, depth + 1) if inner and depth < _DEEPEST else []
            else:
                words.append(f"{subject} {self._predicate(constraint, None, depth)}".lstrip())
        return words

    def _text(self, node: ShapeName, predicate: NamedNode) -> str | None:
        texts = [term for term in self._rules.objects(node, predicate) if isinstance(term, Literal)]
        return spoken(texts, self._languages)

    @cached_property
    def _shapes(self) -> Shapes:
        return read_shapes(ShapesGraph(self._quads), Problems(list(ProblemKind)))
