"""The words of a SPARQL query, with the place of each, so that a query is changed at its words and never by search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of word it is."""

    SPACE = "space"
    IRI = "iri"
    STRING = "string"
    VARIABLE = "variable"
    BLANK = "blank"
    NAME = "name"
    LANGUAGE = "language"
    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"


_LOCAL = r"(?:[\w:%.\-·]|\\[_~.\-!$&'()*+,;=/?#@%])"
_GRAMMAR = re.compile(
    "|".join(
        (
            r"(?P<space>\s+|#[^\n\r]*)",
            r"(?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)",
            r"(?P<string>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''"
            r"|\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*')",
            r"(?P<variable>[?$]\w+)",
            r"(?P<blank>_:[\w.\-]*\w)",
            rf"(?P<name>(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:(?:{_LOCAL}*(?:[\w:%\-]|\\[_~.\-!$&'()*+,;=/?#@%]))?)",
            r"(?P<language>@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)",
            r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)",
            r"(?P<word>\w+)",
            r"(?P<sign>\^\^|&&|\|\||!=|<=|>=|.)",
        )
    ),
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word: ``text`` as written, ``start`` its offset in the query."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def says(self, *words: str) -> bool:
        """Whether it is one of these keywords or signs; keywords are written in any case."""
        return self.kind in (Kind.WORD, Kind.SIGN) and self.text.upper() in words

    @property
    def variable(self) -> str | None:
        """The name of a variable: ``?this`` and ``$this`` are one."""
        return self.text[1:] if self.kind is Kind.VARIABLE else None


def tokens(query: str) -> Iterator[Token]:
    """The words of the query, without white space and comments. Never fails: what fits nothing is a sign."""
    for found in _GRAMMAR.finditer(query):
        kind = Kind(str(found.lastgroup))
        if kind is not Kind.SPACE:
            yield Token(kind, found[0], found.start())


def replaced(query: str, values: dict[str, str]) -> str:
    """The query with variables replaced by the text of terms or paths.

    `Pre-binding <https://www.w3.org/TR/shacl/#pre-binding>`_ of what is the same for every focus node.
    ``bound(?x)`` becomes ``(true)``, and a projected variable that has a value is dropped.
    """
    out: list[str] = []
    at = 0
    words = list(tokens(query))
    for position, word in enumerate(words):
        text = values.get(word.variable or "")
        if text is None:
            continue
        start, end = word.start, word.end
        if position >= 2 and words[position - 2].says("BOUND") and words[position - 1].text == "(":
            start, end, text = words[position - 2].start, words[position + 1].end, "(true)"
        elif _is_projected(words, position):
            text = ""
        out += (query[at:start], text)
        at = end
    return "".join(out) + query[at:]


def _is_projected(words: list[Token], position: int) -> bool:
    for word in reversed(words[:position]):
        if word.kind is Kind.VARIABLE or word.says("DISTINCT", "REDUCED"):
            continue
        return word.says("SELECT")
    return False
