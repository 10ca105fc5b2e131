"""Compiles a gettext catalogue, so that the validator needs no library for it."""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_MAGIC = 0x950412DE
_FIELDS = ("msgctxt", "msgid", "msgid_plural", "msgstr")


@dataclass(slots=True)
class _Entry:
    texts: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def strings(self) -> tuple[str, ...]:
        """The translations: one, or one for each number."""
        return tuple(text for name, text in self.texts.items() if name.startswith("msgstr"))

    @property
    def is_header(self) -> bool:
        return self.texts.get("msgid") == "" and "msgctxt" not in self.texts

    def key(self) -> str:
        message = self.texts["msgid"]
        if "msgid_plural" in self.texts:
            message += "\0" + self.texts["msgid_plural"]
        return f"{self.texts['msgctxt']}\4{message}" if "msgctxt" in self.texts else message


def compiled(text: str) -> bytes:
    r"""The catalogue as ``gettext.GNUTranslations`` reads it: without what is fuzzy, obsolete or not translated.

    >>> from gettext import GNUTranslations
    >>> from io import BytesIO
    >>> GNUTranslations(BytesIO(compiled('msgid "Cities"\nmsgstr "Steden"'))).gettext("Cities")
    'Steden'
    """
    pairs = sorted(
        (entry.key().encode(), "\0".join(entry.strings).encode())
        for entry in _entries(text)
        if all(entry.strings) and (entry.is_header or not entry.fuzzy)
    )
    start = 7 * 4
    place = start + 16 * len(pairs)
    tables: list[bytes] = []
    for column in zip(*pairs, strict=True):
        for content in column:
            tables.append(struct.pack("<2I", len(content), place))
            place += len(content) + 1
    header = struct.pack("<7I", _MAGIC, 0, len(pairs), start, start + 8 * len(pairs), 0, place)
    return (
        header
        + b"".join(tables)
        + b"".join(content + b"\0" for column in zip(*pairs, strict=True) for content in column)
    )


def _entries(text: str) -> Iterator[_Entry]:
    entry, name = _Entry(), ""
    for line in text.splitlines():
        keyword, _, rest = line.partition(" ")
        if line.startswith('"'):
            entry.texts[name] += ast.literal_eval(line)
        elif keyword.partition("[")[0] in _FIELDS:
            if entry.strings and not keyword.startswith("msgstr"):
                yield entry
                entry = _Entry()
            name = keyword
            entry.texts[name] = ast.literal_eval(rest)
        elif line.startswith("#"):
            if entry.strings:
                yield entry
                entry = _Entry()
            entry.fuzzy |= line.startswith("#,") and "fuzzy" in line
    if entry.strings:
        yield entry
