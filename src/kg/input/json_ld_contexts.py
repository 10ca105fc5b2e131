"""JSON-LD with its remote contexts put in, so that the parser, which fetches nothing, can read it.

A reference to a context is looked up among the files at hand: those that a map names, and those that stand beside the
document. `JSON-LD 1.1 §4.1 <https://www.w3.org/TR/json-ld11/#the-context>`_ has the places where one may stand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from itertools import accumulate, islice
from typing import Any
from urllib.parse import urljoin

from kg.errors import DatasetError

Load = Callable[[str], bytes]
"""Gives the document of an absolute IRI; raises DatasetError where it is not at hand."""

_REFERENCE = re.compile(r'"@context"\s*:\s*["\[]|"@import"')
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_OTHER = re.compile(r"[^\[\]{}]+")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_BRACKETS = {"{": 1, "[": 1, "}": -1, "]": -1}
_MAX_NESTING = 200
_MAX_DEPTH = 20
_MAX_CHARACTERS = 32 << 20


def with_contexts(text: str, location: str, name: str, load: Load) -> str:
    """The document with every context that it refers to; ``location`` is its own IRI, ``name`` how errors call it.

    Raises DatasetError for a context that is not at hand, one that refers to itself, and more than can be put in.
    """
    _refuse_deep_nesting(text, name)
    if not _REFERENCE.search(text):
        return text
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        return text  # the parser says what is wrong, and where
    except RecursionError as error:
        raise DatasetError("the document is nested too deeply", file=name) from error
    contexts = _Contexts(name, load)
    try:
        return json.dumps(contexts.resolved(document, location), ensure_ascii=False)
    except DatasetError as error:
        raise _placed(error, text, name, contexts.reference) from error


def _refuse_deep_nesting(text: str, name: str) -> None:
    """Raise DatasetError at the bracket with which the nesting becomes so deep that the parser could fail."""
    if text.count("{") + text.count("[") <= _MAX_NESTING:
        return
    brackets = _OTHER.sub("", _STRING.sub("", text))
    if max(accumulate(map(_BRACKETS.__getitem__, brackets)), default=0) <= _MAX_NESTING:
        return
    depths = accumulate(_BRACKETS.get(token[0], 0) for token in _TOKEN.finditer(text))
    number = next(number for number, depth in enumerate(depths) if depth > _MAX_NESTING)
    token = next(islice(_TOKEN.finditer(text), number, None))
    raise DatasetError(
        f"the document is nested more than {_MAX_NESTING} deep",
        file=name,
        line=text.count("\n", 0, token.start()) + 1,
        column=token.start() - text.rfind("\n", 0, token.start()),
    )


def _placed(error: DatasetError, text: str, name: str, reference: str) -> DatasetError:
    """The error at the reference of the document to the context, as it is written there."""
    at = text.find(json.dumps(reference, ensure_ascii=False)) if reference else -1
    line, column = (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)) if at >= 0 else (None, None)
    message = error.message if error.file in (None, name) else f"the context {reference}: {error.file} {error.message}"
    return DatasetError(message, file=name, line=line, column=column, hint=error.hint)


class _Contexts:
    """The contexts that one document refers to, directly and through others; ``reference`` is its last reference."""

    def __init__(self, name: str, load: Load) -> None:
        self._name = name
        self._load = load
        self._known: dict[str, Any] = {}
        self._sizes: dict[str, int] = {}
        self._characters = 0
        self.reference = ""

    def resolved(self, node: Any, base: str) -> Any:
        """The node without references to contexts."""
        match node:
            case dict():
                return {
                    key: self._context(value, base, ()) if key == "@context" else self.resolved(value, base)
                    for key, value in node.items()
                }
            case list():
                return [self.resolved(value, base) for value in node]
            case _:
                return node

    def _context(self, context: Any, base: str, above: tuple[str, ...]) -> Any:
        match context:
            case str():
                self.reference = self.reference if above else context
                return self._referred(urljoin(base, context), above)
            case list():
                parts = [self._context(part, base, above) for part in context]
                return [definition for part in parts for definition in (part if isinstance(part, list) else [part])]
            case dict():
                return self._definition(context, base, above)
            case _:
                return context

    def _definition(self, context: Mapping[str, Any], base: str, above: tuple[str, ...]) -> dict[str, Any]:
        imported = context.get("@import")
        merged: dict[str, Any] = {}
        if isinstance(imported, str):
            self.reference = self.reference if above else imported
            definition = self._referred(urljoin(base, imported), above)
            if not isinstance(definition, dict):
                raise self._error(f"@import of {imported}: an imported context must be one map")
            merged.update(definition)
        for key, value in context.items():
            if key == "@import" and isinstance(imported, str):
                continue
            scoped = isinstance(value, dict) and "@context" in value
            merged[key] = {**value, "@context": self._context(value["@context"], base, above)} if scoped else value
        return merged

    def _referred(self, iri: str, above: tuple[str, ...]) -> Any:
        """The context that stands at an IRI, its own references put in; its ``@base`` means nothing elsewhere."""
        if iri in above or len(above) >= _MAX_DEPTH:
            raise self._error(f"the context <{iri}> refers to itself: {' → '.join((*above, iri))}")
        if iri not in self._known:
            context = self._context(self._read(iri), iri, (*above, iri))
            parts = context if isinstance(context, list) else [context]
            clean = [{k: v for k, v in p.items() if k != "@base"} if isinstance(p, dict) else p for p in parts]
            self._known[iri] = clean if isinstance(context, list) else clean[0]
            self._sizes[iri] = len(json.dumps(self._known[iri]))
        self._characters += self._sizes[iri]
        if self._characters > _MAX_CHARACTERS:
            raise self._error(f"its contexts come to more than {_MAX_CHARACTERS >> 20} MiB")
        return self._known[iri]

    def _read(self, iri: str) -> Any:
        try:
            document = json.loads(self._load(iri))
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise self._error(f"the context <{iri}> is not JSON: {error}") from error
        except RecursionError as error:
            raise self._error(f"the context <{iri}> is nested too deeply") from error
        if not isinstance(document, dict) or "@context" not in document:
            raise self._error(f"<{iri}> has no @context")
        return document["@context"]

    def _error(self, message: str) -> DatasetError:
        return DatasetError(message, file=self._name)
