"""Brings the catalogues of translations up to date with the messages in the source.

Usage: python tools/catalogues.py. It adds new messages without a translation, and removes those that are no longer
used; a test fails while a message lacks one.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from kg.translations.catalogue import CATALOGUES

SOURCE = Path(__file__).resolve().parents[1] / "src" / "kg"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "mark": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
HEADER = "# The sentences of City Ties in another language; tools/catalogues.py keeps the list of messages up to date."
_CHANGING = (b'"POT-', b'"PO-Revision', b'"Last-Translator', b'"Report-Msgid', b'"Generated-By', b'"Language-Team',
             b'"Project-Id')  # fmt: skip
"""Headers that name people, versions and times, which git knows better."""


def messages() -> Iterator[tuple[str | None, str | tuple[str, ...]]]:
    """Every message of the source: its context, if it has one, and the message, or its singular and plural."""
    for _file, _line, message, _comments, context in extract_from_dir(SOURCE, METHODS, keywords=KEYWORDS):
        yield context, message
    for _file, _line, message, _comments, _context in extract_from_dir(SOURCE, METHODS, keywords={"mark_time": None}):
        yield from ((precision, message) for precision in ("day", "month", "year"))


def updated(path: Path) -> bytes:
    """A catalogue with exactly the messages of the source, in alphabetical order."""
    with path.open("rb") as file:
        before = read_po(file, locale=path.stem)
    after = Catalog(locale=path.stem, header_comment=HEADER, fuzzy=False, charset="utf-8")
    after.mime_headers = [("Plural-Forms", before.plural_forms)]
    for context, message in messages():
        singular = message if isinstance(message, str) else message[0]
        known = before.get(singular, context)
        kept = known.string if known and known.pluralizable == (not isinstance(message, str)) else None
        after.add(message, kept, context=context)
    text = BytesIO()
    write_po(text, after, width=120, no_location=True, omit_header=False, sort_output=True)
    lines = text.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_CHANGING))


if __name__ == "__main__":
    for catalogue in sorted(CATALOGUES.glob("*.po")):
        catalogue.write_bytes(updated(catalogue))
