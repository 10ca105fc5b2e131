"""Finds the literals that a SPARQL store rewrites, as ``1.50`` to ``1.5``.

Most queries compare values, so this makes no difference to them. The rewritten literals must be known so that results
have the term as written, and so that a query to which it makes a difference is left to another engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.rdf.namespaces import XSD
from kg.shacl.literals.datatypes import INTEGERS
from kg.shacl.report import Term

_REWRITING = frozenset(
    XSD + name
    for name in (
        *INTEGERS, "boolean", "decimal", "float", "double", "date", "dateTime", "dateTimeStamp", "time", "gYear",
        "gYearMonth", "gMonthDay", "gMonth", "gDay", "duration", "dayTimeDuration", "yearMonthDuration",
    )
)  # fmt: skip
# Common lexical forms that a store is known to keep; any other is tried in a store.
_KEPT = {
    XSD + "integer": re.compile(r"0|-?[1-9]\d{0,17}", re.ASCII),
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "date": re.compile(r"[1-9]\d{3}-\d\d-\d\dZ?", re.ASCII),
    XSD + "dateTime": re.compile(r"[1-9]\d{3}-\d\d-\d\dT(?!24)\d\d:\d\d:\d\dZ?", re.ASCII),
    XSD + "decimal": re.compile(r"-?(?:0|[1-9]\d{0,8})\.\d{0,8}[1-9]", re.ASCII),
    XSD + "gYear": re.compile(r"[1-9]\d{3}", re.ASCII),
}


def may_be_rewritten(term: Term) -> bool:
    """Whether a store has its own representation of the datatype."""
    return isinstance(term, Literal) and term.datatype.value in _REWRITING


def as_stored(terms: Iterable[Term]) -> dict[Term, Literal]:
    """The literals that a store rewrites, each with its rewritten form."""
    doubtful: list[Literal] = []
    for term in terms:
        if isinstance(term, Literal):
            datatype = term.datatype.value
            if datatype in _REWRITING and not (datatype in _KEPT and _KEPT[datatype].fullmatch(term.value)):
                doubtful.append(term)
    store, predicate = Store(), NamedNode("urn:x-kg:as")
    names = [NamedNode(f"urn:x-kg:literal/{number}") for number in range(len(doubtful))]
    store.extend(Quad(name, predicate, term) for name, term in zip(names, doubtful, strict=True))
    rewritten: dict[Term, Literal] = {}
    for name, term in zip(names, doubtful, strict=True):
        stored = next(iter(store.quads_for_pattern(name, predicate, None))).object
        if stored != term:
            assert isinstance(stored, Literal)
            rewritten[term] = stored
    return rewritten
