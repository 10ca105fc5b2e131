"""The pictures that show something else, today or on the days that a change touches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.publish.changes.two_sides import Sides
from kg.revision import Revision


@dataclass(frozen=True, slots=True)
class Shown:
    """What a picture shows: its title, and all that is drawn or tabulated, which differs where the picture does."""

    title: str
    content: tuple[str, ...]


Pictures = Callable[[Revision, date, str], Mapping[str, Shown]]
"""The pictures of a revision on a day, in a language, by name."""


@dataclass(frozen=True, slots=True)
class ChangedPicture:
    """A picture by its name, with the title that it has on the first of the days on which it is another one."""

    name: str
    title: str
    days: tuple[date, ...]


def pictures(sides: Sides, drawn: Pictures, today: date, days: Sequence[date]) -> tuple[ChangedPicture, ...]:
    """The pictures that differ on these days, today first, in the order in which the field has them."""
    titles: dict[str, str] = {}
    changed: dict[str, list[date]] = {}
    for day in dict.fromkeys((today, *days)):
        before, after = (drawn(side.known.revision, day, sides.language) for side in (sides.before, sides.after))
        for name in {**after, **before}:
            when = changed.setdefault(name, [])
            if before.get(name) != after.get(name):
                titles.setdefault(name, (after.get(name) or before[name]).title)
                when.append(day)
    return tuple(ChangedPicture(name, titles[name], tuple(when)) for name, when in changed.items() if when)
