"""One spelling for all queries that differ in white space and comments only, by which their answer is remembered."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.query import tokens
from kg.query.tokens import Kind

_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


@lru_cache(maxsize=64)
def canonical(text: str) -> str:
    r"""The tokens of a decoded query with one space between them.

    The engine may read a relative IRI with ``#`` or ``'`` in it as less-than and a comment or a text, which ends where
    the line does (see ``kg.query.federation``). A query with such an IRI is its own spelling, so that nobody can have
    the answer to another reading remembered for it.

    >>> canonical("ASK { # any\n\t?s ?p ?o }")
    'ASK { ?s ?p ?o }'
    """
    found = list(tokens.scan(text))
    if any(_is_ambiguous(token.text) for token in found if token.kind is Kind.IRI):
        return text
    return " ".join(token.text for token in found)


def _is_ambiguous(iri: str) -> bool:
    return ("#" in iri or "'" in iri) and not _ABSOLUTE.match(iri)
