"""Where a shape that cannot be used stands: its error as one that names file, line and column and shows the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode

from kg.dataset import Dataset
from kg.errors import ShapesError
from kg.project import Project
from kg.rdf.source.positions import Position
from kg.rdf.source.syntax_errors import marked
from kg.shacl.shape_problems import ProblemKind
from kg.validation import imports
from kg.validation.display_names import Names
from kg.validation.positions.data_positions import Files, Part, Place, Target
from kg.validation.positions.result_statements import Statements
from kg.validation.shape_descriptions import Rules

_NODE = re.compile(r"<([^<>\s\"]+:[^<>\s\"]*)>|_:([0-9A-Za-z]+)")
_LINE_END = re.compile(r"\r\n?|\n")
_ESCAPE = re.compile(r"\\(?:u.{4}|U.{8}|.)", re.DOTALL)
_QUERY_OF_NODE = "the query of [ ] of "
_ENTITY = re.compile(r"&[#\w]+;")
_LONG = 400
_MOST = 50
_FEW = 4


def placed(error: ShapesError, project: Project, shapes: Dataset) -> ShapesError:
    """The same error with the place of what is wrong, as near as the error tells, in the project's own names.

    So are the other problems that it has, the first of them in the order of the files.
    """
    problems = (error, *error.others)
    located = [_placed(problem, project, shapes) for problem in problems[:_MOST]]
    located.sort(key=lambda problem: (problem.file or "\U0010ffff", problem.line or 0, problem.column or 0))
    first = located[0]
    first.others = tuple(located[1:])
    if len(problems) > _MOST:
        first.others = (*first.others, ShapesError(f"and {len(problems) - _MOST} more problems of the shapes"))
    first.remedies = error.remedies
    absent = imports.missing(project, shapes) if any(it.kind == ProblemKind.MISSING for it in problems) else ()
    if absent:
        named = ", ".join(f"<{iri.value}>" for iri in absent[:_FEW]) + (", …" if absent[_FEW:] else "")
        first.remedies = (f"The shapes import what is not among the files: {named}.", *first.remedies)
    return first


def _placed(error: ShapesError, project: Project, shapes: Dataset) -> ShapesError:
    if error.file is not None:
        return error
    message = _message(error.message, project, shapes)
    message = message if len(message) <= _LONG else f"{message[:_LONG]}…"
    place = _place(error, project, shapes)
    if place is None:
        return ShapesError(message, shape=error.shape, parameter=error.parameter, hint=error.hint, kind=error.kind)
    in_text = error.line is not None and place.position is not None
    spot = _in_text(project, place, error.line or 1, error.column or 1) if in_text else _Spot.of(place)
    excerpt = marked(spot.text, spot.column) if spot.line else None
    return ShapesError(
        message,
        shape=error.shape,
        parameter=error.parameter,
        file=place.file,
        line=spot.line,
        column=spot.column if spot.line else None,
        hint="\n  ".join(part for part in (error.hint, excerpt) if part) or None,
        kind=error.kind,
    )


@dataclass(frozen=True, slots=True)
class _Spot:
    """A line, a column in it, and the text of the line."""

    line: int | None
    column: int
    text: str

    @classmethod
    def of(cls, place: Place) -> _Spot:
        if place.position is None:
            return cls(None, 1, "")
        return cls(place.position.line, place.position.column, place.line)


def _place(error: ShapesError, project: Project, shapes: Dataset) -> Place | None:
    targets = list(_targets(error, shapes))
    places = Files(project, shapes).places(targets)
    located = [places[target] for target in targets if target in places]
    return next((place for place in located if place.position), next(iter(located), None))


def _targets(error: ShapesError, shapes: Dataset) -> Iterator[Target]:
    """The parameter's name where SHACL has no such term, its value where that is wrong, else the shape."""
    about = [quad for quad in shapes.quads if str(quad.subject) == error.shape]
    for quad in about:
        if str(quad.object) == error.parameter:
            yield Target(quad, Part.OBJECT)
    named = [quad for quad in about if str(quad.predicate) == error.parameter]
    if named:
        # A parameter may have several values: then the error quotes the wrong one.
        quoted = next((quad for quad in named if str(quad.object) in error.message), named[-1])
        yield Target(quoted, Part.PREDICATE if error.message.startswith("SHACL has no") else Part.OBJECT)
    block = Statements(shapes.quads).block(about[0].subject) if about else None
    if block:
        yield block


def _message(message: str, project: Project, shapes: Dataset) -> str:
    """IRIs as the files write them; for a blank node, whose label nobody wrote, the shape that it belongs to."""
    names = Names.of(project, shapes.prefixes)
    rules = Rules(shapes.quads, names, ("en",))

    def name(node: re.Match[str]) -> str:
        if node[1] is not None:
            return names.term(NamedNode(node[1]))
        return rules.node(BlankNode(node[2]))

    return _NODE.sub(name, message).replace(_QUERY_OF_NODE, "the query of ")


def _in_text(project: Project, place: Place, line: int, column: int) -> _Spot:
    """The place of a line and column of a literal's value in the file, where the value may be written with escapes."""
    assert place.position is not None
    assert place.path is not None
    text = project.text(place.path)
    starts = [0, *(line_end.end() for line_end in _LINE_END.finditer(text))]
    at = _after(text, _offset(starts, place.position), line, column)
    number = sum(start <= at for start in starts)
    start = starts[number - 1]
    return _Spot(number, at - start + 1, _LINE_END.split(text[start:], maxsplit=1)[0])


def _offset(starts: list[int], position: Position) -> int:
    return starts[position.line - 1] + position.column - 1


def _after(text: str, at: int, line: int, column: int) -> int:
    """The offset of that line and column of the value whose literal opens at ``at``."""
    escapes = _ESCAPE if text[at] in "\"'" else _ENTITY  # the value of an XML element has no quotes
    if escapes is _ESCAPE:
        at += 3 if text[at : at + 3] in ('"""', "'''") else 1
    while at < len(text) and (line > 1 or column > 1):
        escape = escapes.match(text, at)
        written = escape[0] if escape else text[at]
        ends = written in ("\\n", "\n")
        if line == 1 and ends:
            break  # the column is beyond the line's end
        line, column = (line - 1, column) if ends else (line, column - (line == 1))
        at += len(written)
    return at
