"""The normal form of a query: the same text for queries that differ only in white space and comments.

Answers are cached under it.
"""

from __future__ import annotations

import re

from kg.sparql import lexer
from kg.sparql.lexer import DistinctTokens, Kind

_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


def canonical(text: str) -> str:
    r"""The normal form of a decoded query; raises QuerySyntaxError for a character that begins no token.

    >>> canonical("ASK { # any\n\t?s ?p ?o }")
    'ASK { ?s ?p ?o }'
    """
    return of_tokens(text, lexer.read(text))


def of_tokens(text: str, tokens: DistinctTokens) -> str:
    """The normal form of a query with these tokens.

    The engine may read a relative IRI with ``#`` or ``'`` in it as less-than and a comment or a text, which ends where
    the line does (see ``kg.query_engine.service_clause``). The normal form of a query with such an IRI is its own text,
    so that the cache never returns the answer to another reading.
    """
    if any(is_ambiguous(token) for token, kind in tokens.kinds.items() if kind is Kind.IRI):
        return text
    return " ".join(tokens.texts)


def is_ambiguous(iri: str) -> bool:
    """Whether the engine may read an IRI, given with its brackets, as something else."""
    return ("#" in iri or "'" in iri) and not _ABSOLUTE.match(iri)
