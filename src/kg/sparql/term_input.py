"""Reads the value that a person gives for a parameter as an RDF term of the expected type."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.errors import QueryError, phrase
from kg.rdf.namespaces import XSD

Term = NamedNode | Literal
_YEAR_OR_MONTH = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")
_EXAMPLES = {
    "date": "2019-06-01, 2019-06 or 2019",
    "dateTime": "2019-06-01T12:00:00Z",
    "gYear": "2019",
    "boolean": "true or false",
}


def read(value: str, name: str, like: Term | None, prefixes: Mapping[str, str], base: str | None) -> Term:
    """The value of the parameter ``name`` as a term of the type of ``like``.

    Without ``like``, a value with a colon is an IRI or a prefixed name, and any other a plain string. Raises QueryError
    for a value that is not of the type.
    """
    if isinstance(like, Literal):
        return _literal(value, name, like)
    if like is None and ":" not in value:
        return Literal(value)
    return iri(value, name, prefixes, base)


def iri(value: str, name: str, prefixes: Mapping[str, str], base: str | None) -> NamedNode:
    """The IRI of a prefixed name if its prefix is known, else the value as an IRI, resolved against the base."""
    prefix, colon, local = value.partition(":")
    if colon and prefix in prefixes:
        full = prefixes[prefix] + local
    else:
        full = urljoin(base or "", value.removeprefix("<").removesuffix(">"))
    try:
        if not value:
            raise ValueError("it is empty")
        return NamedNode(full)
    except ValueError as error:
        raise QueryError(
            phrase("{name} must be an IRI, not {value}: {error}", name=name, value=repr(value), error=error),
            hint=phrase("Write it in full, relative to {base}, or as a prefixed name.", base=base)
            if base
            else phrase("Write it in full, or as a prefixed name."),
        ) from error


def days(text: str) -> tuple[str, str]:
    """The first and the last day of the year or the month that the text names; any other text as it is.

    >>> days("1990"), days("1992-02"), days("1992-02-03")
    (('1990-01-01', '1990-12-31'), ('1992-02-01', '1992-02-29'), ('1992-02-03', '1992-02-03'))
    """
    match = _YEAR_OR_MONTH.fullmatch(text)
    if not match:
        return text, text
    year, first, last = int(match[1]), int(match[2] or 1), int(match[2] or 12)
    if year == 0 or not 1 <= last <= 12:
        return text, text
    return f"{match[1]}-{first:02}-01", f"{match[1]}-{last:02}-{monthrange(year, last)[1]:02}"


def _literal(value: str, name: str, like: Literal) -> Literal:
    if like.language:
        return Literal(value, language=like.language)
    text = days(value)[1] if like.datatype.value == XSD + "date" else value
    literal = Literal(text, datatype=like.datatype)
    if not _well_formed(literal):
        kind = like.datatype.value.removeprefix(XSD)
        values = {"name": name, "kind": kind, "value": repr(value)}
        if kind not in _EXAMPLES:
            raise QueryError(phrase("{name} must be a value of the type {kind}, not {value}", **values))
        values["example"] = _EXAMPLES[kind]
        raise QueryError(phrase("{name} must be a value of the type {kind}, such as {example}, not {value}", **values))
    return literal


def _well_formed(literal: Literal) -> bool:
    """Whether the engine can cast the text to the datatype; a datatype that it does not know accepts any text."""
    try:
        solutions = Store().query(f"SELECT ({literal.datatype}({Literal(literal.value)}) AS ?value) {{}}")
    except RuntimeError:
        return True
    assert isinstance(solutions, QuerySolutions)
    return next(solutions)["value"] is not None
