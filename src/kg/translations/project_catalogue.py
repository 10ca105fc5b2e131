"""The catalogues of a project: reading them, what is wrong with them, and what they lack.

A catalogue is checked against the messages of this version, which ours have, every one of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter

from kg.errors import UsageError
from kg.translations.catalogue import CATALOGUES
from kg.translations.language_tags import INTERFACE_LANGUAGES
from kg.translations.po_file import Entry, PoSyntaxError, compiled, entries, plural_forms

FOLDER = "translations"
_NAME = re.compile(r"[a-z]{2,3}")
_SHOWN = 20
_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the interface a project's language has; what it lacks is shown in English."""

    tag: str
    translated: int
    total: int
    missing: tuple[Entry, ...]


def read(folder: Path) -> Mapping[str, str]:
    """The catalogues in the folder of a project, as they are written, by language.

    Raises UsageError, with every place, where one is not a .po file, translates a message that this version does not
    have, or has other placeholders than its message.
    """
    texts: dict[str, str] = {}
    for path in sorted((folder / FOLDER).glob("*.po")):
        name = _name(path)
        if not _NAME.fullmatch(path.stem):
            raise UsageError(
                f"{name} is not named by a language.", hint="The name is a tag of two or three letters, such as es.po."
            )
        texts[path.stem] = _text(path)
        _refuse([f"{name}:{line}: {problem}" for line, problem in _problems(texts[path.stem])])
    return texts


def obsolete(path: Path) -> Sequence[str]:
    """The translated messages of a catalogue that this version does not have; raises UsageError for no .po file."""
    try:
        written = list(entries(_text(path)))
    except PoSyntaxError as error:
        raise UsageError(f"{_name(path)}:{error.line}: {error}.") from error
    known = messages()
    return [entry.sources[0] for entry in written if entry.is_used and not entry.is_header and entry.key not in known]


def coverage(tag: str, text: str) -> Coverage:
    """What of the interface the catalogue has."""
    known = messages()
    translated = {entry.key for entry in entries(text) if entry.is_used and not entry.is_header}
    missing = tuple(entry for key, entry in known.items() if key not in translated)
    return Coverage(tag, len(known) - len(missing), len(known), missing)


def incomplete(texts: Mapping[str, str]) -> Sequence[Coverage]:
    """The coverage of the languages that are not ours and lack something."""
    own = (coverage(tag, text) for tag, text in texts.items() if tag not in INTERFACE_LANGUAGES)
    return [language for language in own if language.missing]


@cache
def messages() -> Mapping[str, Entry]:
    """The messages of the interface by their key, as each of our catalogues has them."""
    text = next(iter(sorted(CATALOGUES.glob("*.po")))).read_text("utf-8")
    return {entry.key: entry for entry in entries(text) if not entry.is_header}


def placeholders(text: str) -> list[str]:
    """The names in braces, sorted; raises ValueError for a brace without its other half.

    >>> placeholders("{count} ties of {city}")
    ['city', 'count']
    """
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _name(path: Path) -> str:
    return f"{FOLDER}/{path.name}"


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UsageError(f"{_name(path)}:{line}: the file is not in UTF-8.") from error


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        more = [f"and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
        raise UsageError(
            "\n".join([*problems[:_SHOWN], *more]), hint="kg translations LANGUAGE --write keeps the messages in step."
        )


def _problems(text: str) -> Iterator[tuple[int, str]]:
    """What is wrong, with its line; nothing after a line that cannot be read."""
    forms: int | None = None
    seen: dict[str, int] = {}
    try:
        for entry in entries(text):
            if entry.key in seen:
                yield entry.line, f"this message stands on line {seen[entry.key]} already"
            seen[entry.key] = entry.line
            if entry.is_header:
                forms = plural_forms(entry)
                if not _is_readable(entry):
                    yield (
                        entry.line,
                        "Plural-Forms in the head of the file is no formula, as in nplurals=2; plural=(n != 1);",
                    )
            elif entry.is_used:
                yield from _problems_of(entry, forms)
    except PoSyntaxError as error:
        yield error.line, f"{error}."


def _is_readable(header: Entry) -> bool:
    """Whether gettext can read the head of a file, with its formula for plurals."""
    head = "".join(f"{json.dumps(line)}\n" for line in header.strings)
    try:
        GNUTranslations(BytesIO(compiled(f'msgid ""\nmsgstr {head}')))
    except (ValueError, IndexError):
        return False
    return True


def _problems_of(entry: Entry, forms: int | None) -> Iterator[tuple[int, str]]:
    known = messages()
    if entry.key not in known:
        yield entry.line, f'no text of this version is "{_short(entry.sources[0])}"{_meant(entry)}'
        return
    if len(entry.sources) > 1 and forms is None:
        yield entry.line, "the head of the file lacks Plural-Forms, which a message with msgid_plural needs."
    elif len(entry.sources) > 1 and forms != len(entry.strings):
        yield entry.line, f"there are {len(entry.strings)} forms, and Plural-Forms names {forms}."
    # Where a form stands for one number alone, as in English, it may leave the number out.
    allowed = [placeholders(source) for source in entry.sources]
    for name, translation in entry.texts.items():
        if name.startswith("msgstr"):
            yield from ((entry.lines[name], problem) for problem in _wrong_placeholders(translation, allowed))


def _wrong_placeholders(translation: str, allowed: Sequence[list[str]]) -> Iterator[str]:
    try:
        written = placeholders(translation)
    except ValueError:
        yield "a { stands without its }, or a } without its {."
        return
    if written not in allowed:
        yield f"the placeholders are {_braced(written)}, and those of the message {_braced(allowed[-1])}."


def _braced(names: Iterable[str]) -> str:
    return " ".join(f"{{{name}}}" for name in names) or "none"


def _meant(entry: Entry) -> str:
    """A message that may be meant: the same in another context, or one that is nearly the same."""
    by_text = {known.sources[0]: known for known in messages().values()}
    same = by_text.get(entry.sources[0])
    if same:
        context = same.texts.get("msgctxt")
        return " with this context or plural: " + (f'msgctxt "{context}" is there.' if context else "without it is.")
    close = get_close_matches(entry.sources[0], by_text, n=1)
    return f'; was "{_short(close[0])}" meant?' if close else "."


def _short(text: str) -> str:
    return text if len(text) <= _LENGTH else f"{text[:_LENGTH]}…"
