"""Small bars: the partnerships of each country as they stand on the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.city_relations.pictures import hatching, legend, picture_title
from kg.city_relations.pictures.drawing import svg
from kg.city_relations.pictures.drawing.geometry import Point
from kg.city_relations.pictures.drawing.labels import cut, width
from kg.city_relations.pictures.drawing.picture import Drawing
from kg.city_relations.pictures.drawing.table import Cell, Column, Table, Words
from kg.city_relations.pictures.relation import relations
from kg.city_relations.pictures.view import View
from kg.city_relations.status_on_day import Standing
from kg.translations.catalogue import mark

NAME = "countries"
MOST = 40
_STEP = 28.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A country with its partnerships by standing; ``node`` is None for partners of whom no country is known."""

    node: NamedNode | None
    name: Words
    counted: Counter[Standing]

    @property
    def text(self) -> str:
        return self.name if isinstance(self.name, str) else self.name.value


def draw(view: View) -> Drawing:
    """A bar for each country, the one with the most partnerships first."""
    all_bars = _bars(view)
    bars = all_bars[:MOST]
    used = [standing for standing in legend.SHOWN if any(bar.counted[standing] for bar in bars)]
    title = picture_title.of_ties(
        view,
        mark("The tie of {city} with {partners} by country {when}"),
        mark("Ties of {city} by country {when}"),
    )
    lead = view.ngettext("{count} country", "{count} countries", len(bars))
    if len(bars) < len(all_bars):
        lead = view.gettext("{countries} of {total}", countries=lead, total=len(all_bars))
    size = 340.0 if view.narrow else 560.0
    head, top = legend.heading(title, [f"{lead}."], size, view.narrow)
    left = min(size * 0.42, 34 + max((width(bar.text) for bar in bars), default=0))
    unit = min(90.0, (size - left - 50) / max((bar.counted.total() for bar in bars), default=1))
    body = [hatching.standings(NAME), head]
    for number, bar in enumerate(bars):
        y = top + 14 + _STEP * number
        name = cut(bar.name, left - 10 - legend.margin(view))
        body += [svg.text(legend.margin(view), y + 4.5, name), *_bar(bar, used, (left, y), unit)]
    entries = [
        (hatching.swatch(**hatching.standing_fill(NAME, standing)), legend.name(view, standing)) for standing in used
    ]
    bottom = top + _STEP * len(bars) + 24
    key, high = legend.key(entries, (legend.margin(view), bottom), 1 if view.narrow else 2, size - 20)
    table = _table(view, title, bars, used, len(all_bars))
    return Drawing(NAME, title, f"{lead}.", size, bottom + high + 4, view.names, (*body, key), table)


def _bars(view: View) -> list[Bar]:
    """A partnership of several countries counts in each of them."""
    counted: dict[NamedNode | None, Counter[Standing]] = {}
    for relation in relations(view).begun:
        for country in {one.country for one in relation.partners}:
            counted.setdefault(country, Counter())[relation.standing] += 1
    unknown = view.gettext("country unknown")
    bars = (Bar(country, view.name(country) if country else unknown, count) for country, count in counted.items())
    return sorted(bars, key=lambda bar: (-bar.counted.total(), bar.text.casefold()))


def _bar(bar: Bar, used: list[Standing], at: Point, unit: float) -> Iterator[str]:
    x, y = at
    for standing in used:
        if count := bar.counted[standing]:
            fill = hatching.standing_fill(NAME, standing)
            yield svg.tag("rect", x=x, y=y - 8, width=count * unit - 2, height=16, **fill)
            x += count * unit
    yield svg.text(x + 8, y + 4.5, str(bar.counted.total()), "strong")


def _table(view: View, caption: str, bars: list[Bar], used: list[Standing], total: int) -> Table:
    columns = (
        Column(view.gettext("Country"), linked=True),
        *(Column(legend.name(view, standing), numeric=True) for standing in used),
        Column(view.gettext("Total"), numeric=True),
    )
    rows = tuple(
        (
            Cell(bar.name, bar.node),
            *(Cell(str(bar.counted[standing])) for standing in used),
            Cell(str(bar.counted.total())),
        )
        for bar in bars
    )
    return Table(caption, columns, rows, total)
