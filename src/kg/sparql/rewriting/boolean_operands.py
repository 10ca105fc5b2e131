"""Values that stand where a boolean is wanted: the effective boolean value of SPARQL 1.1 §17.2.2.

The engine has none for a text in a language, nor for a number or boolean that is not well-formed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.rdf.namespaces import XSD
from kg.sparql.lexer import Kind, Token
from kg.sparql.rewriting.edits import Edit

_TYPES = """
    boolean integer decimal float double nonPositiveInteger negativeInteger long int short byte nonNegativeInteger
    unsignedLong unsignedInt unsignedShort unsignedByte positiveInteger
"""
_MAY_BE_MALFORMED = ", ".join(f"<{XSD}{name}>" for name in _TYPES.split())
_OPERATORS = ("&&", "||")
_BEFORE = ("(", ",", "!", *_OPERATORS)
_AFTER = (")", ",", *_OPERATORS)


def changes(text: str, tokens: Sequence[Token]) -> Iterator[Edit]:
    """The edits for all operands that are a variable or a literal."""
    for start in range(1, len(tokens)):
        end = _end(tokens, start)
        if end and _is_boolean(tokens, start, end):
            first, last = tokens[start].offset, tokens[end - 1].end
            yield Edit(first, last, _value(text[first:last]))


def _end(tokens: Sequence[Token], start: int) -> int:
    """The number after the last token of the variable or literal that begins at ``start``; 0 where none does."""
    if tokens[start].kind is Kind.VARIABLE:
        return start + 1
    if tokens[start].kind is not Kind.STRING or start + 1 == len(tokens):
        return 0
    if tokens[start + 1].kind is Kind.LANGUAGE:
        return start + 2
    return start + 3 if tokens[start + 1].text == "^^" and start + 3 <= len(tokens) else 0


def _is_boolean(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the operand is all of a condition, or an operand of ``!``, ``&&`` or ``||``."""
    before, after = tokens[start - 1].text, tokens[end].text if end < len(tokens) else ""
    if before == "!":
        return True
    if before not in _BEFORE or after not in _AFTER:
        return False
    if before in _OPERATORS or after in _OPERATORS:
        return True
    function = tokens[start - 2].keyword if before == "(" and start > 1 else ""
    return (function in ("FILTER", "HAVING") and after == ")") or (function == "IF" and after == ",")


def _value(operand: str) -> str:
    """The effective boolean value of an operand, written out; an error where it has none, as for an IRI."""
    boolean = f"{operand} && true"
    malformed = f"IF(DATATYPE({operand}) IN ({_MAY_BE_MALFORMED}), false, {boolean})"
    return f'IF(LANG({operand}) != "", STRLEN({operand}) > 0, COALESCE({boolean}, {malformed}))'
