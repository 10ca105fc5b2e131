"""Splits the text of a SPARQL query into tokens, by the terminals of the grammar.

See `SPARQL 1.1, section 19.8 <https://www.w3.org/TR/sparql11-query/#sparqlGrammar>`_. ``scan`` has the offset of each
token; ``read`` leaves it out and is several times faster. Every pattern takes linear time, because the texts come from
unknown clients.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from kg.errors import QuerySyntaxError, phrase


class Kind(StrEnum):
    """The kind of a token; comments and white space are not tokens."""

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
    """A token and the offset of its first character; ``keyword`` is the text of a word in capitals, else empty."""

    kind: Kind
    text: str
    offset: int
    keyword: str = ""

    @property
    def end(self) -> int:
        return self.offset + len(self.text)

    @property
    def variable(self) -> str | None:
        """The name of a variable: ``?this`` and ``$this`` are the same variable."""
        return self.text[1:] if self.kind is Kind.VARIABLE else None

    def matches(self, *texts: str) -> bool:
        """Whether the token is one of these keywords, written in capitals, or signs."""
        return (self.keyword or self.text) in texts


_ASCII_LETTER = "A-Za-z"
_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LONG_STRING = r"""\"{3} (?: [^"\\] | \\. | "(?!"") )*+ \"{3} | '{3} (?: [^'\\] | \\. | '(?!'') )*+ '{3}"""
_SHORT_STRING = r"""" (?: [^"\\\r\n] | \\. )*+ " | ' (?: [^'\\\r\n] | \\. )*+ '"""
_SKIPPED = r"(?> (?: [ \t\r\n]++ | \#[^\r\n]*+ )*+ )"


class _Patterns(NamedTuple):
    """``token``: white space and comments, then the text of a token, or one character that begins none.

    ``letter`` is a first letter of a word, ``run`` a word with its full stops.
    """

    token: re.Pattern[str]
    letter: re.Pattern[str]
    run: re.Pattern[str]


def _patterns(text: str) -> _Patterns:
    """The patterns for a text; most are in ASCII, whose patterns are compiled 20 times faster."""
    return _compiled(ascii=text.isascii())


@cache
def _compiled(*, ascii: bool) -> _Patterns:  # noqa: A002
    letter = _ASCII_LETTER if ascii else _LETTER
    digits = "_0-9" if ascii else "_0-9\u00b7\u0300-\u036f\u203f\u2040"
    name = rf"{letter}{digits}\-"
    word = rf"[{letter}] [{name}.]*+"
    terminals = " | ".join(_terminals(letter, digits, name, word))
    return _Patterns(
        re.compile(rf"{_SKIPPED} ( {terminals} | . )?+", re.VERBOSE | re.DOTALL),
        re.compile(f"[{letter}]"),
        re.compile(word, re.VERBOSE),
    )


def _terminals(letter: str, digits: str, name: str, word: str) -> tuple[str, ...]:
    """The terminals, each to be tried before the next; an opening of three quotes that nothing closes is one."""
    local = rf"(?: [{name}:] | %[0-9A-Fa-f]{{2}} | \\[_~.\-!$&'()*+,;=/?\#@%] )"
    return (
        rf"[?$] [{letter}_0-9] [{letter}{digits}]*+",
        rf"(?: {word} )?+ : (?: {local} | \.+(?={local}) )*+",
        word,
        r"""<[^\x00-\x20<>"{}|^`\\]*+>""",
        r"(?: \d+(?:\.\d*)? | \.\d+ ) [eE][+-]?\d+ | \d*\.\d+ | \d+",
        r"\^\^ | && | \|\| | != | <= | >= | [-{}()\[\].,;=<>!+*/|^?~]",
        _LONG_STRING + r""" | \"{3} | '{3}""",
        _SHORT_STRING,
        r"@ [A-Za-z]+ (?: --?[A-Za-z0-9]+ )*+",
        rf"_: [{letter}_0-9] (?: [{name}] | \.+(?=[{name}]) )*+",
    )


_SIGNS = frozenset(("^^", "&&", "||", "!=", "<=", ">=", *"-{}()[].,;=<>!+*/|^?~"))
_SHORT = 64
"""Characters of a token whose kind is kept."""
_MOST = 4_096
_OPENINGS = frozenset(('"""', "'''"))
_KIND_BY_FIRST = {
    "?": Kind.VARIABLE,
    "$": Kind.VARIABLE,
    '"': Kind.STRING,
    "'": Kind.STRING,
    "@": Kind.LANGUAGE,
    "<": Kind.IRI,
}
_WORDS_AND_STOPS = re.compile(r"\.|[^.]+")
_TYPOGRAPHIC_QUOTES = frozenset("“”„‟‘’‚‛«»")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.DOTALL)
_ESCAPED_PART = re.compile(
    rf"""(?P<string> {_LONG_STRING} | {_SHORT_STRING} ) | (?P<comment> \# [^\r\n]*+ )
    | (?P<iri> < [^\x00-\x20<>"{{}}|^`]*+ > ) | (?P<escape> {_ESCAPE.pattern} )""",
    re.VERBOSE | re.DOTALL,
)
_IN_STRING = {'"': r"\"", "'": r"\'", "\\": r"\\", "\n": r"\n", "\r": r"\r"}


