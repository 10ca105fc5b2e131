"""Decides whether the text of a query may run, by its tokens, before any parser reads it.

Federation, loading and updates are refused where their keywords are tokens; a label, an IRI or a comment may contain
SERVICE. Limits on size, nesting and length of chains keep a query below what makes the engine's parser crash.

Tokens are read without their offsets, which only an error needs: the text is scanned again to place it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from itertools import islice

from kg.errors import QueryError, QueryTooLarge, phrase
from kg.query_engine import service_clause
from kg.settings.query import Limits
from kg.sparql import keywords, lexer, normal_form
from kg.sparql.lexer import DistinctTokens, Kind, Token

_BYTES_A_TOKEN = 4
_BRACKETS = frozenset("()[]{}")
_OFFERED = keywords.ALL - keywords.UPDATES
_CLOSES = {")": "(", "]": "[", "}": "{"}


class QueryForm(StrEnum):
    """The four query forms of SPARQL 1.1, section 16."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that passed ``check``; ``text`` has its codepoint escapes replaced.

    ``prefixes`` are those that it declares, ``datasets`` says whether it has a FROM clause, and ``volatile`` whether
    its answer may differ from one run to the next. ``spelling`` is its normal form (see ``kg.sparql.normal_form``).
    """

    text: str
    form: QueryForm
    prefixes: Mapping[str, str]
    datasets: bool
    volatile: bool = False
    spelling: str = ""


def check(text: str, limits: Limits, prefixes: Mapping[str, str] | None = None) -> CheckedQuery:
    """Check the text of a query; ``prefixes`` are known ones that a hint may suggest to declare.

    Raises QueryTooLarge, QueryNotAllowed (for SERVICE) or QuerySyntaxError, the latter two with line and column.
    """
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise lexer.error(
            text, error.start, phrase("{character} is half of a surrogate pair", character=repr(text[error.start]))
        ) from error
    if size > limits.request_bytes:
        raise QueryTooLarge(
            phrase(
                "The query has {size} bytes; the limit is {limit}.",
                size=size,
                limit=limits.request_bytes,
            ),
            hint=phrase("Send several smaller queries, or download a dump and query it yourself."),
        )
    decoded = lexer.decode(text)
    tokens = lexer.read(decoded)
    if len(tokens.texts) > (most := limits.request_bytes // _BYTES_A_TOKEN):
        raise _too_large(decoded, most, phrase("the query has more than {most} tokens", most=most))
    form = _form(decoded, tokens)
    declared = _declared(tokens)
    if "SERVICE" in decoded.upper():
        service_clause.check(decoded, declared)
    keyword_texts = _keywords(decoded, tokens)
    _check_brackets(decoded, tokens, limits)
    _check_steps(decoded, tokens, limits)
    _check_prefixes(decoded, tokens, declared, prefixes or {})
    return CheckedQuery(
        decoded,
        form,
        declared,
        datasets="FROM" in keyword_texts,
        volatile=not keywords.VOLATILE.isdisjoint(keyword_texts),
        spelling=normal_form.of_tokens(decoded, tokens),
    )


def _form(text: str, tokens: DistinctTokens) -> QueryForm:
    """The query form: the first keyword after the prologue, in which each prefix stands for an IRI in brackets."""
    texts, kinds = tokens
    for index, word in enumerate(texts):
        keyword = word.upper() if kinds[word] is Kind.WORD else ""
        if keyword in keywords.FORMS:
            return QueryForm(keyword)
        if keyword in keywords.UPDATES:
            raise _update(text, index)
        if keyword == "PREFIX":
            name, iri = [*texts[index + 1 : index + 3], "", ""][:2]
            if name.endswith(":") and iri and kinds[iri] is not Kind.IRI:
                message = phrase("the IRI after PREFIX {name} must be enclosed in < >", name=name)
                raise lexer.error(
                    text, _token(text, index + 2).offset, message, phrase("PREFIX {name} <http://…>", name=name)
                )
        elif keyword and keyword not in ("BASE", "VERSION"):
            close = get_close_matches(keyword, keywords.FORMS, n=1)
            raise lexer.error(
                text,
                _token(text, index).offset,
                phrase("a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with {word}", word=word),
                phrase("Did you mean {name}?", name=close[0]) if close else None,
            )
    raise lexer.error(text, len(text), phrase("the query ends before SELECT, ASK, CONSTRUCT or DESCRIBE"))


def _token(text: str, index: int) -> Token:
    """The token at an index, with its offset."""
    return next(islice(lexer.scan(text), index, None))


def _update(text: str, index: int) -> QueryError:
    """An update is no query of the grammar, so that it is a syntax error (SPARQL 1.1 Protocol, section 2.1.6)."""
    token = _token(text, index)
    message = phrase(
        "{keyword} is not offered: this service answers queries and changes nothing", keyword=token.keyword
    )
    return lexer.error(text, token.offset, message, phrase("The data changes through its files and their review."))


def _declared(tokens: DistinctTokens) -> dict[str, str]:
    """The prefixes that the query declares, each with the IRI as written."""
    texts, kinds = tokens
    spellings = {text for text in kinds if text.upper() == "PREFIX"}
    if not spellings:
        return {}
    last = max(len(texts) - texts[::-1].index(spelling) for spelling in spellings)
    return {
        name[:-1]: iri[1:-1]
        for word, name, iri in zip(texts[:last], texts[1:], texts[2:], strict=False)
        if word in spellings and name.endswith(":") and kinds[iri] is Kind.IRI
    }


def _keywords(text: str, tokens: DistinctTokens) -> set[str]:
    """The keywords of the query in capitals; raises for any other bare word, and for one that begins an update."""
    words = [word for word, kind in tokens.kinds.items() if kind is Kind.WORD]
    keyword_texts = {word.upper() for word in words}
    if keyword_texts <= _OFFERED:
        return keyword_texts
    for word in words:
        keyword = word.upper()
        if keyword in keywords.UPDATES:
            raise _update(text, tokens.texts.index(word))
        if keyword not in keywords.ALL:
            close = get_close_matches(keyword, keywords.ALL, n=1)
            hint = (
                phrase("Did you mean {name}?", name=close[0])
                if close
                else phrase("A name needs a prefix, a variable a ?, a string quotes.")
            )
            offset = _token(text, tokens.texts.index(word)).offset
            raise lexer.error(text, offset, phrase("{word} is not a SPARQL keyword", word=word), hint)
    return keyword_texts


def _check_brackets(text: str, tokens: DistinctTokens, limits: Limits) -> None:
    """Each bracket closes the one that was opened last, and their nesting is within its limit."""
    opened: list[int] = []
    texts = tokens.texts
    for index, bracket in enumerate(texts):
        if bracket not in _BRACKETS:
            continue
        if bracket not in _CLOSES:
            opened.append(index)
            if len(opened) > limits.depth:
                raise _too_large(text, index, phrase("brackets are nested deeper than {depth}", depth=limits.depth))
        elif not opened or texts[opened.pop()] != _CLOSES[bracket]:
            message = phrase("{bracket} has no matching {other}", bracket=bracket, other=_CLOSES[bracket])
            raise lexer.error(text, _token(text, index).offset, message)
    if opened:
        raise lexer.error(
            text, _token(text, opened[-1]).offset, phrase("{bracket} is never closed", bracket=texts[opened[-1]])
        )


def _check_steps(text: str, tokens: DistinctTokens, limits: Limits) -> None:
    """Patterns and operators, along which the parser recurses, are within their limit."""
    texts = tokens.texts
    if len(texts) <= limits.steps:
        return
    step_texts = [text for text in tokens.kinds if text in keywords.STEP_SIGNS or text.upper() in keywords.STEPS]
    steps = sum(texts.count(step) for step in step_texts)
    if steps > limits.steps:
        message = phrase(
            "the query has {steps} patterns and operators; the limit is {limit}",
            steps=steps,
            limit=limits.steps,
        )
        raise _too_large(text, len(texts) - 1, message)


def _too_large(text: str, index: int, message: str) -> QueryError:
    line, column = lexer.place(text, _token(text, index).offset)
    return QueryTooLarge(
        message, line=line, column=column, hint=phrase("Give many values with VALUES, or send several smaller queries.")
    )


def _check_prefixes(text: str, tokens: DistinctTokens, declared: Mapping[str, str], known: Mapping[str, str]) -> None:
    """Every prefix in use is declared; the hint has the missing line where the prefix is known."""
    undeclared = {
        name
        for name, kind in tokens.kinds.items()
        if kind is Kind.PREFIXED_NAME and name.partition(":")[0] not in declared
    }
    if not undeclared:
        return
    previous = ""
    for index, name in enumerate(tokens.texts):
        if name in undeclared and previous.upper() != "PREFIX":
            prefix = name.partition(":")[0]
            message = phrase("the prefix {prefix}: is not declared", prefix=prefix)
            raise lexer.error(text, _token(text, index).offset, message, _hint(prefix, declared, known))
        previous = name


def _hint(prefix: str, declared: Mapping[str, str], known: Mapping[str, str]) -> str:
    if prefix in known:
        return phrase("Add the line: {line}", line=_declaration(prefix, known[prefix]))
    close = get_close_matches(prefix, [*declared, *known], n=1)
    if not close:
        return phrase("Add the line: {line}", line=_declaration(prefix, "…"))
    meant = close[0]
    if meant in declared:
        return phrase("Did you mean {name}?", name=meant + ":")
    line = _declaration(meant, known[meant])
    return phrase("Did you mean {name}? Add the line: {line}", name=meant + ":", line=line)


def _declaration(prefix: str, iri: str) -> str:
    return f"PREFIX {prefix}: <{iri}>"
