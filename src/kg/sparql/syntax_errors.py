"""The engine's complaint about a text, as a place and a sentence for the person who wrote it.

The engine reports the farthest place that any of its attempts reached, and an attempt at a keyword of eight letters
reaches eight characters too far. So the place is moved back by the keyword's length, and to the next token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from kg.errors import QueryError, QuerySyntaxError
from kg.sparql import extension_functions, lexer
from kg.sparql.lexer import Kind, Token

PADDING = " " * 20
"""Stands behind a text that goes to the engine, so that an attempt at a keyword cannot run out of characters."""

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_KEYWORD = re.compile(r"[A-Z_]+")
_FUNCTION = re.compile(r"custom function <([^>]*)> is not supported")
_REASONS = {
    "The SELECT contains a variable that is unbound": (
        "SELECT names a variable that is neither in GROUP BY nor aggregated",
        "Add it to GROUP BY, or aggregate it: (SAMPLE(?x) AS ?anX).",
    ),
    "Duplicated variable name in SELECT": ("SELECT names a variable twice", "Give one of them another name."),
    "IRI parsing failed": ("this is no valid IRI", "Does it hold a space, or lack its scheme and a BASE line?"),
}


def syntax_error(text: str, error: SyntaxError) -> QuerySyntaxError:
    """The engine's error on ``text``, with the token at which it stopped."""
    found = _PLACE.match(str(error))
    if not found:
        return QuerySyntaxError(str(error))
    line, column, expected = int(found[1]), int(found[2]), found[3]
    offset = _offset(text, line, column)
    for words, (message, hint) in _REASONS.items():
        if words in expected:
            start = _start(text, offset - 1) if "IRI" in words else 0
            return lexer.error(text, start, message, hint)
    comma = _comma(text)
    if comma:
        message = "the variables after SELECT stand with spaces between them, without commas"
        return lexer.error(text, comma.offset, message, "Leave the comma out.")
    attempts = [len(word) for word in expected.split(", ") if _KEYWORD.fullmatch(word)]
    return _unexpected(text, offset - max(attempts, default=0))


def failure(text: str, error: Exception) -> QueryError:
    """What the engine complains of when it has read ``text``: with its place where it is a function."""
    named = _FUNCTION.search(str(error))
    if not named:
        return QueryError(str(error))
    close = get_close_matches(named[1], extension_functions.offered(), n=1)
    hint = f"Did you mean <{close[0]}>?" if close else "The description of this service lists those that there are."
    message = f"the function <{named[1]}> is not offered"
    place = next((lexer.place(text, word.offset) for word in _named(text, named[1])), (None, None))
    return QueryError(message, line=place[0], column=place[1], hint=hint)


def _named(text: str, iri: str) -> Iterator[Token]:
    """The tokens of a text that stand for an absolute IRI."""
    found = list(lexer.scan(text))
    declared = lexer.declared(found)
    for word in found:
        prefix, _, local = word.text.partition(":")
        if word.text == f"<{iri}>" or (word.kind is Kind.PREFIXED_NAME and declared.get(prefix, " ") + local == iri):
            yield word


def _comma(text: str) -> Token | None:
    """A comma between what a SELECT names, as in SQL."""
    selecting, depth = False, 0
    for word in lexer.scan(text):
        if word.keyword == "SELECT":
            selecting, depth = True, 0
        elif word.keyword in ("FROM", "WHERE") or word.text == "{":
            selecting = False
        elif selecting and word.text == "," and not depth:
            return word
        depth += (word.text == "(") - (word.text == ")")
    return None


def _offset(text: str, line: int, column: int) -> int:
    """The offset of a place, also where it lies behind the end of its line."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return starts[min(line, len(starts)) - 1] + column - 1


def _start(text: str, offset: int) -> int:
    """The beginning of the token at, or before, an offset."""
    return max((word.offset for word in lexer.scan(text) if word.offset < max(offset, 1)), default=0)


def _unexpected(text: str, offset: int) -> QuerySyntaxError:
    for word in lexer.scan(text):
        if word.end > offset:
            return lexer.error(text, word.offset, f"the query cannot be read from {word.text} on")
    return lexer.error(text, len(text), "the query ends too early")