def decode(text: str) -> str:
    r"""The text with its codepoint escapes replaced, before anything else is read (section 19.2).

    A backslash that is itself escaped begins no codepoint escape. In a string, an escape stands for its character and
    never ends the string or begins another escape, as SPARQL 1.2 has it; a comment keeps none. Raises
    QuerySyntaxError for an escape of a code that is not a character.

    >>> decode(r"S\u0045LECT")
    'SELECT'
    >>> decode(r'"\u0022\u005Cn"')
    '"\\"\\\\n"'
    """
    return _ESCAPED_PART.sub(_decoded_part, text) if "\\u" in text or "\\U" in text else text


def _decoded_part(part: re.Match[str]) -> str:
    def character(match: re.Match[str]) -> str:
        digits = match[1] or match[2]
        if digits is None:
            return match[0]
        code = int(digits, 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or (code == 0x5C and not in_string):
            offset = part.start() + match.start()
            words = phrase("{character} does not stand for a character that a query may contain", character=match[0])
            raise error(part.string, offset, words)
        return _IN_STRING.get(chr(code), chr(code)) if in_string else chr(code)

    in_string = part.lastgroup == "string"
    if part.lastgroup == "comment":
        return _ESCAPE.sub(
            " ", part[0]
        )  # an engine that reads escapes first would end the comment at one of a line end
    return _ESCAPE.sub(character, part[0])


def scan(text: str, *, lenient: bool = False) -> Iterator[Token]:
    """The tokens of a decoded text.

    A character that begins no token raises QuerySyntaxError, or is a sign where ``lenient``.
    """
    for match in _patterns(text).token.finditer(text):
        whole, offset = match[1] or "", match.start(1)
        for part in _split(whole) if "." in whole else ((whole,) if whole else ()):
            kind = _kind(part) or (Kind.SIGN if lenient else None)
            if kind is None:
                raise _invalid_character(text, offset)
            yield Token(kind, part, offset, part.upper() if kind is Kind.WORD else "")
            offset += len(part)


def _invalid_character(text: str, offset: int) -> QuerySyntaxError:
    """The error for a character that begins no token."""
    first, quotes = text[offset], text[offset : offset + 3]
    if quotes in _OPENINGS:
        return error(text, offset, phrase("the string that begins with {quotes} has no end", quotes=quotes))
    if first in "\"'":
        return error(text, offset, phrase("the string that begins with {quotes} has no end on its line", quotes=first))
    hint = phrase("Strings stand in straight quotes.") if first in _TYPOGRAPHIC_QUOTES else None
    return error(text, offset, phrase("the character {character} cannot stand here", character=repr(first)), hint)


class DistinctTokens(NamedTuple):
    """The tokens of a text without offsets: ``texts`` in order, and the kind of each distinct one."""

    texts: Sequence[str]
    kinds: Mapping[str, Kind]


def read(text: str) -> DistinctTokens:
    """The same tokens as ``scan``, several times faster; raises QuerySyntaxError as ``scan`` does."""
    texts = _patterns(text).token.findall(text)
    while texts and not texts[-1]:
        texts.pop()
    split = {word: parts for word in set(texts) if "." in word and len(parts := _split(word)) > 1}
    if split:
        texts = [part for word in texts for part in split.get(word, (word,))]
    try:
        return DistinctTokens(texts, {token: _KINDS[token] for token in dict.fromkeys(texts)})
    except KeyError:
        list(scan(text))  # Raises, with the place of the error.
        raise


class _Kinds(dict[str, Kind]):
    """The kinds of tokens, kept where these are short: most tokens of a query were in others."""

    def __missing__(self, token: str) -> Kind:
        kind = _kind(token)
        if kind is None:
            raise KeyError(token)
        if len(token) <= _SHORT:
            if len(self) >= _MOST:
                self.clear()
            self[token] = kind
        return kind


_KINDS = _Kinds()


def _kind(text: str) -> Kind | None:
    """The kind of the token with this text; None for a character that begins no token."""
    if text in _SIGNS:
        return Kind.SIGN
    first = text[0]
    if first in _KIND_BY_FIRST:
        return None if len(text) == 1 or text in _OPENINGS else _KIND_BY_FIRST[first]
    if first in ".0123456789":
        return Kind.NUMBER
    if first == "_":
        return Kind.BLANK_NODE if len(text) > 1 else None
    if ":" in text:
        return Kind.PREFIXED_NAME
    return Kind.WORD if _patterns(first).letter.match(first) else None


def _split(text: str) -> list[str]:
    """The parts of a bare word with full stops in it; any other token is its only part.

    ``true.`` is two tokens, while ``a.b:c`` is a prefixed name, and ``a.:c`` is three.
    """
    run = _patterns(text).run.match(text)
    rest = text[run.end() :] if run else ""
    if run is None or (rest and not run[0].endswith(".")):
        return [text]
    parts = [
        token for part in _WORDS_AND_STOPS.findall(run[0]) for token in _patterns(part).token.findall(part) if token
    ]
    return [*parts, rest] if rest else parts


def declared(tokens: Sequence[Token]) -> dict[str, str]:
    """The prefixes that a query declares, each with the IRI as written."""
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if word.keyword == "PREFIX" and name.text.endswith(":") and iri.kind is Kind.IRI
    }


def place(text: str, offset: int) -> tuple[int, int]:
    """The line and the column of an offset, both counted in characters from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def error(text: str, offset: int, message: str, hint: str | None = None) -> QuerySyntaxError:
    """A syntax error at an offset of the text."""
    line, column = place(text, offset)
    return QuerySyntaxError(message, line=line, column=column, hint=hint)
