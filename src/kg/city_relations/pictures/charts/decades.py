"""Small columns: how many partnerships began in each decade, by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.city_relations.pictures import hatching, legend
from kg.city_relations.pictures.drawing import svg
from kg.city_relations.pictures.drawing.labels import SMALL, width
from kg.city_relations.pictures.drawing.picture import Drawing
from kg.city_relations.pictures.drawing.table import Cell, Column, Table
from kg.city_relations.pictures.relation import Relation, relations
from kg.city_relations.pictures.view import View

NAME = "decades"
MOST = 40
_HIGH = 190.0


@dataclass(frozen=True, slots=True)
class Pillar:
    """A decade by its first year, or None for the starts of which the decade is unknown."""

    decade: int | None
    counted: Counter[NamedNode | None]


def draw(view: View) -> Drawing:
    """A column for each decade from the first to the last, empty ones too."""
    begun = relations(view).begun
    kinds = _kinds(view, begun)
    pillars = _pillars(begun)
    known = sum(pillar.counted.total() for pillar in pillars if pillar.decade is not None)
    city = view.name(view.city).value
    title = view.gettext("When the ties of {city} began", city=city)
    ties = view.ngettext("{count} tie", "{count} ties", len(begun))
    lead = view.gettext(
        "{ties} until {day}, {known} with a known decade.", ties=ties, day=view.in_words(view.day), known=known
    )
    size = 340.0 if view.narrow else 560.0
    head, top = legend.heading(title, [lead], size, view.narrow)
    body = [hatching.kinds(NAME), head, *_columns(view, pillars, kinds, size, top + 12)]
    entries = [(hatching.swatch(**hatching.kind_fill(NAME, i)), _kind(view, kind)) for i, kind in enumerate(kinds)]
    bottom = top + _HIGH + 66
    key, high = legend.key(entries, (legend.margin(view), bottom), 1 if view.narrow else 2, size - 20)
    table = _table(view, title, pillars, kinds)
    return Drawing(NAME, title, lead, size, bottom + high + 4, view.names, (*body, key), table)


def decade(relation: Relation) -> int | None:
    """The decade of the start, where both its bounds lie in one."""
    start = relation.start
    if start.earliest_start is None or start.latest_start is None:
        return None
    early, late = start.earliest_start.year // 10 * 10, start.latest_start.year // 10 * 10
    return early if early == late else None


def _kinds(view: View, relations: Sequence[Relation]) -> list[NamedNode | None]:
    """The kinds of partnerships, by name; of a partnership with several, the first counts."""
    present = dict.fromkeys(next(iter(relation.types), None) for relation in relations)
    return sorted(present, key=lambda kind: _kind(view, kind).casefold())


def _pillars(relations: Sequence[Relation]) -> list[Pillar]:
    counted: dict[int | None, Counter[NamedNode | None]] = {}
    for relation in relations:
        counted.setdefault(decade(relation), Counter())[next(iter(relation.types), None)] += 1
    known = sorted(decade for decade in counted if decade is not None)
    decades: list[int | None] = list(range(known[0], known[-1] + 10, 10)) if known else []
    shown = decades[-MOST:] + ([None] if None in counted else [])
    return [Pillar(decade, counted.get(decade, Counter())) for decade in shown]


def _columns(
    view: View, pillars: Sequence[Pillar], kinds: Sequence[NamedNode | None], size: float, top: float
) -> Iterator[str]:
    ground = top + _HIGH
    step = (size - 40) / max(1, len(pillars))
    broad = min(46.0, step * 0.7)
    unit = min(56.0, (_HIGH - 20) / max((pillar.counted.total() for pillar in pillars), default=1))
    for number, pillar in enumerate(pillars):
        middle, y = 20 + step * (number + 0.5), ground
        for index, kind in enumerate(kinds):
            if high := pillar.counted[kind] * unit:
                y -= high
                fill = hatching.kind_fill(NAME, index)
                yield svg.tag("rect", x=middle - broad / 2, y=y + 1, width=broad, height=high - 2, **fill)
        yield svg.text(middle, y - 5, str(pillar.counted.total()), "strong", "middle")
        for line, words in enumerate(_labels(view, pillar, step)):
            yield svg.text(middle, ground + 17 + 13 * line, words, "soft small", "middle")
    yield svg.tag("path", class_="rule", d=f"M20 {svg.number(ground)}H{svg.number(size - 20)}")


def _labels(view: View, pillar: Pillar, room: float) -> list[str]:
    if pillar.decade is None:
        unknown = view.gettext("unknown")
        return [unknown if width(unknown, SMALL) <= room else "?"]
    return [f"{pillar.decade}–", str(pillar.decade + 9)]


def _kind(view: View, kind: NamedNode | None) -> str:
    return view.name(kind).value if kind else view.gettext("kind unknown")


def _table(view: View, caption: str, pillars: Sequence[Pillar], kinds: Sequence[NamedNode | None]) -> Table:
    columns = (
        Column(view.gettext("Decade")),
        *(Column(_kind(view, kind), numeric=True) for kind in kinds),
        Column(view.gettext("Total"), numeric=True),
    )
    unknown = view.gettext("unknown")
    rows = tuple(
        (
            Cell(unknown if pillar.decade is None else f"{pillar.decade}–{pillar.decade + 9}"),
            *(Cell(str(pillar.counted[kind])) for kind in kinds),
            Cell(str(pillar.counted.total())),
        )
        for pillar in pillars
    )
    return Table(caption, columns, rows, len(rows))
