"""Queries that need no long look: most are, and whatever is not plainly fine is left to the guard.

A text is read here by the texts of its tokens alone, without their places, which only an error needs. So this says yes,
or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.settings.query import Limits
from kg.sparql import keywords, lexer, normal_form

_SIGNS = frozenset(("^^", "&&", "||", "!=", "<=", ">=", *"-{}()[].,;=<>!+*/|^?~"))
_BRACKETS = frozenset("{}()[]")
_OPENINGS = ('"""', "'''")
_ALLOWED = keywords.ALL - {"BASE", "PREFIX", "SERVICE"}
_MOST = 1_000
"""Tokens of a query that is read here; the guard counts those of a longer one, and what they make the engine do."""


class Reading(NamedTuple):
    """What a query says of itself, as in ``guard.CheckedQuery``; ``form`` is its keyword."""

    form: str
    prefixes: Mapping[str, str]
    datasets: bool
    volatile: bool
    spelling: str


def read(text: str, limits: Limits) -> Reading | None:
    """What a decoded text says, where the guard would certainly let it pass; None where that takes a closer look."""
    if "SERVICE" in text.upper():
        return None
    found = lexer.texts(text)
    if not 0 < len(found) <= min(_MOST, limits.steps) or not _balanced(found, limits.depth):
        return None
    declared, start = _prologue(found)
    form = found[start].upper() if start < len(found) else ""
    words = _words(set(found[start:]), declared)
    if form not in keywords.FORMS or words is None:
        return None
    return Reading(form, declared, "FROM" in words, not keywords.VOLATILE.isdisjoint(words), normal_form.spell(found))


def _prologue(found: Sequence[str]) -> tuple[dict[str, str], int]:
    """The prefixes that are declared before the query form, and where that stands."""
    declared: dict[str, str] = {}
    at = 0
    while at + 2 < len(found) and (word := found[at].upper()) in ("PREFIX", "BASE"):
        name = found[at + 1] if word == "PREFIX" else ":"
        at += 3 if word == "PREFIX" else 2
        iri = found[at - 1]
        if name[-1] != ":" or name[-2:-1] == "." or iri[0] != "<" or iri[-1] != ">" or normal_form.is_ambiguous(iri):
            return {}, len(found)
        if word == "PREFIX":
            declared[name[:-1]] = iri[1:-1]
    return declared, at


def _words(found: set[str], declared: Mapping[str, str]) -> set[str] | None:
    """The keywords in capitals; None where a token is none, or may be two, or wants a prefix that is not declared."""
    words = set()
    for each in found - _SIGNS:
        first = each[0]
        if first in "?$\"'@":
            if len(each) == 1 or each in _OPENINGS:
                return None
        elif first == "<":
            if normal_form.is_ambiguous(each):
                return None
        elif first in ".0123456789" or each.startswith("_:"):
            continue
        elif ":" in each:
            prefix = each[: each.index(":")]
            if prefix not in declared or prefix[-1:] == ".":
                return None
        else:
            words.add(each.upper())
    return words if words <= _ALLOWED else None


def _balanced(found: Sequence[str], depth: int) -> bool:
    """Whether brackets close what they open, and are too few to be nested too deeply."""
    brackets = "".join([each for each in found if each in _BRACKETS])
    if len(brackets) > 2 * depth:
        return False
    length = -1
    while len(brackets) != length:
        length = len(brackets)
        brackets = brackets.replace("{}", "").replace("()", "").replace("[]", "")
    return not brackets
