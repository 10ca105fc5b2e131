"""Lists that are answers to queries: the things of a list, the facets that narrow it, a hundred things a page.

The query of a list is evaluated once for a revision and a language, with its other parameters open. Choosing a value of
a facet keeps the solutions that have it, which is what binding the parameter of that name does; so the query text that
a page shows has the very solutions that the page lists.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import Generic, TypeVar

from pyoxigraph import Literal, NamedNode

from kg.compact import forked_build
from kg.compact.solutions import Entries, Entry, gathered
from kg.errors import UsageError, phrase
from kg.named_queries import page_queries
from kg.named_queries.page_queries import Made, Term
from kg.resources.language_view import LENGTH
from kg.resources.time_span import TimeSpan
from kg.revision import Revision
from kg.revision_results import cached_until_renewal

T = TypeVar("T")
Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True, eq=False)
class Facet:
    """A way to narrow a list: the parameter of its query with this name.

    ``label`` is a message of the catalogue, and so are ``value_labels``: those of values that are no resources.
    """

    name: str
    label: str
    value_labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, and how many things have it among those that the other facets leave."""

    term: Term
    count: int

    @property
    def value(self) -> str:
        return value(self.term)


@dataclass(frozen=True, slots=True)
class Menu:
    """A facet with the values that can be chosen; ``chosen`` is None where it is open."""

    facet: Facet
    choices: tuple[Choice, ...]
    chosen: Term | None

    @property
    def name(self) -> str:
        return self.facet.name


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """A page of a list: its things, of how many that were chosen, of how many in all; pages count from 1."""

    items: tuple[T, ...]
    total: int
    everything: int
    page: int
    menus: tuple[Menu, ...]
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


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A list by its query: ``subject`` is the variable of its things.

    One that ``is_timed`` has the parameters ``on`` and ``until``: what it says is then said of these days.
    """

    query: Path
    subject: str
    facets: tuple[Facet, ...]
    is_timed: bool = False

    @property
    def name(self) -> str:
        return self.query.stem


@cached_until_renewal(maxsize=16)
def entries(revision: Revision, listing: Listing, language: str, days: TimeSpan | None = None) -> Entries:
    """Everything in a list, in its order."""
    return forked_build.build(revision, _entries, listing, language, days)


def _entries(revision: Revision, listing: Listing, language: str, days: TimeSpan | None) -> Entries:
    """Without the names of other things: a page of the list looks these up."""
    evaluated = revision.solutions(made(revision, listing.query, language, time(days)).text)
    names = [variable.value for variable in evaluated.variables if not variable.value.endswith("Name")]
    return gathered(listing.subject, names, page_queries.plain(evaluated))


def listed(
    revision: Revision,
    listing: Listing,
    language: str,
    given: Mapping[str, str],
    page: int,
    days: TimeSpan | None = None,
) -> Listed[Entry]:
    """A page of a list, narrowed by the ``given`` values of facets. Raises UsageError for a value that nothing has."""
    everything = entries(revision, listing, language, days)
    numbers, menus, chosen = _narrowed(revision, listing, language, tuple(sorted(given.items())), days)
    query = made(revision, listing.query, language, time(days) | dict(chosen))
    selection = cut(numbers, len(everything), page, menus, query)
    shown = tuple(everything[number] for number in selection.items)
    return Listed(shown, selection.total, selection.everything, selection.page, menus, query)


def selected(
    revision: Revision, listing: Listing, language: str, given: Mapping[str, str], days: TimeSpan | None = None
) -> Iterator[Entry]:
    """All that these values of facets leave of a list. Raises UsageError for a value that nothing has."""
    everything = entries(revision, listing, language, days)
    numbers, _, _ = _narrowed(revision, listing, language, tuple(sorted(given.items())), days)
    return (everything[number] for number in numbers)


@cached_until_renewal(maxsize=64)
def _narrowed(
    revision: Revision, listing: Listing, language: str, given: tuple[tuple[str, str], ...], days: TimeSpan | None
) -> tuple[array[int], tuple[Menu, ...], tuple[tuple[str, Term], ...]]:
    """The numbers of the chosen things, the menus, and the chosen terms."""
    everything = entries(revision, listing, language, days)
    names = [facet.name for facet in listing.facets]
    # A value that the list offers without a day is valid also on days on which nothing has it.
    always = entries(revision, listing, language, None) if given and days is not None else None
    offered = chain(everything.solutions_by_entry(names), always.solutions_by_entry(names) if always else ())
    chosen = choose(names, dict(given), offered)
    numbers, menus = narrow(listing.facets, chosen, everything.solutions_by_entry(names))
    return array("I", numbers), menus, tuple(chosen.items())


def time(days: TimeSpan | None) -> dict[str, Term]:
    """The parameters ``on`` and ``until`` for some days: the second only where they are several."""
    if days is None:
        return {}
    terms: dict[str, Term] = {"on": page_queries.day(days.first.isoformat())}
    return terms if days.is_day else terms | {"until": page_queries.day(days.last.isoformat())}


def made(revision: Revision, query: Path, language: str, chosen: Mapping[str, Term]) -> Made:
    """The query with these values."""
    return page_queries.made(revision.project, query, {"language": Literal(language), **chosen})


def choose(
    names: Iterable[str], given: Mapping[str, str], rows: Iterable[tuple[object, Iterable[Row]]]
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
    return {name: _term(name, text, known[name]) for name, text in wanted.items()}


def narrow(
    facets: Sequence[Facet],
    chosen: Mapping[str, Term],
    rows: Iterable[tuple[T, Iterable[Row]]],
    weight: Callable[[T], int] = lambda _: 1,
) -> tuple[list[T], tuple[Menu, ...]]:
    """The things that have a row with every chosen value, and a menu for each facet.

    A value counts the things that have it in a row which lacks no other chosen value; a thing may stand for several.
    """
    names = [facet.name for facet in facets]
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
    return kept, tuple(_menu(facet, counts[facet.name], chosen.get(facet.name)) for facet in facets)


def cut(items: Sequence[T], everything: int, page: int, menus: tuple[Menu, ...], query: Made) -> Listed[T]:
    """The page with this number; the last one for a number beyond it."""
    page = max(1, min(page, -(-len(items) // LENGTH)))
    shown = tuple(items[(page - 1) * LENGTH : page * LENGTH])
    return Listed(shown, len(items), everything, page, menus, query)


def value(term: Term) -> str:
    """How an address names a term: by the last part of an IRI, or the text of a literal."""
    return term.value.rstrip("/").rpartition("/")[2] if isinstance(term, NamedNode) else term.value


def in_order(menu: Menu, name: Callable[[Term], str]) -> Iterator[Choice]:
    """The choices by their names."""
    return iter(sorted(menu.choices, key=lambda choice: name(choice.term).casefold()))


def _menu(facet: Facet, counts: Mapping[Term, int], chosen: Term | None) -> Menu:
    missing = {chosen: 0} if chosen is not None and chosen not in counts else {}
    choices = tuple(Choice(term, count) for term, count in {**counts, **missing}.items())
    return Menu(facet, choices, chosen)


def _term(name: str, text: str, known: Mapping[str, Term]) -> Term:
    term = known.get(text) or next((term for term in known.values() if term.value == text), None)
    if term is None:
        close = get_close_matches(text, known, n=1)
        offered = ", ".join(sorted(known)[:20]) or "none"
        hint = phrase("Did you mean {name}?", name=close[0]) if close else phrase("There are: {names}.", names=offered)
        raise UsageError(phrase("Nothing in this list has the {name} {text}.", name=name, text=text), hint=hint)
    return term
