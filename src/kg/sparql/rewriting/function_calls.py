"""What the engine reads otherwise in expressions: REPLACE, GROUP_CONCAT, BNODE, and booleans in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal

from kg.sparql.lexer import Kind, Token
from kg.sparql.rewriting import replacement_text
from kg.sparql.rewriting.edits import Edit

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def lower_case(tokens: Sequence[Token]) -> Iterator[Edit]:
    """The edits for TRUE and FALSE, which the engine reads in small letters only."""
    for token in tokens:
        if token.matches("TRUE", "FALSE") and not token.text.islower():
            yield Edit(token.offset, token.end, token.text.lower())


def changes(tokens: Sequence[Token]) -> Iterator[Edit]:
    """The edits for all calls in a query."""
    for number, token in enumerate(tokens):
        if token.kind is not Kind.WORD or number + 1 == len(tokens) or tokens[number + 1].text != "(":
            continue
        if token.keyword == "REPLACE":
            yield from _replacement(_arguments(tokens, number + 1))
        elif token.keyword == "GROUP_CONCAT":
            yield from _simple(token, tokens[number:])
    yield from _fresh_nodes(tokens)


def patterns(tokens: Sequence[Token]) -> Iterator[tuple[Token, str, str]]:
    """The regular expressions that are written out in calls of REGEX and REPLACE, with their flags."""
    for number, token in enumerate(tokens[:-1]):
        if token.keyword not in ("REGEX", "REPLACE") or tokens[number + 1].text != "(":
            continue
        arguments = _arguments(tokens, number + 1)
        flags = arguments[2 if token.keyword == "REGEX" else 3 :]
        texts = [_string(argument) for argument in (*arguments[1:2], *flags)]
        if texts and None not in texts:
            yield arguments[1][0], texts[0] or "", (texts[1:] or [""])[0] or ""


def _replacement(arguments: Sequence[Sequence[Token]]) -> Iterator[Edit]:
    """A replacement that is written out, in the dialect of the engine."""
    texts = [_string(argument) for argument in arguments[1:]]
    if len(texts) not in (2, 3) or None in texts or "q" in (texts[2:] or [""])[0]:  # type: ignore[operator]
        return
    pattern, replacement = texts[:2]
    assert pattern is not None
    assert replacement is not None
    ours = replacement_text.for_engine(replacement, pattern)
    if ours is not None and ours != replacement:
        token = arguments[2][0]
        yield Edit(token.offset, token.end, str(Literal(ours)))


def _simple(call: Token, rest: Sequence[Token]) -> Iterator[Edit]:
    """A simple literal, as §18.5.1.7 has it, of texts that share their language."""
    end = _closing(rest, 1)
    if end is not None:
        yield Edit(call.offset, call.offset, "STR(")
        yield Edit(rest[end].end, rest[end].end, ")")


def _fresh_nodes(tokens: Sequence[Token]) -> Iterator[Edit]:
    """A node for each solution, as §17.4.2.9 has it, where one call with a text that is written out is all there is.

    Two calls have the same node for the same text within a solution, which BNODE() would not give.
    """
    calls = [number for number, token in enumerate(tokens) if token.keyword == "BNODE"]
    if len(calls) == 1:
        arguments = _arguments(tokens, calls[0] + 1)
        if len(arguments) == 1 and _string(arguments[0]) is not None:
            yield Edit(arguments[0][0].offset, arguments[0][0].end, "")


def _arguments(tokens: Sequence[Token], opening: int) -> list[Sequence[Token]]:
    """The arguments between the bracket at ``opening`` and the one that closes it."""
    closing = _closing(tokens, opening)
    if closing is None:
        return []
    arguments, start, depth = [], opening + 1, 0
    for number in range(opening + 1, closing + 1):
        text = tokens[number].text
        if number == closing or (text == "," and not depth):
            arguments.append(tokens[start:number])
            start = number + 1
        depth += (text in "([{") - (text in ")]}") if len(text) == 1 else 0
    return arguments


def _closing(tokens: Sequence[Token], opening: int) -> int | None:
    """The number of the bracket that closes the one at ``opening``."""
    depth = 0
    for number in range(opening, len(tokens)):
        depth += (tokens[number].text == "(") - (tokens[number].text == ")")
        if not depth:
            return number if number > opening else None
    return None


def _string(argument: Sequence[Token]) -> str | None:
    """The value of an argument that is one string without language or datatype."""
    if len(argument) != 1 or argument[0].kind is not Kind.STRING:
        return None
    text = argument[0].text
    quotes = 3 if text[:3] in ('"""', "'''") and len(text) >= 6 else 1
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), text[quotes:-quotes])
