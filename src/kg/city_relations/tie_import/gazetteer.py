"""Cities by their names in an extract of GeoNames (download.geonames.org/export/dump), such as cities15000.txt.

Their names in a language are in a second file, alternateNamesV2.txt. Both are tab-separated, without header, in the
columns that GeoNames documents in its readme.txt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from kg.errors import UsageError
from kg.publish.search.folding import fold

_COLUMNS = 19
_FEWEST_OF_NAME, _MOST_OF_NAME = 8, 10
_POPULATED = "P"
_MOST = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A populated place, by its number in GeoNames."""

    number: str
    name: str
    country: str
    latitude: float
    longitude: float
    population: int

    def __str__(self) -> str:
        return f"{self.number} ({self.name}, {self.country}, {self.population} inhabitants)"


@dataclass(frozen=True, slots=True)
class Match:
    """The place that a name surely means, else those that it may mean, the likeliest first."""

    sure: Place | None
    proposals: tuple[Place, ...] = ()


@dataclass(slots=True)
class Gazetteer:
    """Places by number, by their own names, and by their other names; names are folded, by country."""

    by_number: dict[str, Place] = field(default_factory=dict)
    _own: dict[tuple[str, str], list[Place]] = field(default_factory=lambda: defaultdict(list))
    _other: dict[tuple[str, str], list[Place]] = field(default_factory=lambda: defaultdict(list))
    _names: dict[tuple[str, str], tuple[bool, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Gazetteer:
        """The places of a file. Raises UsageError, with the line, for a line in another form."""
        gazetteer = cls()
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                cells = line.rstrip("\n").split("\t")
                try:
                    gazetteer._add(cells)
                except (ValueError, IndexError) as error:
                    message = f"{path}:{number}: this is no line of GeoNames, which has {_COLUMNS} columns."
                    hint = "Download cities15000.zip, unpack it, and name the .txt file: docs/spreadsheets.md."
                    raise UsageError(message, hint=hint) from error
        return gazetteer

    def read_names(self, path: Path, languages: Sequence[str]) -> None:
        """What the places are called in these languages: the preferred name, else the first that is still in use.

        Raises UsageError, with the line, for a line in another form.
        """
        with path.open(encoding="utf-8") as file:
            for line_number, line in enumerate(file, 1):
                cells = line.rstrip("\n").split("\t")
                if not _FEWEST_OF_NAME <= len(cells) <= _MOST_OF_NAME:
                    message = (
                        f"{path}:{line_number}: this is no line of GeoNames' names, which has {_MOST_OF_NAME} columns."
                    )
                    hint = "Download alternateNamesV2.zip, unpack it, and name alternateNamesV2.txt."
                    raise UsageError(message, hint=hint)
                _, number, tag, name, is_preferred, _, is_colloquial, is_historic = cells[:_FEWEST_OF_NAME]
                if tag in languages and number in self.by_number and not (is_colloquial or is_historic):
                    known = self._names.get((number, tag))
                    if known is None or (is_preferred and not known[0]):
                        self._names[number, tag] = bool(is_preferred), name

    def name(self, place: Place, tag: str) -> str | None:
        """What a place is called in a language, where that was read."""
        known = self._names.get((place.number, tag))
        return known[1] if known else None

    def _add(self, cells: list[str]) -> None:
        if len(cells) != _COLUMNS:
            raise ValueError(len(cells))
        number, name, plain, others = cells[:4]
        place = Place(number, name, cells[8], float(cells[4]), float(cells[5]), int(cells[14] or 0))
        if cells[6] != _POPULATED:
            return
        self.by_number[number] = place
        own = {fold(name), fold(plain)} - {""}
        for folded in own:
            self._own[place.country, folded].append(place)
        for folded in {fold(other) for other in others.split(",")} - own - {""}:
            self._other[place.country, folded].append(place)

    def match(self, name: str, country: str) -> Match:
        """The place of this name in a country (two letters): sure where one alone has it, by its own name first."""
        key = (country, fold(name))
        for names in (self._own, self._other):
            places = sorted(names.get(key, ()), key=lambda place: -place.population)
            if len(places) == 1:
                return Match(places[0])
            if places:
                return Match(None, tuple(places[:_MOST]))
        known = [folded for land, folded in self._own if land == country]
        close = get_close_matches(key[1], known, n=_MOST, cutoff=0.8)
        near = dict.fromkeys(place for folded in close for place in self._own[country, folded])
        return Match(None, tuple(near)[:_MOST])
