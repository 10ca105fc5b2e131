"""CSV as spreadsheets save it: its encoding, and its lines of cells."""

from __future__ import annotations

import codecs
import csv
import io

from kg.errors import UsageError

UTF_8 = "utf-8-sig"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LONGEST = 2**31 - 1
"""Characters that a cell may have; by itself the csv module reads 131,072."""


def decoded(content: bytes, name: str, encoding: str = UTF_8) -> str:
    """The text of a file; UTF-16 tells itself by its first bytes.

    Raises UsageError for an encoding that there is not, and for a file in another one.
    """
    if encoding == UTF_8 and content.startswith(_UTF_16):
        encoding = "utf-16"
    try:
        return content.decode(encoding)
    except LookupError as error:
        raise UsageError(f"There is no encoding {encoding}.", hint="Such as: utf-8, windows-1252, utf-16.") from error
    except UnicodeDecodeError as error:
        hint = "Save it as CSV UTF-8, or name its encoding, as in --encoding windows-1252."
        if content.startswith(b"PK"):
            hint = "It looks like a workbook: save it as CSV UTF-8."
        raise UsageError(f"{name} is not in {'UTF-8' if encoding == UTF_8 else encoding}.", hint=hint) from error


def lines(text: str, mark: str, name: str) -> list[list[str]]:
    """The cells of each line, which stand apart by ``mark``. Raises UsageError for quotes that do not close."""
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    result: list[list[str]] = []
    try:
        result.extend(reader)
    except csv.Error as error:
        raise UsageError(
            f"{name}, row {len(result) + 1}: its quotes are not those of CSV ({error}).",
            hint="A quote that opens a cell closes it; within a cell it stands twice.",
        ) from error
    return result
