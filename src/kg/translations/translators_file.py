"""A catalogue as translators get it: every message, with the translation that it has already."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from kg.translations import cldr, project_catalogue

HEADER = (
    "# Words of City Ties in another language. Keep what stands in braces, such as {city}, as it is;\n"
    "# leave what you have no translation for empty."
)
_CHANGING = (b'"POT-', b'"PO-Revision', b'"Last-Translator', b'"Report-Msgid', b'"Generated-By', b'"Language-Team',
             b'"Project-Id')  # fmt: skip
"""Headers that name people, versions and times, which git knows better."""


def updated(path: Path, tag: str) -> bytes:
    """The file of a project's language with exactly the messages of this version; raises UsageError for no language."""
    cldr.check([tag])
    messages = ((entry.texts.get("msgctxt"), entry.sources) for entry in project_catalogue.messages().values())
    before = None
    if path.is_file():
        with path.open("rb") as file:
            before = read_po(file, locale=tag)
    return merged(messages, before, tag, HEADER)


def merged(
    messages: Iterable[tuple[str | None, tuple[str, ...]]], before: Catalog | None, tag: str, header: str
) -> bytes:
    """A catalogue of these messages in alphabetical order, each with its context and the translation that it had."""
    after = Catalog(locale=tag, header_comment=header, fuzzy=False, charset="utf-8")
    after.mime_headers = [("Plural-Forms", (before or after).plural_forms)]
    for context, sources in messages:
        known = before.get(sources[0], context) if before else None
        kept = known.string if known and known.pluralizable == (len(sources) > 1) else None
        after.add(sources if len(sources) > 1 else sources[0], kept, context=context)
    text = BytesIO()
    write_po(text, after, width=120, no_location=True, omit_header=False, sort_output=True)
    lines = text.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_CHANGING))
