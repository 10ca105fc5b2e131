"""Reads a batch of reconciliation queries, and what is to be extended, from JSON; each is limited."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import QueryTooLarge, UsageError, phrase

QUERIES = 50
"""Queries in a batch; OpenRefine sends ten."""
IDENTIFIERS = 200
PROPERTIES = 20
CHARACTERS = 200
"""The longest text that is compared with names."""
CANDIDATES = 25
"""The most candidates of a query, and as many as it gets that names no number."""
_MEMBERS = ("query", "type", "type_strict", "limit", "properties")
_STRICT = ("any", "should", "all")


@dataclass(frozen=True, slots=True)
class PropertyValue:
    """A value that a candidate should have: texts, or the identifiers of resources."""

    property: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReconciliationQuery:
    """What a row of a table says of the thing that it means; ``strict`` is how far ``types`` are required."""

    text: str
    types: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = CANDIDATES
    properties: tuple[PropertyValue, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtensionQuery:
    """The properties to be told of some resources, each with the most values that are wanted of it; 0 for all."""

    identifiers: tuple[str, ...]
    properties: tuple[tuple[str, int], ...]


def queries(text: str) -> dict[str, ReconciliationQuery]:
    """The queries of a batch by their keys. Raises UsageError for what is none, QueryTooLarge for too many."""
    batch = _object(text, "queries")
    if len(batch) > QUERIES:
        raise QueryTooLarge(
            phrase(
                "The batch has {count} queries; at most {most} are answered at a time.", count=len(batch), most=QUERIES
            )
        )
    return {key: _query(key, value) for key, value in batch.items()}


def extension(text: str) -> ExtensionQuery:
    """What is to be extended."""
    wanted = _object(text, "extend")
    identifiers, properties = wanted.get("ids"), wanted.get("properties")
    if not isinstance(identifiers, list) or not _is_texts(identifiers) or not isinstance(properties, list):
        raise UsageError(
            phrase("extend needs ids, a list of identifiers, and properties, a list of objects with an id.")
        )
    if len(identifiers) > IDENTIFIERS or len(properties) > PROPERTIES:
        raise QueryTooLarge(
            phrase(
                "At most {ids} ids and {properties} properties are extended at a time.",
                ids=IDENTIFIERS,
                properties=PROPERTIES,
            )
        )
    return ExtensionQuery(tuple(identifiers), tuple(map(_extended, properties)))


def _object(text: str, name: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(phrase("{name} is not JSON: {error}", name=name, error=error)) from error
    if not isinstance(value, dict):
        raise UsageError(phrase("{name} is no JSON object.", name=name))
    return value


def _query(key: str, value: object) -> ReconciliationQuery:
    if isinstance(value, str):  # the short form of the first version
        value = {"query": value}
    if not isinstance(value, dict):
        raise UsageError(phrase("{name} is no JSON object.", name=key))
    if unknown := value.keys() - _MEMBERS:
        raise UsageError(
            phrase(
                "{name} has {names}; a query has {members}.",
                name=key,
                names=", ".join(sorted(unknown)),
                members=", ".join(_MEMBERS),
            )
        )
    text = value.get("query", "")
    types = [value["type"]] if isinstance(value.get("type"), str) else value.get("type", [])
    strict, limit = value.get("type_strict", "any"), value.get("limit", CANDIDATES)
    if not isinstance(text, str) or not _is_texts(types) or strict not in _STRICT:
        raise UsageError(
            phrase(
                "{name}: query is a text, type an identifier or a list of them, type_strict any, should or all.",
                name=key,
            )
        )
    if not isinstance(limit, int | float) or isinstance(limit, bool) or not 1 <= limit < float("inf"):
        raise UsageError(phrase("{name}: limit is a number from 1.", name=key))
    if len(text) > CHARACTERS:
        raise QueryTooLarge(
            phrase(
                "{name} has {count} characters; names have at most {most}.", name=key, count=len(text), most=CHARACTERS
            )
        )
    properties = tuple(_properties(key, value.get("properties", [])))
    if not text.strip() and not properties:
        raise UsageError(phrase("{name} has neither a query nor properties.", name=key))
    return ReconciliationQuery(text, tuple(types), strict, min(int(limit), CANDIDATES), properties)


def _properties(key: str, given: object) -> Iterator[PropertyValue]:
    if not isinstance(given, list) or len(given) > PROPERTIES:
        raise UsageError(
            phrase("{name}: properties is a list of at most {most} objects with pid and v.", name=key, most=PROPERTIES)
        )
    for item in given:
        if not isinstance(item, dict) or not isinstance(item.get("pid"), str) or "v" not in item:
            raise UsageError(phrase("{name}: each of properties is an object with pid and v.", name=key))
        values = item["v"] if isinstance(item["v"], list) else [item["v"]]
        yield PropertyValue(item["pid"], tuple(_text(value)[:CHARACTERS] for value in values[:PROPERTIES]))


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return str(value.get("id", ""))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _extended(value: object) -> tuple[str, int]:
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        raise UsageError(phrase("Each of the properties of extend is an object with an id."))
    settings = value.get("settings")
    limit = str(settings.get("limit", 0)) if isinstance(settings, dict) else "0"
    return value["id"], int(limit[:6]) if limit.isdecimal() else 0


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
