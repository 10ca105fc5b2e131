"""Syntax errors of RDF files as DatasetErrors: the place, and what was expected there."""

from __future__ import annotations

import codecs
import re
from difflib import get_close_matches

from kg.errors import DatasetError
from kg.rdf.namespaces import WELL_KNOWN

_LINE_END = re.compile(r"\r\n|\n|\r")  # as the parser counts lines; str.splitlines splits at more characters
_PLACE = re.compile(r"^Parser error (?:at|from|between) line .*?: |^at \d+\.\.\d+: ")
_EXPECTED = (
    ("A dot is expected", "The statement before this is not closed: end it with a full stop, or go on with ; or ,"),
    ("should be followed by a dot", "The last statement is not closed: end it with a full stop."),
    ("Unexpected end", "The last statement or text is not closed: look for a missing full stop, quote or bracket."),
    ("is not a valid RDF object", "Expected a value: an IRI, a prefixed name, a literal, [ or (."),
    ("is not a valid predicate", "Expected a property: an IRI, a prefixed name or a."),
    ("is not a valid subject", "Expected a new subject: is there a , or ; missing before it, or a quote not escaped?"),
    ("Line jumps are not allowed", 'Text of several lines stands between three quotes: """ … """.'),
    ("No scheme found", "A relative IRI needs a BASE line above it."),
    ("unrecognized entity", 'Declare it before the first element: <!DOCTYPE rdf:RDF [<!ENTITY name "value">]>'),
    (
        "XML namespaces are required",
        "In RDF/XML the names of elements and attributes have a prefix, or xmlns is given.",
    ),
    ("Cannot find ';' after '&'", "The sign & is written &amp; in XML."),
    ("Unexpected text event", "Text stands inside the element of a property that has no resource and no parts."),
    ("Invalid IRI code point ' '", "A space in an IRI is written %20."),
)
_BLANK = codecs.BOM_UTF8 + b" \t\r\n"
_ENCODING = "Save the file as UTF-8 (in most editors: Save with encoding)."
_OTHER_CONTENT = tuple(
    (re.compile(start, re.IGNORECASE), advice)
    for start, advice in (
        (rb"\x1f\x8b", "The file is compressed: its name must end in .gz."),
        (rb"\x28\xb5\x2f\xfd", "The file is compressed: its name must end in .zst."),
        (rb"PK\x03\x04", "The file is an archive: its name must end in .zip."),
        (rb"version https://git-lfs", "The file is a pointer of Git LFS, not the content: git lfs pull fetches that."),
        (rb"(?s)(?:.*\n)?<<<<<<< ", "A merge conflict is left in the file: git shows it with git diff."),
        (rb"\s*(?:<!doctype html|<html)", "The file is a page in HTML, as servers send instead of a file."),
    )
)
_UNDECLARED = re.compile(r"The prefix (\S*): has not been declared")


def mend(error: SyntaxError, content: bytes, file: str) -> DatasetError:
    """A DatasetError with file, line and column, what was expected, and the line itself."""
    if error.lineno is None and content.lstrip(_BLANK).startswith(b"<"):
        error = _with_place(error, content)
    message = _PLACE.sub("", error.msg or "") or "the file does not follow its grammar"
    advice = next((advice for start, advice in _OTHER_CONTENT if start.match(content)), None) or _advice(message)
    shown = _excerpt(content, error)
    hint = "\n  ".join(part for part in (advice, shown) if part)
    return DatasetError(message, file=file, line=error.lineno, column=error.offset, hint=hint or None)


def _with_place(error: SyntaxError, content: bytes) -> SyntaxError:
    """The error of an XML parser, which has no place, with one."""
    from kg.rdf.source import xml_errors

    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    at = xml_errors.offset(text)
    placed = SyntaxError(error.msg)
    if at is not None:
        lines = _LINE_END.split(text[:at])
        placed.lineno, placed.offset = len(lines), len(lines[-1]) + 1
    return placed


def text_of(content: bytes, file: str) -> str:
    """The characters of a file without its byte order mark; raises DatasetError at the first byte that is not UTF-8."""
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        raise DatasetError(
            f"the file is not UTF-8: byte 0x{content[error.start]:02x} cannot be read",
            file=file,
            line=len(_LINE_END.findall(before)) + 1,
            column=len(_LINE_END.split(before)[-1]) + 1,
            hint=next((advice for start, advice in _OTHER_CONTENT if start.match(content)), _ENCODING),
        ) from error


def _advice(message: str) -> str | None:
    undeclared = _UNDECLARED.search(message)
    if undeclared:
        name = undeclared[1]
        if name in WELL_KNOWN:
            return f"Add the line: PREFIX {name}: <{WELL_KNOWN[name]}>"
        close = sorted(get_close_matches(name, WELL_KNOWN), key=lambda known: abs(len(known) - len(name)))
        return f"Declare it: PREFIX {name}: <…>" + (f", or did you mean {close[0]}:?" if close else "")
    return next((advice for words, advice in _EXPECTED if words in message), None)


def _excerpt(content: bytes, error: SyntaxError) -> str | None:
    """The line of the error with a caret under the column."""
    lines = _LINE_END.split(content.decode("utf-8", "replace").removeprefix("\ufeff"))
    if not error.lineno or not error.offset or error.lineno > len(lines):
        return None
    return marked(lines[error.lineno - 1], error.offset)


def marked(line: str, column: int) -> str:
    """The part of a line around a column, with a caret under that."""
    start = max(0, column - 100)
    return f"{line[start : start + 160]}\n  {' ' * (column - 1 - start)}^"
