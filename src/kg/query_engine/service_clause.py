r"""Refuses federated queries (SERVICE) in every form that the engine may read as one.

The engine evaluates every SERVICE clause; this cannot be disabled. Its parser tries one reading after another and does
not require word boundaries, so that four kinds of text call a service without a token SERVICE as the standard has it:

* ``SERVICEex:a {}`` and ``trueSERVICE<…> {}``: the keyword runs into its neighbours;
* ``PREFIX p: <http://x#>``, then ``p:SERVICEq:a\#b {}``: the name makes no valid IRI, so ``p:`` is read alone;
* ``FILTER(?a<?b#>)`` and a line break: less-than and a comment to the engine, an IRI to the standard, so that the text
  after it, which seems to be a string or a comment, is code.

Only queries that contain the seven letters are checked. As a second defence, the workers cannot open sockets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from kg.errors import QueryError, QueryNotAllowed, phrase
from kg.sparql import keywords, lexer
from kg.sparql.lexer import Kind, Token

_STARTS_OPERAND = tuple(keywords.FUNCTIONS | {"TRUE", "FALSE", "NOT", "EXISTS"})
_FIRST_WORD = re.compile(r"([A-Za-z][\w.+-]*)(:(?!//))?")


def check(text: str, declared: Mapping[str, str]) -> None:
    """Raise QueryNotAllowed if the query calls a SERVICE, or the engine may read it so.

    ``text`` is decoded and has the seven letters; ``declared`` has the prefixes that it declares.
    """
    tokens = list(lexer.scan(text))
    for number, word in enumerate(tokens):
        if word.kind is Kind.WORD and "SERVICE" in word.keyword:
            raise _refused(text, word, phrase("SERVICE is not offered: a query reads the data of this service only"))
        if word.kind is Kind.PREFIXED_NAME and _hides_service(tokens, number, declared):
            raise _refused(
                text, word, phrase("{name} could be read as a call of SERVICE, which is not offered", name=word.text)
            )
        if word.kind is Kind.IRI and _may_be_code(word.text[1:-1], declared):
            raise _refused(text, word, phrase("{name} could be read as less-than and a comment", name=word.text))


def _refused(text: str, word: Token, message: str) -> QueryError:
    line, column = lexer.place(text, word.offset)
    return QueryNotAllowed(message, line=line, column=column, hint=_HINTS.get(word.kind))


_HINTS = {
    Kind.WORD: phrase("Download a dump, or run the query in your own engine and call this service from there."),
    Kind.PREFIXED_NAME: phrase("Write the IRI in full."),
    Kind.IRI: phrase("Write the IRI in full, or a space after the less-than sign."),
}


def _hides_service(tokens: Sequence[Token], number: int, declared: Mapping[str, str]) -> bool:
    """Whether the engine, if it cannot read this as a name, could read SERVICE and another name."""
    prefix, _, local = tokens[number].text.partition(":")
    before = tokens[number - 1].keyword if number else ""
    if before == "PREFIX":
        return False
    after = tokens[number + 1].text if number + 1 < len(tokens) else ""
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

    An IRI with neither # nor ' does not change how the text after it is read. One that begins with a scheme, a slash, a
    dot or a word that begins no operand cannot follow a less-than sign.
    """
    if "#" not in content and "'" not in content:
        return False
    first = _FIRST_WORD.match(content)
    if first is None:
        return not content.startswith(("/", "./", "../"))
    if first[2]:
        return first[1] in declared
    return first[1].upper().startswith(_STARTS_OPERAND) and content[first.end() :][:1] in ("(", "#", "'", "")
