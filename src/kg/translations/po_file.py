"""Reads and compiles a gettext catalogue, so that the validator needs no library for it."""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_MAGIC = 0x950412DE
_FIELD = re.compile(r"(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+(?=\")")
_FORMS = re.compile(r"nplurals\s*=\s*(\d+)")


class PoSyntaxError(ValueError):
    """A line that is not of a .po file, with its number."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(slots=True)
class Entry:
    """A message with its translations; ``lines`` has the line of each part, by its keyword."""

    texts: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def strings(self) -> tuple[str, ...]:
        """The translations: one, or one for each number."""
        return tuple(text for name, text in self.texts.items() if name.startswith("msgstr"))

    @property
    def sources(self) -> tuple[str, ...]:
        """The message, or its singular and its plural."""
        return tuple(self.texts[name] for name in ("msgid", "msgid_plural") if name in self.texts)

    @property
    def is_header(self) -> bool:
        return self.texts["msgid"] == "" and "msgctxt" not in self.texts

    @property
    def is_used(self) -> bool:
        """Whether it is translated: whole, and not by guessing."""
        return all(self.strings) and (self.is_header or not self.fuzzy)

    @property
    def key(self) -> str:
        """What gettext finds it by: its context, message and plural."""
        message = "\0".join(self.sources)
        return f"{self.texts['msgctxt']}\4{message}" if "msgctxt" in self.texts else message

    @property
    def line(self) -> int:
        return self.lines["msgid"]


def compiled(text: str) -> bytes:
    r"""The catalogue as ``gettext.GNUTranslations`` reads it: without what is fuzzy, obsolete or not translated.

    >>> from gettext import GNUTranslations
    >>> from io import BytesIO
    >>> GNUTranslations(BytesIO(compiled('msgid "Cities"\nmsgstr "Steden"'))).gettext("Cities")
    'Steden'
    """
    texts = {entry.key: "\0".join(entry.strings) for entry in entries(text) if entry.is_used}
    head = [line for line in texts.get("", "").splitlines() if not line.lower().startswith("content-type:")]
    texts[""] = "\n".join([*head, "Content-Type: text/plain; charset=UTF-8", ""])  # which it is, whatever it says
    pairs = sorted((key.encode(), translation.encode()) for key, translation in texts.items())
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


def plural_forms(header: Entry) -> int | None:
    """How many forms the header says that a word has for numbers; None where it does not say it."""
    named = _FORMS.search("".join(header.strings))
    return int(named[1]) if named else None


def entries(text: str) -> Iterator[Entry]:
    """The entries of a .po file, without those that are obsolete; raises PoSyntaxError."""
    entry, name = Entry(), ""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if line.startswith('"'):
            if not name:
                raise PoSyntaxError(number, "a text stands here without msgid or msgstr before it")
            entry.texts[name] += _string(line, number)
        elif line.startswith("#"):
            if entry.strings:
                yield _whole(entry)
                entry = Entry()
            entry.fuzzy |= line.startswith("#,") and "fuzzy" in line
            name = ""
        elif line:
            keyword = _FIELD.match(line)
            if not keyword:
                raise PoSyntaxError(number, 'a line begins with #, msgctxt, msgid, msgid_plural, msgstr or "')
            name = keyword[1]
            if entry.strings and not name.startswith("msgstr"):
                yield _whole(entry)
                entry = Entry()
            if name in entry.texts:
                raise PoSyntaxError(number, f"the entry has {name} already")
            entry.texts[name] = _string(line[keyword.end() :], number)
            entry.lines[name] = number
    if entry.texts:
        yield _whole(entry)


def _whole(entry: Entry) -> Entry:
    """The entry; raises PoSyntaxError where it has no message or no translation, or where those do not match."""
    plural = "msgid_plural" in entry.texts
    wanted = [f"msgstr[{number}]" for number in range(max(len(entry.strings), 1))] if plural else ["msgstr"]
    lacking = _first(name for name in ("msgid", *wanted) if name not in entry.texts)
    if lacking:
        raise PoSyntaxError(max(entry.lines.values()), f"the entry has no {lacking}")
    surplus = _first(name for name in entry.texts if name.startswith("msgstr") and name not in wanted)
    if surplus:
        raise PoSyntaxError(entry.lines[surplus], f"{surplus} belongs to a message with msgid_plural")
    return entry


def _first(names: Iterable[str]) -> str | None:
    return next(iter(names), None)


def _string(written: str, line: int) -> str:
    try:
        value = ast.literal_eval(written)
    except (SyntaxError, ValueError):
        value = None
    if not isinstance(value, str):
        raise PoSyntaxError(line, 'a text stands in one pair of ", with \\" and \\\\ for these characters within it')
    return value
