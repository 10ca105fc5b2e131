"""Solutions as an aligned table for a terminal: IRIs by their prefixes, without control characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

_LOCAL_NAME = re.compile(r"[\w-]*(?:\.[\w-]+)*")
_GAP = "  "


def table(
    solutions: QuerySolutions,
    prefixes: Mapping[str, str],
    base: str | None = None,
    titles: Mapping[str, str] | None = None,
) -> str:
    """A heading of titles or variables, a row for each solution, and the number of solutions."""
    names = [variable.value for variable in solutions.variables]
    heading = [(titles or {}).get(name, name) for name in names]
    rows = [[_cell(solution[name], prefixes, base) for name in names] for solution in solutions]
    widths = [max(map(_width, column)) for column in zip(heading, *rows, strict=True)]
    lines = [_line(heading, widths), _line(["─" * width for width in widths], widths)]
    lines += [_line(row, widths) for row in rows]
    return "\n".join([*lines, f"({len(rows)} {'solution' if len(rows) == 1 else 'solutions'})"]) + "\n"


def _cell(term: NamedNode | BlankNode | Literal | Triple | None, prefixes: Mapping[str, str], base: str | None) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal):
        direction = f"--{term.direction.value}" if term.direction else ""
        text = f"{term.value} @{term.language}{direction}" if term.language else term.value
    elif isinstance(term, NamedNode):
        text = _short(term.value, prefixes, base)
    elif isinstance(term, Triple):
        parts = (term.subject, term.predicate, term.object)
        text = f"<<( {' '.join(_cell(part, prefixes, base) for part in parts)} )>>"
    else:
        text = str(term)
    return "".join(char if char.isprintable() else " " if char.isspace() else "�" for char in text)


def _short(iri: str, prefixes: Mapping[str, str], base: str | None) -> str:
    """The IRI by its longest prefix, else relative to the base, else in full."""
    covering = [(len(namespace), name) for name, namespace in prefixes.items() if iri.startswith(namespace)]
    for length, name in sorted(covering, reverse=True):
        if _LOCAL_NAME.fullmatch(iri, length):
            return f"{name}:{iri[length:]}"
    if base and iri.startswith(base):
        return f"<{iri[len(base) :]}>"
    return f"<{iri}>"


def _line(cells: Iterable[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return _GAP.join(padded).rstrip()


def _width(text: str) -> int:
    """The columns of a text in a terminal: none for a combining mark, two for a wide character."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)
