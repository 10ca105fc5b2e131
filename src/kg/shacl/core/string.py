"""String-based constraints: `SHACL §4.4 <https://www.w3.org/TR/shacl/#core-components-string>`_."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.shacl.literals.regular_expressions import TooSlow, compiled
from kg.shacl.report import Term
from kg.shacl.shapes.shape import (
    Constraint,
    CoreConstraint,
    Evaluation,
    ShapeName,
    ValueConstraint,
    ValueNodes,
    Violation,
)
from kg.shacl.shapes.shape_node import Reader, ShapeNode, of_value
from kg.shacl.vocabulary import component, sh

_FLAGS, _UNIQUE, _LANGUAGES = sh("flags"), sh("uniqueLang"), sh("languageIn")


@dataclass(frozen=True, slots=True)
class MinLength(ValueConstraint):
    """The text of each value node has at least so many characters; a blank node has no text."""

    component = component("MinLength")
    length: int

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        terms = evaluation.index.terms
        return frozenset(v for v in values if (text := text_of(terms[v])) is None or len(text) < self.length)

    @property
    def default_message(self) -> str:
        return f"must have at least {self.length} characters"


@dataclass(frozen=True, slots=True)
class MaxLength(ValueConstraint):
    """The text of each value node has at most so many characters: code points, neither bytes nor UTF-16 units."""

    component = component("MaxLength")
    length: int

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        terms = evaluation.index.terms
        return frozenset(v for v in values if (text := text_of(terms[v])) is None or len(text) > self.length)

    @property
    def default_message(self) -> str:
        return f"must have at most {self.length} characters"


@dataclass(frozen=True, slots=True)
class Pattern(ValueConstraint):
    """The regular expression is found in the text of each value node."""

    component = component("Pattern")
    shape: ShapeName
    pattern: str
    flags: str

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        terms, search = evaluation.index.terms, compiled(self.pattern, self.flags).search
        bad: list[int] = []
        for value in values:
            text = text_of(terms[value])
            try:
                if text is None or not search(text):
                    bad.append(value)
            except TooSlow as problem:
                raise problem.at(str(self.shape), sh("pattern"), f"the sh:pattern {self.pattern}") from problem
        return frozenset(bad)

    @property
    def default_message(self) -> str:
        return f"must match the pattern {self.pattern}"


@dataclass(frozen=True, slots=True)
class LanguageIn(ValueConstraint):
    """Each value node is a literal whose language is in one of the ranges (``en`` takes ``en-gb``)."""

    component = component("LanguageIn")
    ranges: tuple[str, ...]

    def failing(self, values: Set[int], evaluation: Evaluation) -> Collection[int]:
        terms = evaluation.index.terms
        verdicts: dict[str | None, bool] = {None: False}
        bad: list[int] = []
        for value in values:
            term = terms[value]
            tag = term.language if isinstance(term, Literal) else None
            holds = verdicts.get(tag)
            if holds is None:
                assert tag is not None
                holds = verdicts[tag] = any(
                    _matches(tag.lower(), language_range.lower()) for language_range in self.ranges
                )
            if not holds:
                bad.append(value)
        return frozenset(bad)

    @property
    def default_message(self) -> str:
        return f"must be in one of the languages {', '.join(self.ranges)}"


@dataclass(frozen=True, slots=True)
class UniqueLang(CoreConstraint):
    """No two value nodes have the same language; there is a result for each language that has several."""

    component = component("UniqueLang")

    def violations(self, nodes: ValueNodes, evaluation: Evaluation) -> Iterable[Violation]:
        terms = evaluation.index.terms
        for focus, values in nodes.pairs():
            if len(values) > 1:
                tags = Counter(
                    term.language.lower()
                    for term in map(terms.__getitem__, values)
                    if isinstance(term, Literal) and term.language
                )
                for count in tags.values():
                    if count > 1:
                        yield Violation(focus)

    @property
    def default_message(self) -> str:
        return "must not have two values in one language"


def text_of(term: Term) -> str | None:
    """The text of a term as the ``str()`` of SPARQL returns it; None for a blank node."""
    return None if isinstance(term, BlankNode | Triple) else term.value


def _matches(tag: str, language_range: str) -> bool:
    """Basic filtering of RFC 4647 §3.3.1, as ``langMatches`` does it."""
    return language_range == "*" or tag == language_range or tag.startswith(language_range + "-")


def _read_pattern(shape: ShapeNode, value: Term) -> Constraint:
    pattern, given = shape.string(sh("pattern"), value), shape.one(_FLAGS)
    flags = "" if given is None else shape.string(_FLAGS, given)
    try:
        compiled(pattern, flags)
    except ValueError as problem:
        raise shape.error(f"sh:pattern {value} is not a valid regular expression: {problem}") from problem
    return Pattern(shape.name, pattern, flags)


def _read_languages(shape: ShapeNode, value: Term) -> Constraint:
    return LanguageIn(tuple(shape.string(_LANGUAGES, member) for member in shape.members(_LANGUAGES, value)))


def _read_unique(shape: ShapeNode, value: Term) -> Constraint | None:
    shape.boolean(_UNIQUE)
    # "1"^^xsd:boolean is true as well, but the W3C's test uniqueLang-002 says that only "true" switches it on.
    return UniqueLang() if isinstance(value, Literal) and value.value == "true" else None


READERS: dict[NamedNode, Reader] = {
    **of_value("minLength", ShapeNode.count, MinLength),
    **of_value("maxLength", ShapeNode.count, MaxLength),
    sh("pattern"): Reader(_read_pattern, several=True),
    _LANGUAGES: Reader(_read_languages),
    _UNIQUE: Reader(_read_unique, property_shapes_only=True),
}
