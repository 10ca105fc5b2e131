"""A table as CSV (RFC 4180): lines end with CR LF, text is UTF-8, cells are quoted where they must be."""

from __future__ import annotations

import csv
import io
from enum import StrEnum

from kg.publish.tables.tidy_table import Table

BOM = b"\xef\xbb\xbf"


class Header(StrEnum):
    """The first line: titles for people, names for programs, or none."""

    TITLES = "titles"
    NAMES = "names"
    NONE = "none"


def write(table: Table, header: Header = Header.TITLES, bom: bool = False) -> bytes:
    """The table; with ``bom`` a byte order mark comes first, by which Excel knows that the text is UTF-8.

    The values are those of the data, also where one begins like a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if header is Header.TITLES:
        writer.writerow(table.titles())
    elif header is Header.NAMES:
        writer.writerow(column.name for column in table.columns)
    writer.writerows(table.texts())
    return (BOM if bom else b"") + out.getvalue().encode()
