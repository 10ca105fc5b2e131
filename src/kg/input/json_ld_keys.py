"""Keys of a JSON-LD document that make no statement: those that no context defines, and repeated ones.

A processor drops them without a word (`JSON-LD 1.1 API §5.1.2 <https://www.w3.org/TR/json-ld11-api/#expansion>`_).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

LARGEST = 16 << 20
"""Characters of a document up to which its keys are looked at: reading it takes as long as parsing it."""
_INSIDE = ("@graph", "@included", "@reverse", "@list", "@set", "@nest")
_BY_KEY = frozenset(("@index", "@id", "@type"))


class LostKeys(NamedTuple):
    """The keys that no context defines, and those that one object has twice, each once and in order."""

    undefined: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()


def lost_keys(text: str) -> LostKeys:
    """Those of a document whose contexts are put in; none of one that is larger than ``LARGEST``, or is not JSON."""
    if len(text) > LARGEST:
        return LostKeys()
    repeated: dict[str, None] = {}

    def noted(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            names = [name for name, _ in pairs]
            repeated.update(dict.fromkeys(name for name in members if names.count(name) > 1))
        return members

    try:
        document = json.loads(text, object_pairs_hook=noted)
    except (ValueError, RecursionError):
        return LostKeys()
    terms = _Terms()
    terms.collect(document)
    undefined = () if terms.has_vocabulary else tuple(dict.fromkeys(terms.undefined(document)))
    return LostKeys(undefined, tuple(repeated))


@dataclass(slots=True)
class _Terms:
    """The terms of all contexts of a document, wherever they hold; with a vocabulary, every key is a term."""

    definitions: dict[str, Any] = field(default_factory=dict)
    has_vocabulary: bool = False

    def collect(self, node: Any) -> None:
        if isinstance(node, dict):
            self._define(node.get("@context"))
        for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            self.collect(value)

    def _define(self, context: Any) -> None:
        for part in context if isinstance(context, list) else [context]:
            if isinstance(part, dict):
                self.has_vocabulary = self.has_vocabulary or part.get("@vocab") is not None
                self.definitions.update(part)

    def undefined(self, node: Any) -> Iterator[str]:
        """The keys of the objects that describe nodes."""
        if isinstance(node, list):
            for value in node:
                yield from self.undefined(value)
        elif isinstance(node, dict) and "@value" not in map(self._meaning, node):
            for key, value in node.items():
                yield from self._of_member(key, value)

    def _of_member(self, key: str, value: Any) -> Iterator[str]:
        meaning = self._meaning(key)
        if meaning.startswith("@"):
            yield from self.undefined(value) if meaning in _INSIDE else ()
        elif key in self.definitions:
            definition = self.definitions[key]
            is_map = isinstance(definition, dict)
            container = definition.get("@container") if is_map else None
            kinds = {*container} if isinstance(container, list) else {container}
            if definition is None or "@language" in kinds or (is_map and definition.get("@type") == "@json"):
                return
            parts = list(value.values()) if kinds & _BY_KEY and isinstance(value, dict) else value
            yield from self.undefined(parts)
        elif ":" in key:
            yield from self.undefined(value)
        else:
            yield key

    def _meaning(self, key: str) -> str:
        """The keyword for which a key stands, or the key."""
        definition = self.definitions.get(key)
        meant = definition.get("@id") if isinstance(definition, dict) else definition
        return meant if isinstance(meant, str) and meant.startswith("@") else key
