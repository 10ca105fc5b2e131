"""What makes shapes unusable, as kinds that a user may choose to ignore; all problems of a shapes graph at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from typing import TypeAlias

from pyoxigraph import NamedNode

from kg.errors import ShapesError


class ProblemKind(StrEnum):
    """A kind of problem; the values are what ``--ignore`` takes."""

    ADVANCED = "advanced"
    """A feature of SHACL Advanced Features or SHACL-JS that could change the verdict."""
    UNKNOWN = "unknown"
    """A term in SHACL's namespace that SHACL does not have."""
    SHACL12 = "shacl12"
    """A term of SHACL 1.2, which is not supported."""
    MISSING = "missing"
    """A reference to a shape that the shapes graph does not describe."""
    RECURSIVE = "recursive"
    """A shape that refers to itself in a way that has no well-founded meaning."""
    ENTAILMENT = "entailment"
    """An entailment regime that the shapes graph demands and that is not supported."""
    INVALID = "invalid"
    """A shape, or a part of one, that is not well-formed."""


Ignored: TypeAlias = ProblemKind | NamedNode
"""What may be ignored: all problems of a kind, or those of a shape."""


class Problems:
    """The problems of a shapes graph: those that are ignored are left out, any other makes the whole graph unusable."""

    def __init__(
        self, ignored: Collection[Ignored] = (), owners: Callable[[str], Collection[str]] | None = None
    ) -> None:
        """``owners`` are the shapes that a shape without an IRI is part of; each as it stands in a problem."""
        self._kinds = {kind for kind in ignored if isinstance(kind, ProblemKind)}
        self._shapes = {str(shape) for shape in ignored if isinstance(shape, NamedNode)}
        self._owners = owners or (lambda _: ())
        self._fatal: dict[tuple[str, str | None, str | None], ShapesError] = {}
        self._left_out: list[ShapesError] = []

    def add(self, problem: ShapesError) -> None:
        """Take note of a problem."""
        if problem.kind in self._kinds or self._is_of_ignored_shape(problem.shape or ""):
            self._left_out.append(problem)
        else:
            self._fatal.setdefault((problem.message, problem.shape, problem.parameter), problem)

    def _is_of_ignored_shape(self, shape: str) -> bool:
        return bool(self._shapes) and not self._shapes.isdisjoint((shape, *self._owners(shape)))

    @property
    def left_out(self) -> Sequence[ShapesError]:
        """The problems that are ignored."""
        return self._left_out

    def refuse(self) -> None:
        """Raise the problems that are not ignored, as one ShapesError."""
        problems = list(self._fatal.values())
        if problems:
            problems[0].others = tuple(problems[1:])
            if not all("--ignore" in (problem.hint or "") for problem in problems):
                kinds = ",".join(sorted({str(problem.kind) for problem in problems}))
                remedy = f"--ignore {kinds} leaves out what has {'these problems' if problems[1:] else 'this problem'}"
                problems[0].remedies = (f"{remedy}, and judges the rest.",)
            raise problems[0]
