"""Lists that are answers to questions: what they show, what one may choose, and a hundred things at a time.

A list is a question of ``questions/`` that is asked once for a revision and a language with its parameters open. To
choose a value is to keep the solutions that have it, which is what binding the parameter does; so the text that a list
gives as its making has the very solutions that it shows.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Generic, TypeVar

from pyoxigraph import Literal, NamedNode

from kg.compact import forked_build
from kg.compact.solutions import Entries, Entry, gathered
from kg.errors import UsageError
from kg.named_queries import page_queries
from kg.named_queries.page_queries import Made, Term
from kg.resources.language_view import LENGTH
from kg.revision import Revision

T = TypeVar("T")
Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a facet can be set to, and how many things have it among those that the other facets leave."""

    term: Term
    count: int

    @property
    def value(self) -> str:
        return value(self.term)


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a list; ``chosen`` is None where it is open."""

    name: str
    choices: tuple[Choice, ...]
    chosen: Term | None


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """A page of a list: its things, of how many that were chosen, of how many in all; pages count from 1."""

    items: tuple[T, ...]
    total: int
    everything: int
    page: int
    facets: tuple[Facet, ...]
    made: Made

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // LENGTH))

    @property
    def first(self) -> int:
        return (self.page - 1) * LENGTH + 1

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1


@dataclass(frozen=True, slots=True)
class Listing:
    """A list by its question: ``subject`` is the variable of its things, ``facets`` parameters that narrow it."""

    name: str
    subject: str
    facets: tuple[str, ...]


CITIES = Listing("cities", "city", ("country",))
NETWORKS = Listing("networks", "network", ("type",))
SOURCES = Listing("sources", "source", ("written",))


@lru_cache(maxsize=16)
def entries(revision: Revision, listing: Listing, language: str) -> Entries:
    """Everything that is in a list, in its order."""
    return forked_build.made(revision, _entries, listing, language)


def _entries(revision: Revision, listing: Listing, language: str) -> Entries:
    """What other things are called is left out: a list names them itself."""
    found = revision.solutions(made(revision, listing.name, language, {}).text)
    names = [each.value for each in found.variables if not each.value.endswith("Name")]
    return gathered(listing.subject, names, page_queries.plain(found))


def listed(revision: Revision, listing: Listing, language: str, given: Mapping[str, str], page: int) -> Listed[Entry]:
    """A page of a list, narrowed by the facets that are ``given``. Raises UsageError for a value that there is not."""
    everything = entries(revision, listing, language)
    numbers, facets, chosen = _narrowed(revision, listing, language, tuple(sorted(given.items())))
    asked = made(revision, listing.name, language, dict(chosen))
    found = cut(numbers, len(everything), page, facets, asked)
    shown = tuple(everything[number] for number in found.items)
    return Listed(shown, found.total, found.everything, found.page, facets, asked)


@lru_cache(maxsize=64)
def _narrowed(
    revision: Revision, listing: Listing, language: str, given: tuple[tuple[str, str], ...]
) -> tuple[array[int], tuple[Facet, ...], tuple[tuple[str, Term], ...]]:
    """The numbers of the chosen things, what else could be chosen, and the terms that were."""
    everything = entries(revision, listing, language)
    chosen = choose(listing.facets, dict(given), everything.told(listing.facets))
    numbers, facets = narrow(listing.facets, chosen, everything.told(listing.facets))
    return array("I", numbers), facets, tuple(chosen.items())


def made(revision: Revision, name: str, language: str, chosen: Mapping[str, Term]) -> Made:
    """The question with these values."""
    return page_queries.made(revision.project, name, {"language": Literal(language), **chosen})


def choose(
    names: Sequence[str], given: Mapping[str, str], rows: Iterable[tuple[object, Iterable[Row]]]
) -> dict[str, Term]:
    """The terms that the ``given`` texts mean: an IRI, its last part, or a literal's text."""
    wanted = {name: given[name] for name in names if given.get(name)}
    if not wanted:
        return {}
    known: dict[str, dict[str, Term]] = {name: {} for name in wanted}
    for _, solutions in rows:
        for solution in solutions:
            for name in wanted:
                if name in solution:
                    known[name].setdefault(value(solution[name]), solution[name])
    return {name: _meant(name, text, known[name]) for name, text in wanted.items()}


def narrow(
    names: Sequence[str],
    chosen: Mapping[str, Term],
    rows: Iterable[tuple[T, Iterable[Row]]],
    weight: Callable[[T], int] = lambda _: 1,
) -> tuple[list[T], tuple[Facet, ...]]:
    """The things that have a row with every chosen value, and the facets with what else could be chosen.

    A value counts the things that have it in a row which lacks no other chosen value; a thing may stand for several.
    """
    kept: list[T] = []
    counts: dict[str, dict[Term, int]] = {name: {} for name in names}
    for item, solutions in rows:
        seen: set[tuple[str, Term]] = set()
        fits = False
        for row in solutions:
            lacks = [name for name, term in chosen.items() if row.get(name) != term]
            fits = fits or not lacks
            if len(lacks) <= 1:
                seen.update((name, row[name]) for name in (lacks or names) if name in row)
        if fits:
            kept.append(item)
        for name, term in seen:
            counts[name][term] = counts[name].get(term, 0) + weight(item)
    return kept, tuple(_facet(name, counts[name], chosen.get(name)) for name in names)


def cut(items: Sequence[T], everything: int, page: int, facets: tuple[Facet, ...], asked: Made) -> Listed[T]:
    """The page with this number; the last one for a number beyond it."""
    page = max(1, min(page, -(-len(items) // LENGTH)))
    shown = tuple(items[(page - 1) * LENGTH : page * LENGTH])
    return Listed(shown, len(items), everything, page, facets, asked)


def value(term: Term) -> str:
    """How an address names a term: by the last part of an IRI, or the text of a literal."""
    return term.value.rstrip("/").rpartition("/")[2] if isinstance(term, NamedNode) else term.value


def in_order(facet: Facet, name: Callable[[Term], str]) -> Iterator[Choice]:
    """The choices by their names."""
    return iter(sorted(facet.choices, key=lambda each: name(each.term).casefold()))


def _facet(name: str, counts: Mapping[Term, int], chosen: Term | None) -> Facet:
    missing = {chosen: 0} if chosen is not None and chosen not in counts else {}
    found = {**counts, **missing}
    return Facet(name, tuple(Choice(term, count) for term, count in found.items()), chosen)


def _meant(name: str, text: str, known: Mapping[str, Term]) -> Term:
    found = known.get(text) or next((term for term in known.values() if term.value == text), None)
    if found is None:
        close = get_close_matches(text, known, n=1)
        offered = ", ".join(sorted(known)[:20]) or "none"
        hint = f"Did you mean {close[0]}?" if close else f"There are: {offered}."
        raise UsageError(f"Nothing in this list has the {name} {text}.", hint=hint)
    return found
