"""Turns an error of the engine about a query into a QueryError with place, message and hint.

The engine reports the farthest place that any of its attempts reached, and an attempt at a keyword of eight letters
reaches eight characters too far. So the place is moved back by the length of the keyword, and then to the next token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import pairwise

from kg.errors import QueryError, QuerySyntaxError, phrase
from kg.sparql import extension_functions, keywords, lexer
from kg.sparql.lexer import Kind, Token

PADDING = " " * 20
"""Appended to a query before it is parsed, so that an attempt at a keyword does not run out of characters."""

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_KEYWORD = re.compile(r"[A-Z_]+")
_BARE_ADDRESS = re.compile(r"(?<![<\w.])[\w-]+(?:\.[\w-]+)+/\S*")
"""A web address without scheme and without < and >."""
_FUNCTION = re.compile(r"custom function <([^>]*)> is not supported")
_REASONS = {
    "The SELECT contains a variable that is unbound": (
        phrase("SELECT names a variable that is neither in GROUP BY nor aggregated"),
        phrase("Add it to GROUP BY, or aggregate it: (SAMPLE(?x) AS ?anX)."),
    ),
    "Duplicated variable name in SELECT": (
        phrase("SELECT names a variable twice"),
        phrase("Give one of them another name."),
    ),
    "IRI parsing failed": (
        phrase("this is not a valid IRI"),
        phrase("Does it contain a space, or lack a scheme where there is no BASE?"),
    ),
}


def syntax_error(text: str, error: SyntaxError) -> QuerySyntaxError:
    """The syntax error that the engine raised for ``text``, placed at the token where it stopped."""
    place = _PLACE.match(str(error))
    if not place:
        return QuerySyntaxError(str(error))
    line, column, expected = int(place[1]), int(place[2]), place[3]
    offset = _offset(text, line, column)
    for words, (message, hint) in _REASONS.items():
        if words in expected:
            start = _start(text, offset - 1) if "IRI" in words else _ungrouped(text) if "unbound" in words else 0
            return lexer.error(text, start, message, hint)
    comma = _comma(text)
    if comma:
        message = phrase("the variables after SELECT are separated by spaces, not by commas")
        return lexer.error(text, comma.offset, message, phrase("Leave the comma out."))
    starred = _starred(text)
    if starred:
        message = phrase("SELECT * is not allowed with GROUP BY")
        hint = phrase("Name the variables that GROUP BY has, and aggregate the others: (SAMPLE(?x) AS ?anX).")
        return lexer.error(text, starred.offset, message, hint)
    attempts = [len(word) for word in expected.split(", ") if _KEYWORD.fullmatch(word)]
    offset -= max(attempts, default=0)
    reused = _reused(text, offset)
    if reused:
        message = phrase("BIND assigns {text}, which has a value in its group already", text=reused.text)
        return lexer.error(text, reused.offset, message, phrase("Give the variable another name."))
    return _unexpected(text, offset)


def failure(text: str, error: Exception) -> QueryError:
    """The error of the engine while it evaluated ``text``; an unknown function has its place."""
    function = _FUNCTION.search(str(error))
    if not function:
        return QueryError(str(error))
    close = get_close_matches(function[1], extension_functions.offered(), n=1)
    hint = (
        phrase("Did you mean {name}?", name="<" + close[0] + ">")
        if close
        else phrase("The service description lists the functions that are offered.")
    )
    message = phrase("the function <{function}> is not offered", function=function[1])
    place = next((lexer.place(text, word.offset) for word in _tokens_of_iri(text, function[1])), (None, None))
    return QueryError(message, line=place[0], column=place[1], hint=hint)


def _tokens_of_iri(text: str, iri: str) -> Iterator[Token]:
    """The tokens of a text that mean this absolute IRI."""
    tokens = list(lexer.scan(text))
    declared = lexer.declared(tokens)
    for word in tokens:
        prefix, _, local = word.text.partition(":")
        if word.text == f"<{iri}>" or (word.kind is Kind.PREFIXED_NAME and declared.get(prefix, " ") + local == iri):
            yield word


def _reused(text: str, offset: int) -> Token | None:
    """The variable of a ``BIND (… AS ?x)`` that ends at an offset, where an earlier part of the text has it too."""
    words = [word for word in lexer.scan(text) if word.end <= offset]
    if len(words) < 3 or words[-3].keyword != "AS" or words[-1].text != ")":
        return None
    used = {word.variable for word in words[:-2]}
    return words[-2] if words[-2].variable and words[-2].variable in used else None


def _ungrouped(text: str) -> int:
    """The offset of the first variable of a SELECT that no GROUP BY of the text names; 0 where there is none."""
    selected: list[Token] = []
    grouped: set[str | None] = set()
    clause, depth = "", 0
    for word in lexer.scan(text):
        if word.keyword in ("SELECT", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET") or word.text in "{}":
            clause = word.keyword
        depth += (word.text == "(") - (word.text == ")")
        if word.variable and clause == "SELECT" and not depth:
            selected.append(word)
        elif word.variable and clause == "GROUP":
            grouped.add(word.variable)
    return next((word.offset for word in selected if word.variable not in grouped), 0)


def _comma(text: str) -> Token | None:
    """A comma between the variables of a SELECT, as in SQL."""
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


def _starred(text: str) -> Token | None:
    """The * of a SELECT whose solutions are grouped, in a text with one SELECT."""
    words = list(lexer.scan(text))
    selects = [number for number, word in enumerate(words) if word.keyword == "SELECT"]
    is_grouped = any(word.keyword == "GROUP" and after.keyword == "BY" for word, after in pairwise(words))
    if len(selects) != 1 or not is_grouped:
        return None
    star = next((word for word in words[selects[0] + 1 : selects[0] + 2] if word.text == "*"), None)
    return star if star and not words[-1].keyword else None


def _offset(text: str, line: int, column: int) -> int:
    """The offset of a place, which may be after the end of its line."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return starts[min(line, len(starts)) - 1] + column - 1


def _start(text: str, offset: int) -> int:
    """The offset of the token at, or before, an offset."""
    return max((word.offset for word in lexer.scan(text) if word.offset < max(offset, 1)), default=0)


def _remedy(text: str, word: Token) -> str | None:
    """What is most often meant where a query cannot be read from a token on."""
    before = [token for token in lexer.scan(text) if token.end <= word.offset]
    if word.text == "=" and before and (before[-1].text, before[-1].end) == ("=", word.offset):
        return phrase("One = compares two values.")
    if before and before[-1].keyword == "WHERE":
        return phrase("The pattern after WHERE stands in braces.")
    if word.kind is Kind.WORD and word.keyword not in keywords.ALL:
        close = get_close_matches(word.keyword, keywords.ALL, n=1, cutoff=0.7)
        return phrase("Did you mean {name}?", name=close[0]) if close else None
    return None


def _unexpected(text: str, offset: int) -> QuerySyntaxError:
    for word in lexer.scan(text):
        if word.end > offset:
            bare = next(
                (match for match in _BARE_ADDRESS.finditer(text) if match.start() <= word.offset < match.end()), None
            )
            hint = phrase("An IRI stands between < and >.") if bare else _remedy(text, word)
            return lexer.error(
                text, word.offset, phrase("the query cannot be read from {text} on", text=word.text), hint
            )
    return lexer.error(text, len(text), phrase("the query ends too early"))
