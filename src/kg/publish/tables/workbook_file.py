"""Texts in cells of a workbook, which no program takes for formulas, and its file, of which no byte is the clock's."""

from __future__ import annotations

import io
import re
import zipfile

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell

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
    written = _NO_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    if len(written) > LONGEST:
        written = written[: LONGEST - 1] + "…"
    place.value = written
    place.data_type = "s"
    if text.startswith(_FORMULA):
        place.quotePrefix = True


def text(written: str) -> str:
    r"""The text of a cell, as it was put.

    >>> text("_x005F_x0041_ and _x000D_")
    '_x0041_ and \r'
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), written)


def content(book: Workbook) -> bytes:
    """The file: the same bytes for the same content."""
    made, fixed = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as archive, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in archive.infolist():
            body = archive.read(entry)
            if entry.filename == "docProps/core.xml":
                body = _CLOCK.sub(rb"\g<1>1980-01-01T00:00:00Z", body)
            copy.writestr(zipfile.ZipInfo(entry.filename, _MOMENT), body, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
