"""What a validation found: results, and the report that names the very dataset and shapes that it judged.

The fields of a result are those of `SHACL §3.6.2 <https://www.w3.org/TR/shacl/#results-validation-result>`_.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf.namespaces import SH
from kg.sparql import property_path as paths
from kg.sparql.property_path import Path

Term = NamedNode | BlankNode | Literal | Triple


class Severity(StrEnum):
    """How much a result weighs, the heaviest first; the values are what ``--fail-on`` takes."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def iri(self) -> NamedNode:
        return NamedNode(SH + self.value.capitalize())

    @property
    def rank(self) -> int:
        """0 for the heaviest."""
        return list(Severity).index(self)

    @classmethod
    def of(cls, iri: NamedNode) -> Severity:
        """SHACL lets a shape name a severity of its own; nobody can say that it weighs less than a violation."""
        return _SEVERITIES.get(iri, cls.VIOLATION)


_SEVERITIES = {each.iri: each for each in Severity}


@dataclass(frozen=True, slots=True)
class Result:
    """One finding. ``messages`` are the shape's own, or ours for the component where the shape has none."""

    focus_node: Term
    path: Path | None
    value: Term | None
    component: NamedNode
    source_shape: NamedNode | BlankNode
    severity_iri: NamedNode = Severity.VIOLATION.iri
    messages: tuple[Literal, ...] = ()
    source_constraint: Term | None = None

    @property
    def severity(self) -> Severity:
        return Severity.of(self.severity_iri)

    def message(self, languages: Sequence[str] = ("en",)) -> str:
        """The text in the first of ``languages`` that has one, else in English, else without language, else any.

        A wanted ``nl-BE`` is served by ``nl`` (RFC 4647 §3.4).
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
        # A blank node's label changes with every parse, so shapes and constraints without a name sort as one.
        shape = self.source_shape.value if isinstance(self.source_shape, NamedNode) else ""
        path = paths.text(self.path) if self.path is not None else ""
        said = "\n".join(sorted(map(str, self.messages)))
        return (
            self.severity.rank,
            str(self.focus_node),
            path,
            shape,
            self.component.value,
            str(self.value or ""),
            said,
        )


def _truncations(tag: str) -> Iterable[str]:
    """The tag, then the tag with one subtag less each time (RFC 4647 §3.4 Lookup)."""
    parts = tag.lower().replace("_", "-").split("-")
    return ("-".join(parts[:count]) for count in range(len(parts), 0, -1))


class NoteKind(StrEnum):
    """What a report says beside its results: nothing here is a finding about the data."""

    DELEGATED = "delegated"
    RERUN_WHOLE = "rerun-whole"
    NO_FOCUS_NODES = "no-focus-nodes"
    UNUSED_TERM = "unused-term"
    NO_TARGET = "no-target"
    SUSPICIOUS = "suspicious-shape"
    LEFT_OUT = "left-out"
    NOT_RUN = "not-run"
    OWL_CLASS = "owl-class"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on how the verdict came about. ``about`` is the shape or term that it is about."""

    kind: NoteKind
    about: NamedNode | BlankNode
    text: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """How often a shape was put to use: on how many focus nodes, with how many value nodes in all."""

    shape: NamedNode | BlankNode
    focus_nodes: int
    value_nodes: int


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The verdict on one dataset by one set of shapes, both named by digest; results stand in a stable order."""

    dataset_digest: str
    shapes_digest: str
    results: tuple[Result, ...]
    notes: tuple[Note, ...] = ()
    coverage: tuple[Exercise, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "results", tuple(sorted(self.results, key=Result.sort_key)))

    def counts(self) -> dict[Severity, int]:
        """How many results of each severity, all three always present."""
        counted = Counter(result.severity for result in self.results)
        return {severity: counted[severity] for severity in Severity}

    def conforms(self, fail_on: Severity = Severity.VIOLATION) -> bool:
        """Whether no result weighs ``fail_on`` or more.

        SHACL's own ``sh:conforms`` is stricter, false for any result whatever its severity: ``shacl_conforms``.
        """
        return all(result.severity.rank > fail_on.rank for result in self.results)

    @property
    def shacl_conforms(self) -> bool:
        return not self.results
