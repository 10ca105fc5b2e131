"""What a validation came to: the data conforms, it does not, or nothing was judged, which is neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

from pyoxigraph import Literal, NamedNode

from kg.dataset import Dataset
from kg.rdf.namespaces import RDF, SH
from kg.shacl.report import NoteKind, Severity, ValidationReport
from kg.validation.display_names import Names
from kg.validation.message_texts import word
from kg.validation.notes import Remark

KIND = "nothing-judged"
"""The kind of the remark that says why nothing was judged."""

_TYPE, _TARGET_CLASS, _DEACTIVATED = (
    NamedNode(RDF + "type"),
    NamedNode(SH + "targetClass"),
    NamedNode(SH + "deactivated"),
)
_TRUE = (Literal(True), Literal("1", datatype=Literal(True).datatype))
_LISTED = 5


class Outcome(StrEnum):
    """The values are the keys of the words in which a report says it."""

    CONFORMS = "conforms"
    DOES_NOT_CONFORM = "does not conform"
    NOTHING_JUDGED = "nothing judged"

    @property
    def exit_code(self) -> int:
        return list(Outcome).index(self)


def nothing_judged(
    report: ValidationReport,
    dataset: Dataset,
    shapes: Dataset,
    names: Names,
    languages: Sequence[str],
    *,
    limited: bool = False,
    idle: bool = False,
) -> Remark | None:
    """Why nothing was judged, and what the shapes and the data speak of; None where a constraint was evaluated.

    A shape judges by a constraint of its own, on at least one focus node. ``report`` is one of the whole data, or
    ``limited`` to some shapes or nodes; ``idle`` says that of the files that were named no node was judged.
    """
    judged = report.results or any(exercise.focus_nodes and exercise.constraints for exercise in report.coverage)
    if judged and not idle:
        return None
    inactive = {quad.subject for quad in shapes.quads if quad.predicate == _DEACTIVATED and quad.object in _TRUE}
    active = (quad for quad in shapes.quads if quad.subject not in inactive)
    wanted = tuple(dict.fromkeys(quad.object for quad in active if quad.predicate == _TARGET_CLASS))
    if judged:
        text = word("not in the files", languages)
    elif any(exercise.focus_nodes for exercise in report.coverage):
        text = word("no constraint", languages)
    elif limited:
        text = word("not focused", languages)
    elif any(note.kind == NoteKind.NO_FOCUS_NODES for note in report.notes):
        text = word("no focus node", languages)
        if wanted:
            text += " " + word("looked for", languages, classes=_listed(map(names.term, wanted)))
        present = Counter(quad.object for quad in dataset.quads if quad.predicate == _TYPE)
        if present:
            classes = _listed(names.term(a_class) for a_class, _ in present.most_common())
            text += " " + word("present", languages, classes=classes)
    elif any(quad.predicate == _DEACTIVATED for quad in shapes.quads):
        text = word("no active shape", languages)
    else:
        text = word("no target", languages)
    return Remark(KIND, f"{text} {word('accept', languages)}", Severity.VIOLATION, fails=True)


def _listed(classes: Iterable[str]) -> str:
    names = list(classes)
    return ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
