"""What a column of a sheet holds: the values of one property that are IRIs, or literals of one datatype or language.

The key stands in the second row of a sheet: ``ct:party``, ``ct:latestEnd^^xsd:date``, ``skos:prefLabel@nl``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import BaseDirection, Literal, NamedNode

from kg.rdf.namespaces import RDF, XSD

SUBJECT = "@id"
"""The key of the first column, with the IRI of the row."""
INFORMATION = "#"
"""What the key of a column begins with that is for reading only."""
STRING, LANG_STRING = XSD + "string", RDF + "langString"
TYPE = NamedNode(RDF + "type")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_KEY = re.compile(r"(<[^>]*>|[^@^<>\s]+)(?:@([A-Za-z0-9-]+?)(?:--(ltr|rtl))?|\^\^(<[^>]*>|\S+))?")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile("[\\\\\x00-\x1f\x7f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What spreadsheets lose: control characters, and what looks like their own escape, such as _x0041_."""
_ESCAPED = re.compile(r"\\(?:u([0-9A-F]{4})|(.))", re.DOTALL)
_MEANING = {"\\": "\\", "n": "\n", "r": "\r", "t": "\t", "e": ""}


@dataclass(frozen=True, slots=True)
class Names:
    """How IRIs are written: by a prefix, else relative to the base, else in full."""

    base: str
    prefixes: Mapping[str, str]

    def short(self, iri: str) -> str:
        """The shortest of these that means the IRI."""
        for candidate in self._candidates(iri):
            if self.expanded(candidate) == iri:
                return candidate
        return f"<{iri}>"

    def _candidates(self, iri: str) -> list[str]:
        candidates = []
        for prefix, namespace in sorted(self.prefixes.items(), key=lambda pair: -len(pair[1])):
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri.removeprefix(namespace)):
                candidates.append(f"{prefix}:{iri.removeprefix(namespace)}")
                break
        relative = [rest] if (rest := iri.removeprefix(self.base)) and rest != iri else []
        return [*candidates, *relative, *([iri] if "://" in iri else [])]

    def expanded(self, text: str) -> str:
        """The IRI that a text means. Raises ValueError for what cannot be one.

        >>> Names("http://b/", {"ex": "http://e/"}).expanded("ex:a")
        'http://e/a'
        """
        if text.startswith("<") and text.endswith(">"):
            iri = text[1:-1]
        elif "://" in text:
            iri = text
        else:
            prefix, colon, local = text.partition(":")
            known = self.prefixes.get(prefix) if colon else None
            iri = known + local if known else self.base + text
        NamedNode(iri)  # raises ValueError
        if not text.strip() or re.search(r"[\s<>\"{}|^`\\]", iri):
            raise ValueError(iri)
        return iri

    def is_whole(self, text: str) -> bool:
        """Whether a text names an IRI by a known prefix, by a path below the base, or in full; not by a bare word.

        >>> names = Names("http://b/", {"ex": "http://e/"})
        >>> [names.is_whole(text) for text in ("ex:a@en", "ns#a", "http://x/a", "mayor", "foaf:name")]
        [True, True, True, False, False]
        """
        prefix, colon, _ = text.partition(":")
        if text.startswith("<") or "://" in text or any(mark in prefix for mark in "/#"):
            return True
        return bool(colon) and prefix in self.prefixes


@dataclass(frozen=True, slots=True)
class ColumnKey:
    """``datatype`` is None for IRIs; ``language`` may end with a direction, such as ``ar--rtl``."""

    predicate: str
    datatype: str | None = None
    language: str = ""

    @classmethod
    def of(cls, predicate: NamedNode, value: NamedNode | Literal) -> ColumnKey:
        """The column of a statement with this predicate and object."""
        if isinstance(value, NamedNode):
            return cls(predicate.value)
        direction = f"--{value.direction.value}" if value.direction else ""
        language = f"{value.language}{direction}" if value.language else ""
        return cls(predicate.value, LANG_STRING if language else value.datatype.value, language)

    def text(self, names: Names) -> str:
        short = names.short(self.predicate)
        if self.language:
            return f"{short}@{self.language}"
        return short if self.datatype is None else f"{short}^^{names.short(self.datatype)}"

    @classmethod
    def read(cls, text: str, names: Names) -> ColumnKey:
        """The key that a text is. Raises ValueError."""
        match = _KEY.fullmatch(text.strip())
        if match is None:
            raise ValueError(text)
        predicate, language, direction, datatype = match.groups()
        if language:
            tag = f"{language}--{direction}" if direction else language
            return cls(names.expanded(predicate), LANG_STRING, tag)
        return cls(names.expanded(predicate), names.expanded(datatype) if datatype else None)

    def literal(self, text: str) -> Literal:
        """The literal with this lexical form. Raises ValueError."""
        if self.language:
            tag, _, direction = self.language.partition("--")
            return Literal(text, language=tag, direction=BaseDirection(direction) if direction else None)
        return Literal(text, datatype=NamedNode(self.datatype or STRING))


def escaped(value: str) -> str:
    r"""A value as one line of a cell.

    >>> escaped("a\nb"), escaped("")
    ('a\\nb', '\\e')
    """
    return _TO_ESCAPE.sub(lambda match: _ESCAPES.get(match[0], f"\\u{ord(match[0]):04X}"), value) or "\\e"


def unescaped(line: str) -> str:
    """The value that a line of a cell is; an unknown escape stands for itself."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else _MEANING.get(match[2], match[0]), line)
