"""What may run: a text is judged by its tokens before anything parses it.

Federation, loading and writing are refused where they are keywords; a label, an IRI or a comment that says SERVICE is
no crime. Size, depth and length of chains stay below what the engine's parser survives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from itertools import islice

from kg.errors import QueryError, QueryNotAllowed, QueryTooLarge
from kg.query_engine import quick_guard, service_clause
from kg.settings.query import Limits
from kg.sparql import keywords, lexer, normal_form
from kg.sparql.lexer import Kind, Token

_BYTES_A_TOKEN = 4
_CLOSES = {")": "(", "]": "[", "}": "{"}


class QueryForm(StrEnum):
    """The four query forms of SPARQL 1.1, section 16."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that may run: ``text`` has its codepoint escapes replaced.

    ``prefixes`` are those it declares, ``datasets`` says whether it has a FROM clause of its own, and ``volatile``
    whether its answer differs from one run to the next. ``spelling`` is the canonical one.
    """

    text: str
    form: QueryForm
    prefixes: Mapping[str, str]
    datasets: bool
    volatile: bool = False
    spelling: str = ""


def check(text: str, limits: Limits, prefixes: Mapping[str, str] | None = None) -> CheckedQuery:
    """Judge a text; ``prefixes`` are those that a hint may propose.

    Raises QueryTooLarge, QueryNotAllowed or QuerySyntaxError, the latter two with line and column.
    """
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise lexer.error(text, error.start, f"{text[error.start]!r} is half a character") from error
    if size > limits.request_bytes:
        raise QueryTooLarge(
            f"The query has {size:,} bytes; {limits.request_bytes:,} are the limit.",
            hint="Ask in parts, or take a dump and ask at home.",
        )
    decoded = lexer.decode(text)
    plainly = quick_guard.read(decoded, limits)
    if plainly:
        return CheckedQuery(decoded, QueryForm(plainly.form), *plainly[1:])
    return _judge(decoded, limits, prefixes or {})


def _judge(decoded: str, limits: Limits, prefixes: Mapping[str, str]) -> CheckedQuery:
    """The long look: token by token, each with its place."""
    found = list(islice(lexer.scan(decoded), limits.request_bytes // _BYTES_A_TOKEN + 1))
    if len(found) > limits.request_bytes // _BYTES_A_TOKEN:
        raise _too_large(decoded, found[-1], f"the query has more than {len(found) - 1:,} words and signs")
    words: dict[str, Token] = {}
    for token in found:
        if token.keyword:
            words.setdefault(token.keyword, token)
    _check_prologue(decoded, found)
    form = _form(decoded, found)
    declared = lexer.declared(found) if "PREFIX" in words else {}
    service_clause.check(decoded, found, declared)
    _check_words(decoded, words)
    _check_brackets(decoded, found, limits)
    _check_prefixes(decoded, found, declared, prefixes)
    volatile = not keywords.VOLATILE.isdisjoint(words)
    return CheckedQuery(decoded, form, declared, "FROM" in words, volatile, normal_form.of_tokens(decoded, found))


def _check_prologue(text: str, found: Sequence[Token]) -> None:
    """Before the query form, what a prefix stands for is an IRI in its brackets."""
    for word, name, iri in zip(found, found[1:], found[2:], strict=False):
        if word.keyword in keywords.FORMS:
            return
        if word.keyword == "PREFIX" and name.text.endswith(":") and iri.kind is not Kind.IRI:
            message = f"the IRI after PREFIX {name.text} stands in < >"
            raise lexer.error(text, iri.offset, message, f"PREFIX {name.text} <http://…>")


def _form(text: str, found: Sequence[Token]) -> QueryForm:
    """The query form: the first keyword after the prologue."""
    for word in found:
        if word.keyword in keywords.FORMS:
            return QueryForm(word.keyword)
        if word.keyword in keywords.UPDATES:
            raise _update(text, word)
        if word.kind is Kind.WORD and word.keyword not in ("BASE", "PREFIX", "VERSION"):
            close = get_close_matches(word.keyword, keywords.FORMS, n=1)
            raise lexer.error(
                text,
                word.offset,
                f"a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with {word.text}",
                f"Did you mean {close[0]}?" if close else None,
            )
    raise lexer.error(text, len(text), "the query ends before SELECT, ASK, CONSTRUCT or DESCRIBE")


def _update(text: str, word: Token) -> QueryError:
    line, column = lexer.place(text, word.offset)
    return QueryNotAllowed(
        f"{word.keyword} is not offered: this service answers queries and changes nothing",
        line=line,
        column=column,
        hint="The data changes through its files and their review.",
    )


def _check_words(text: str, words: Mapping[str, Token]) -> None:
    """Every bare word is SPARQL's, and none begins an update."""
    for keyword, word in words.items():
        if keyword in keywords.UPDATES:
            raise _update(text, word)
        if keyword not in keywords.ALL:
            close = get_close_matches(keyword, keywords.ALL, n=1)
            hint = f"Did you mean {close[0]}?" if close else "Names need a prefix, variables a ?, texts quotes."
            raise lexer.error(text, word.offset, f"{word.text} is no word of SPARQL", hint)


def _check_brackets(text: str, found: Sequence[Token], limits: Limits) -> None:
    """Brackets close what they open, and neither their depth nor the length of a chain is over its limit."""
    opened: list[Token] = []
    steps = 0
    for word in found:
        if word.kind is not Kind.SIGN:
            steps += word.keyword in keywords.STEPS
            continue
        steps += word.text in keywords.STEP_SIGNS
        if word.text in "([{":
            opened.append(word)
            if len(opened) > limits.depth:
                raise _too_large(text, word, f"brackets are nested deeper than {limits.depth}")
        elif word.text in _CLOSES and (not opened or opened.pop().text != _CLOSES[word.text]):
            raise lexer.error(text, word.offset, f"{word.text} closes no {_CLOSES[word.text]}")
    if opened:
        raise lexer.error(text, opened[-1].offset, f"{opened[-1].text} is never closed")
    if steps > limits.steps:
        raise _too_large(text, found[-1], f"the query has {steps:,} patterns and operators; {limits.steps:,} may be")


def _too_large(text: str, word: Token, message: str) -> QueryError:
    line, column = lexer.place(text, word.offset)
    return QueryTooLarge(message, line=line, column=column, hint="Give many values with VALUES, or ask in parts.")


def _check_prefixes(text: str, found: Sequence[Token], declared: Mapping[str, str], known: Mapping[str, str]) -> None:
    """Every prefix in use is declared; the hint writes the missing line where the prefix is known."""
    previous = ""
    for word in found:
        if word.kind is Kind.PREFIXED_NAME and previous != "PREFIX":
            prefix = word.text.partition(":")[0]
            if prefix not in declared:
                raise lexer.error(
                    text, word.offset, f"the prefix {prefix}: is not declared", _advice(prefix, declared, known)
                )
        previous = word.keyword


def _advice(prefix: str, declared: Mapping[str, str], known: Mapping[str, str]) -> str:
    if prefix in known:
        return f"Add the line: PREFIX {prefix}: <{known[prefix]}>"
    close = get_close_matches(prefix, [*declared, *known], n=1)
    if not close:
        return f"Add a line: PREFIX {prefix}: <…>"
    meant = close[0]
    return f"Did you mean {meant}:?" + ("" if meant in declared else f" Add the line: PREFIX {meant}: <{known[meant]}>")
