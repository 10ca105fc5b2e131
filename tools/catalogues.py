"""Brings the catalogues of translations up to date with the messages in the source.

Usage: python tools/catalogues.py. It adds new messages without a translation, and removes those that are no longer
used; a test fails while a message lacks one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from kg.translations.catalogue import CATALOGUES
from kg.translations.translators_file import merged

SOURCE = Path(__file__).resolve().parents[1] / "src" / "kg"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "phrase": None, "mark": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
HEADER = "# The sentences of City Ties in another language; tools/catalogues.py keeps the list of messages up to date."


@cache
def messages() -> tuple[tuple[str | None, str | tuple[str, ...]], ...]:
    """Every message of the source: its context, if it has one, and the message, or its singular and plural."""
    return tuple(_extracted())


def _extracted() -> Iterator[tuple[str | None, str | tuple[str, ...]]]:
    for _file, _line, message, _comments, context in extract_from_dir(SOURCE, METHODS, keywords=KEYWORDS):
        yield context, message
    for path in sorted(SOURCE.rglob("*.py")):
        if "mark_time" in path.read_text("utf-8"):
            for _line, message, _comments, _context in extract_from_file("python", path, keywords={"mark_time": None}):
                yield from ((precision, message) for precision in ("day", "month", "year"))


def updated(path: Path) -> bytes:
    """A catalogue with exactly the messages of the source, in alphabetical order."""
    with path.open("rb") as file:
        before = read_po(file, locale=path.stem)
    listed = ((context, (text,) if isinstance(text, str) else tuple(text)) for context, text in messages())
    return merged(listed, before, path.stem, HEADER)


if __name__ == "__main__":
    for catalogue in sorted(CATALOGUES.glob("*.po")):
        catalogue.write_bytes(updated(catalogue))
