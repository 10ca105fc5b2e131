"""Validation results, and the report with the digests of the dataset and the shapes.

The fields of a result are those of `SHACL §3.6.2 <https://www.w3.org/TR/shacl/#results-validation-result>`_.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf.namespaces import SH
from kg.sparql import property_path as paths
from kg.sparql.property_path import Path

Term = NamedNode | BlankNode | Literal | Triple


class Severity(StrEnum):
    """The severities of SHACL, the most severe first; the values are those of ``--fail-on``."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def iri(self) -> NamedNode:
        return NamedNode(SH + self.value.capitalize())

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return list(Severity).index(self)

    @classmethod
    def of(cls, iri: NamedNode) -> Severity:
        """The severity with this IRI. A severity that a shape defines itself counts as a violation."""
        return _SEVERITIES.get(iri, cls.VIOLATION)


_SEVERITIES = {severity.iri: severity for severity in Severity}


@dataclass(frozen=True, slots=True)
class Branch:
    """One of the shapes to which a constraint refers, on one value: its results, or none where the value conforms."""

    shape: NamedNode | BlankNode
    value: Term
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A validation result; ``messages`` are those of the shape, else the default message of the constraint.

    ``branches`` are what is inside a constraint that refers to other shapes; their results are its ``sh:detail``. They
    do not make it another result, and neither does that it is about a statement that was ``inferred``.
    """

    focus_node: Term
    path: Path | None
    value: Term | None
    component: NamedNode
    source_shape: NamedNode | BlankNode
    severity_iri: NamedNode = Severity.VIOLATION.iri
    messages: tuple[Literal, ...] = ()
    source_constraint: Term | None = None
    branches: tuple[Branch, ...] = field(default=(), compare=False)
    inferred: bool = field(default=False, compare=False)

    @property
    def severity(self) -> Severity:
        return Severity.of(self.severity_iri)

    def message(self, languages: Sequence[str] = ("en",)) -> str:
        """The message in the first of ``languages`` that has one, else in English, else without language, else any.

        ``nl-BE`` also matches ``nl`` (RFC 4647 §3.4).
        """
        by_language: dict[str, list[str]] = {}
        for literal in self.messages:
            by_language.setdefault(literal.language or "", []).append(literal.value)
        for wanted in (*languages, "en", "", *sorted(by_language)):
            for tag in _truncations(wanted):
                if tag in by_language:
                    return "\n".join(by_language[tag])
        return f"does not satisfy {self.component.value.rpartition('#')[2].removesuffix('ConstraintComponent')}"

    def sort_key(self) -> tuple[int, str, str, str, str, str, str]:
        # The label of a blank node changes with every parse, so all shapes without an IRI sort as equal.
        shape = self.source_shape.value if isinstance(self.source_shape, NamedNode) else ""
        path = paths.text(self.path) if self.path is not None else ""
        messages = "\n".join(sorted(map(str, self.messages)))
        return (
            self.severity.rank,
            str(self.focus_node),
            path,
            shape,
            self.component.value,
            str(self.value or ""),
            messages,
        )


def _truncations(tag: str) -> Iterable[str]:
    """The tag, then without its last subtag, and so on (RFC 4647 §3.4, Lookup)."""
    parts = tag.lower().replace("_", "-").split("-")
    return ("-".join(parts[:count]) for count in range(len(parts), 0, -1))


class NoteKind(StrEnum):
    """The kinds of notes of a report; notes are not results about the data."""

    DELEGATED = "delegated"
    RERUN_WHOLE = "rerun-whole"
    NO_FOCUS_NODES = "no-focus-nodes"
    UNUSED_TERM = "unused-term"
    MISSPELT = "misspelt-term"
    NO_TARGET = "no-target"
    SUSPICIOUS = "suspicious-shape"
    LEFT_OUT = "left-out"
    NOT_RUN = "not-run"
    EMPTY = "empty-shape"
    OWL_CLASS = "owl-class"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Note:
    """A note on how the results came about; ``about`` is the shape or term that it concerns.

    ``words`` are a sentence in English with names in braces for the ``values``, so that every language can tell it.
    """

    kind: NoteKind
    about: NamedNode | BlankNode
    words: str
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, kind: NoteKind, about: NamedNode | BlankNode, words: str, /, **values: object) -> Note:
        """A note with its values."""
        return cls(kind, about, words, tuple((name, str(value)) for name, value in values.items()))

    @property
    def text(self) -> str:
        """The sentence."""
        return self.words.format(**dict(self.values))


@dataclass(frozen=True, slots=True)
class Exercise:
    """How often a shape was evaluated: for how many focus nodes, with how many value nodes in all.

    ``constraints`` is the number of its own, apart from its property shapes; a shape without any judges nothing.
    """

    shape: NamedNode | BlankNode
    focus_nodes: int
    value_nodes: int
    constraints: int = 1


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The results of validating a dataset by shapes, both named by digest; the order of results is stable."""

    dataset_digest: str
    shapes_digest: str
    results: tuple[Result, ...]
    notes: tuple[Note, ...] = ()
    coverage: tuple[Exercise, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "results", tuple(sorted(self.results, key=Result.sort_key)))

    def counts(self) -> dict[Severity, int]:
        """The number of results of each severity, 0 included."""
        counted = Counter(result.severity for result in self.results)
        return {severity: counted[severity] for severity in Severity}

    def conforms(self, fail_on: Severity = Severity.VIOLATION) -> bool:
        """Whether no result has the severity ``fail_on`` or a higher one.

        ``sh:conforms`` is stricter: false if there is any result (``shacl_conforms``).
        """
        return all(result.severity.rank > fail_on.rank for result in self.results)

    @property
    def shacl_conforms(self) -> bool:
        return not self.results
