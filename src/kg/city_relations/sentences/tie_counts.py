"""Counts of ties in words, by their kind: *seven sister cities*, *one partner city*, *three ties*."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import NullTranslations

from pyoxigraph import NamedNode

from kg.city_relations.partnerships import local
from kg.city_relations.status_on_day import Group
from kg.translations import cldr
from kg.translations.catalogue import catalogue, mark

_NUMBERS = (
    mark("two"), mark("three"), mark("four"), mark("five"), mark("six"), mark("seven"), mark("eight"), mark("nine"),
    mark("ten"), mark("eleven"), mark("twelve"),
)  # fmt: skip


_BECAME = {
    Group.KEPT: mark("kept"),
    Group.DROPPED: mark("dropped"),
    Group.ENDED: mark("ended"),
    Group.IN_FORCE: mark("in force"),
    Group.POSSIBLE: mark("possibly in force"),
    Group.UNKNOWN: mark("unknown"),
    Group.NOT_YET: mark("not yet"),
}
NAMED = 12
"""A sentence names at most this many things of a kind, and counts the others."""
_KINDS = ("sister-city", "partner-city")


def kind_of(types: Sequence[NamedNode]) -> str | None:
    """The kind as which a tie of these types is counted; None for one that is counted with all others."""
    names = {local(concept) for concept in types}
    return next((kind for kind in _KINDS if names == {kind}), None)


def place(kind: str | None) -> int:
    """The place of a kind in a sentence that names several, ties of other kinds last."""
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)


def number(count: int, language: str) -> str:
    """A number of things, as a word up to twelve.

    >>> number(7, "nl"), number(1400, "en")
    ('zeven', '1,400')
    """
    if 2 <= count < 2 + len(_NUMBERS):
        return catalogue(language).gettext(_NUMBERS[count - 2])
    return cldr.number(count, language)


def counted(kind: str | None, count: int, language: str) -> str:
    """Ties of a kind, or of any; ``kind`` is the local name of its concept.

    >>> counted("sister-city", 7, "en"), counted("partner-city", 1, "nl"), counted(None, 3, "fr")
    ('seven sister cities', 'één partnerstad', 'trois partenariats')
    """
    return _plural(kind, count, catalogue(language)).format(count=number(count, language))


def any_one(kind: str | None, language: str) -> str:
    """A tie of a kind, whichever.

    >>> any_one("sister-city", "en"), any_one(None, "de")
    ('a sister city', 'eine Partnerschaft')
    """
    words = catalogue(language)
    match kind:
        case "sister-city":
            return words.gettext("a sister city")
        case "partner-city":
            return words.gettext("a partner city")
    return words.gettext("a tie")


def names(things: Sequence[str], language: str, count: int | None = None) -> str:
    """The first names as a list, with how many of ``count`` things more there are.

    >>> names(["Melle", "Tallinn"], "en"), names(["Melle", "Tallinn"], "en", 5)
    ('Melle and Tallinn', 'Melle, Tallinn and 3 more')
    """
    more = (len(things) if count is None else count) - min(len(things), NAMED)
    if not more:
        return cldr.listed(list(things), language)
    message = catalogue(language).ngettext("{names} and {count} more", "{names} and {count} more", 2)
    return message.format(names=", ".join(things[:NAMED]), count=more)


def became(group: Group, language: str, count: int = 1) -> str:
    """What became of a tie, or of so many, in a word or two.

    >>> became(Group.KEPT, "nl"), became(Group.POSSIBLE, "en"), became(Group.DROPPED, "fr", 10)
    ('behouden', 'possibly in force', 'abandonnés')
    """
    words = catalogue(language)
    return words.gettext(_BECAME[group]) if count == 1 else _several_became(group, words)


def _several_became(group: Group, words: NullTranslations) -> str:
    match group:
        case Group.KEPT:
            return words.pgettext("several", "kept")
        case Group.DROPPED:
            return words.pgettext("several", "dropped")
        case Group.ENDED:
            return words.pgettext("several", "ended")
        case Group.IN_FORCE:
            return words.pgettext("several", "in force")
        case Group.POSSIBLE:
            return words.pgettext("several", "possibly in force")
        case Group.UNKNOWN:
            return words.pgettext("several", "unknown")
    return words.pgettext("several", "not yet")


def _plural(kind: str | None, count: int, words: NullTranslations) -> str:
    match kind:
        case "sister-city":
            return words.ngettext("one sister city", "{count} sister cities", count)
        case "partner-city":
            return words.ngettext("one partner city", "{count} partner cities", count)
    return words.ngettext("one tie", "{count} ties", count)
