"""The words of a SPARQL query: enough to know keywords from names, texts and comments, and where each one stands.

The terminals are those of `SPARQL 1.1, section 19.8 <https://www.w3.org/TR/sparql11-query/#sparqlGrammar>`_. Every
pattern runs in linear time, for the texts come from strangers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from kg.errors import QuerySyntaxError


class Kind(StrEnum):
    """What a token is; COMMENT and white space are no tokens."""

    IRI = "IRI"
    PREFIXED_NAME = "prefixed name"
    VARIABLE = "variable"
    BLANK_NODE = "blank node"
    STRING = "string"
    LANGUAGE = "language tag"
    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"


class Token(NamedTuple):
    """A token, the offset of its first character, and the keyword in capitals (they know no case) where it is one."""

    kind: Kind
    text: str
    offset: int
    keyword: str = ""

    @property
    def end(self) -> int:
        return self.offset + len(self.text)


_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = _LETTER + "_0-9\u00b7\u0300-\u036f\u203f\u2040\\-"
_LOCAL = rf"(?: [{_NAME}:] | %[0-9A-Fa-f]{{2}} | \\[_~.\-!$&'()*+,;=/?\#@%] )"
_SKIPPED = r"(?> (?: [ \t\r\n]++ | \#[^\r\n]*+ )*+ )"
_WORD = rf"[{_LETTER}] [{_NAME}.]*+"
_AFTER_PREFIX = rf": (?: {_LOCAL} | \.+(?={_LOCAL}) )*+"
_VARIABLE = rf"[?$] [{_LETTER}_0-9] [{_LETTER}_0-9\u00b7\u0300-\u036f\u203f\u2040]*+"
_TERMINALS = {
    "bare": _WORD,
    "iri": r"""<[^\x00-\x20<>"{}|^`\\]*+>""",
    "number": r"(?: \d+(?:\.\d*)? | \.\d+ ) [eE][+-]?\d+ | \d*\.\d+ | \d+",
    "sign": r"\^\^ | && | \|\| | != | <= | >= | [-{}()\[\].,;=<>!+*/|^?~]",
    "string": r"""\"{3} (?: [^"\\] | \\. | "(?!"") )*+ \"{3} | '{3} (?: [^'\\] | \\. | '(?!'') )*+ '{3}""",
    "open": r"""\"{3} | '{3}""",
    "short": r"""" (?: [^"\\\r\n] | \\. )*+ " | ' (?: [^'\\\r\n] | \\. )*+ '""",
    "language": r"@ [A-Za-z]+ (?: --?[A-Za-z0-9]+ )*+",
    "node": rf"_: [{_LETTER}_0-9] (?: [{_NAME}] | \.+(?=[{_NAME}]) )*+",
}
"""The terminals that come after a variable and a prefixed name, each to be tried before the next."""
_SCANNER = re.compile(
    rf"""
    {_SKIPPED}
    (?:
        (?P<variable> {_VARIABLE} )
      | (?P<word> {_WORD} )?+ (?P<local> {_AFTER_PREFIX} )
      | {" | ".join(f"(?P<{name}> {pattern} )" for name, pattern in _TERMINALS.items())}
      | (?P<end> \Z )
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_TEXTS = re.compile(
    rf"{_SKIPPED} ( {_VARIABLE} | (?: {_WORD} )?+ {_AFTER_PREFIX} | {' | '.join(_TERMINALS.values())} | . )?+",
    re.VERBOSE | re.DOTALL,
)
"""Tokens without names; what begins no token is a text of one character, or an opening of three quotes."""
_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\r\n]*+)*+")
_WORDS_AND_STOPS = re.compile(r"\.|[^.]+")
_TYPOGRAPHIC_QUOTES = frozenset("“”„‟‘’‚‛«»")
_KINDS = {
    "iri": Kind.IRI,
    "variable": Kind.VARIABLE,
    "node": Kind.BLANK_NODE,
    "string": Kind.STRING,
    "short": Kind.STRING,
    "language": Kind.LANGUAGE,
    "number": Kind.NUMBER,
    "sign": Kind.SIGN,
}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.DOTALL)


def decode(text: str) -> str:
    r"""The text with its codepoint escapes replaced, before anything else is read (section 19.2).

    A backslash that is itself escaped begins no codepoint escape. Raises QuerySyntaxError for one that is no character.

    >>> decode(r"S\u0045LECT")
    'SELECT'
    """
    return _ESCAPE.sub(_character, text) if "\\u" in text or "\\U" in text else text


def _character(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    if digits is None:
        return match[0]
    code = int(digits, 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or code == 0x5C:
        raise error(match.string, match.start(), f"{match[0]} is no character that may stand in a query")
    return chr(code)


def scan(text: str) -> Iterator[Token]:
    """The tokens of a decoded text; raises QuerySyntaxError at the first character that begins none."""
    position = 0
    match = _SCANNER.match
    while found := match(text, position):
        name = found.lastgroup or ""
        start = found.start(name)
        if name in _KINDS:
            yield Token(_KINDS[name], found[name], start)
        elif name == "bare":
            yield from _words(found[name], start)
        elif name == "local":
            word = found["word"] or ""
            if word.endswith("."):
                yield from _words(word, found.start("word"))
                position = start
                continue
            yield Token(Kind.PREFIXED_NAME, word + found[name], start - len(word))
        elif name == "open":
            raise error(text, start, f"the text that begins with {found[name]} has no end")
        else:
            return
        position = found.end()
    offset = _next(text, position)
    hint = "Texts stand in straight quotes." if text[offset] in _TYPOGRAPHIC_QUOTES else None
    raise error(text, offset, _complaint(text, offset), hint)


def texts(text: str) -> list[str]:
    """The tokens of a decoded text as texts alone, several times faster than ``scan``.

    Nothing is refused, and words with a full stop in them are not taken apart.
    """
    found = _TEXTS.findall(text)
    while found and not found[-1]:
        found.pop()
    return found


def _words(run: str, offset: int) -> Iterator[Token]:
    """Words and the full stops between them: ``true.`` is two tokens, while ``a.b:c`` is a prefixed name."""
    if "." not in run:
        yield Token(Kind.WORD, run, offset, run.upper())
        return
    for part in _WORDS_AND_STOPS.finditer(run):
        if part[0] == ".":
            yield Token(Kind.SIGN, ".", offset + part.start())
        else:
            yield Token(Kind.WORD, part[0], offset + part.start(), part[0].upper())


def _next(text: str, offset: int) -> int:
    """Where the next character stands that is neither white space nor in a comment."""
    blank = _BLANK.match(text, offset)
    return blank.end() if blank else offset


def _complaint(text: str, offset: int) -> str:
    if text[offset] in "\"'":
        return f"the text that begins with {text[offset]} has no end on its line"
    return f"the character {text[offset]!r} cannot stand here"


def declared(found: Sequence[Token]) -> dict[str, str]:
    """The prefixes that the prologue declares, each with the IRI as written."""
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(found, found[1:], found[2:], strict=False)
        if word.keyword == "PREFIX" and name.text.endswith(":") and iri.kind is Kind.IRI
    }


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both counted in characters from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def error(text: str, offset: int, message: str, hint: str | None = None) -> QuerySyntaxError:
    """A syntax error at an offset of the text."""
    line, column = place(text, offset)
    return QuerySyntaxError(message, line=line, column=column, hint=hint)
