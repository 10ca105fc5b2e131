"""Which literals a SPARQL store changes when it takes them in: ``1.50`` becomes ``1.5``.

Most queries compare values and do not mind. This finds the literals that come back changed, so that results can name
the term as written, and so that a query that would mind is left to another engine.
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
# The forms that nearly all data has, known to come back as they went in; the rest is tried.
_KEPT = {
    XSD + "integer": re.compile(r"0|-?[1-9]\d{0,17}", re.ASCII),
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "date": re.compile(r"[1-9]\d{3}-\d\d-\d\dZ?", re.ASCII),
    XSD + "dateTime": re.compile(r"[1-9]\d{3}-\d\d-\d\dT(?!24)\d\d:\d\d:\d\dZ?", re.ASCII),
    XSD + "decimal": re.compile(r"-?(?:0|[1-9]\d{0,8})\.\d{0,8}[1-9]", re.ASCII),
    XSD + "gYear": re.compile(r"[1-9]\d{3}", re.ASCII),
}


def may_be_rewritten(term: Term) -> bool:
    """Whether a store has a representation of its own for the datatype."""
    return isinstance(term, Literal) and term.datatype.value in _REWRITING


def as_stored(terms: Iterable[Term]) -> dict[Term, Literal]:
    """The literals that a store changes, with what it makes of them."""
    doubtful: list[Literal] = []
    for term in terms:
        if isinstance(term, Literal):
            datatype = term.datatype.value
            if datatype in _REWRITING and not (datatype in _KEPT and _KEPT[datatype].fullmatch(term.value)):
                doubtful.append(term)
    store, predicate = Store(), NamedNode("urn:x-kg:as")
    names = [NamedNode(f"urn:x-kg:literal/{number}") for number in range(len(doubtful))]
    store.extend(Quad(name, predicate, term) for name, term in zip(names, doubtful, strict=True))
    found: dict[Term, Literal] = {}
    for name, term in zip(names, doubtful, strict=True):
        stored = next(iter(store.quads_for_pattern(name, predicate, None))).object
        if stored != term:
            assert isinstance(stored, Literal)
            found[term] = stored
    return found
