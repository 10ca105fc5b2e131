r"""SERVICE, refused however it is written.

The engine follows every SERVICE and has no switch. Its parser tries one reading after another and knows no word
boundaries, so that four texts call a service without a token SERVICE in the sense of the standard:

* ``SERVICEex:a {}`` and ``trueSERVICE<…> {}``: the keyword runs into its neighbours;
* ``PREFIX p: <http://x#>``, then ``p:SERVICEq:a\#b {}``: the name makes no valid IRI, so ``p:`` is taken alone;
* ``FILTER(?a<?b#>)`` and a line break: less-than and a comment to the engine, an IRI to the standard, and whatever
  seems to be a text or a comment after it is code.

They are refused here, only in queries that have the seven letters somewhere. The workers, which can open no socket,
are the second wall.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from kg.errors import QueryError, QueryNotAllowed
from kg.sparql import keywords, lexer
from kg.sparql.lexer import Kind, Token

_STARTS_OPERAND = tuple(keywords.FUNCTIONS | {"TRUE", "FALSE", "NOT", "EXISTS"})
_FIRST_WORD = re.compile(r"([A-Za-z][\w.+-]*)(:(?!//))?")


def check(text: str, declared: Mapping[str, str]) -> None:
    """Raise QueryNotAllowed where a SERVICE is called, or may be called in the engine's reading.

    ``text`` is decoded and has the seven letters; ``declared`` has the prefixes that it declares.
    """
    words = list(lexer.scan(text))
    for number, word in enumerate(words):
        if word.kind is Kind.WORD and "SERVICE" in word.keyword:
            raise _refused(text, word, "SERVICE is not offered: queries reach nothing but this graph")
        if word.kind is Kind.PREFIXED_NAME and _hides_service(words, number, declared):
            raise _refused(text, word, f"{word.text} could be read as a call of SERVICE, which is not offered")
        if word.kind is Kind.IRI and _may_be_code(word.text[1:-1], declared):
            raise _refused(text, word, f"{word.text} could be read as less-than and a comment")


def _refused(text: str, word: Token, message: str) -> QueryError:
    line, column = lexer.place(text, word.offset)
    return QueryNotAllowed(message, line=line, column=column, hint=_HINTS.get(word.kind))


_HINTS = {
    Kind.WORD: "Take a dump, or run the query in your own engine and call this service from there.",
    Kind.PREFIXED_NAME: "Write the IRI in full.",
    Kind.IRI: "Write the IRI in full, or a space after the less-than sign.",
}


def _hides_service(words: Sequence[Token], number: int, declared: Mapping[str, str]) -> bool:
    """Whether the engine, failing to read this as a name, could read SERVICE and another name."""
    prefix, _, local = words[number].text.partition(":")
    before = words[number - 1].keyword if number else ""
    if before == "PREFIX":
        return False
    after = words[number + 1].text if number + 1 < len(words) else ""
    if "SERVICE" in prefix.upper() and after == "{" and before not in ("GRAPH", "FROM", "NAMED"):
        return True
    return "SERVICE" in local.upper() and not _is_iri(declared.get(prefix, ""), local)


def _is_iri(namespace: str, local: str) -> bool:
    try:
        NamedNode(namespace + re.sub(r"\\(.)", r"\1", local))
    except ValueError:
        return False
    return True


def _may_be_code(content: str, declared: Mapping[str, str]) -> bool:
    """Whether the engine could read ``<content>`` as an operator, an operand and then a comment or a text.

    An IRI with neither # nor ' cannot shift what follows it. One that begins with a scheme, a slash, a dot or a word
    that begins no operand cannot follow a less-than sign.
    """
    if "#" not in content and "'" not in content:
        return False
    first = _FIRST_WORD.match(content)
    if first is None:
        return not content.startswith(("/", "./", "../"))
    if first[2]:
        return first[1] in declared
    return first[1].upper().startswith(_STARTS_OPERAND) and content[first.end() :][:1] in ("(", "#", "'", "")
