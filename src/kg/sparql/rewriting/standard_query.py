"""The query to send to the engine so that it answers as the standard has it."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.errors import QuerySyntaxError
from kg.sparql import lexer, normal_form
from kg.sparql.lexer import Kind
from kg.sparql.rewriting import boolean_operands, edits, function_calls, path_patterns

_CANDIDATE = re.compile(
    r"""[|] | && | ! \s*+ ["'?$\#] | \b (?: REPLACE | GROUP_CONCAT | BNODE | TRUE | FALSE ) \b
    | (?: [>)\w] \s*+ (?: \* (?! \s*+ (?: \{ | WHERE | FROM )) | \?(?!\w) | (?<!\w)\# ) )
    | \b (?: FILTER | HAVING | IF ) \s*+ (?: \( \s*+ ["'?$\#] | \# )""",
    re.VERBOSE | re.IGNORECASE,
)
"""What each text has of which anything is rewritten, so that most are not read once more."""


@lru_cache(maxsize=64)
def rewritten(text: str) -> str:
    """The text to evaluate in place of a decoded query; the same text where nothing is to be rewritten.

    A text that is not a query stays none. One that the engine may read otherwise than by the tokens of the standard
    (see ``kg.query_engine.service_clause``) is left alone.
    """
    if not _CANDIDATE.search(text) or "SERVICE" in text.upper():
        return text
    try:
        tokens = list(lexer.scan(text))
    except QuerySyntaxError:
        return text
    if any(token.kind is Kind.IRI and normal_form.is_ambiguous(token.text) for token in tokens):
        return text
    text = edits.applied(text, function_calls.lower_case(tokens))  # which moves nothing
    changes = [*function_calls.changes(tokens), *boolean_operands.changes(text, tokens)]
    if any(token.text in ("|", "*", "?") for token in tokens):
        changes += path_patterns.changes(text)
    return edits.applied(text, changes) if changes else text
