"""Texts in cells of a workbook, which no program takes for formulas, and its file, of which no byte is the clock's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

if TYPE_CHECKING:
    from _typeshed import SizedBuffer

LONGEST = 32_767
"""Characters that a cell of a workbook holds."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive can name."""
_CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def put_text(place: Cell | MergedCell, text: str) -> None:
    """Make ``text`` the content of a cell, as text also where it begins like a formula; what is too long is cut.

    Excel shows such a cell as it is and does not evaluate it when somebody edits it (quotePrefix).
    """
    place.value = written(text)
    place.data_type = "s"
    if is_like_a_formula(text):
        place.quotePrefix = True


def written(text: str) -> str:
    """The text as a cell has it; what is too long is cut."""
    escaped = _NO_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return escaped if len(escaped) <= LONGEST else escaped[: LONGEST - 1] + "…"


def is_like_a_formula(text: str) -> bool:
    return text.startswith(_FORMULA)


def text(cell: str) -> str:
    r"""The text of a cell, as it was put.

    >>> text("_x005F_x0041_ and _x000D_")
    '_x0041_ and \r'
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell)


def content(book: Workbook) -> bytes:
    """The file: the same bytes for the same content."""
    made = io.BytesIO()
    with _TimelessZip(made, "w", zipfile.ZIP_DEFLATED) as archive:
        _InMemory(book, archive).save()
    return made.getvalue()


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A file of these members, with their names in it: the same bytes for the same content."""
    made = io.BytesIO()
    with _TimelessZip(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members:
            archive.writestr(name, body)
    return made.getvalue()


def members(file: bytes) -> dict[str, bytes]:
    """The members of a file by their names, in their order."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class _InMemory(ExcelWriter):
    """Writes the sheets of a book without charts and pictures in memory; the library does so in files on disk."""

    def write_worksheet(self, ws: Worksheet) -> None:
        ws._drawing = SpreadsheetDrawing()  # type: ignore[attr-defined]
        writer = WorksheetWriter(ws, io.BytesIO())
        writer.write()
        ws._rels = writer._rels  # type: ignore[attr-defined]
        self._archive.writestr(ws.path[1:], writer.read())  # type: ignore[attr-defined]
        self.manifest.append(ws)


class _TimelessZip(zipfile.ZipFile):
    """An archive whose members all have the same time, and in which no document says when it was made."""

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: SizedBuffer | str,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        body = data.encode() if isinstance(data, str) else bytes(data)
        if name == "docProps/core.xml":
            body = _CLOCK.sub(rb"\g<1>1980-01-01T00:00:00Z", body)
        kind = zipfile.ZIP_DEFLATED if compress_type is None else compress_type
        super().writestr(zipfile.ZipInfo(name, _MOMENT), body, kind, compresslevel)
