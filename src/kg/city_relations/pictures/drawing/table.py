"""The facts of a picture as a table, for those who would rather read than look; and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

Words = str | Literal


@dataclass(frozen=True, slots=True)
class Cell:
    """``words``, in the language of the literal that they are or the table's; ``node`` is what they name."""

    words: Words
    node: NamedNode | None = None

    @property
    def text(self) -> str:
        return self.words if isinstance(self.words, str) else self.words.value

    @property
    def language(self) -> str | None:
        return None if isinstance(self.words, str) else self.words.language


@dataclass(frozen=True, slots=True)
class Column:
    """``linked`` columns have nodes in their cells; ``numeric`` ones are set to the right."""

    heading: str
    linked: bool = False
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` are as long as ``columns``; the first cell of a row heads it. ``total`` counts those left out too."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int

    def csv(self) -> str:
        """RFC 4180; a linked column is followed by one of IRIs."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(_spread((column.heading, f"{column.heading} IRI", column.linked) for column in self.columns))
        for row in self.rows:
            cells = zip(row, self.columns, strict=True)
            writer.writerow(_spread((cell.text, _iri(cell), column.linked) for cell, column in cells))
        return out.getvalue()


def _spread(cells: Iterable[tuple[str, str, bool]]) -> list[str]:
    return [cell for words, iri, linked in cells for cell in ((words, iri) if linked else (words,))]


def _iri(cell: Cell) -> str:
    return cell.node.value if cell.node else ""
