"""The map: a line from the city to each of its partners along the great circle, and its surroundings enlarged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import Literal

from kg.city_relations.pictures import legend, picture_title, relation_table
from kg.city_relations.pictures.drawing import great_circle, svg
from kg.city_relations.pictures.drawing.geometry import Point, Position
from kg.city_relations.pictures.drawing.labels import SMALL, Box, Sheet
from kg.city_relations.pictures.drawing.picture import Drawing
from kg.city_relations.pictures.map import panel
from kg.city_relations.pictures.map.outlines import CREDIT
from kg.city_relations.pictures.map.panel import Panel
from kg.city_relations.pictures.map.projection import NaturalEarth
from kg.city_relations.pictures.relation import Partner, Relation, Relations, partner, relations
from kg.city_relations.pictures.view import LIMIT, View
from kg.city_relations.sentences import tie_counts
from kg.city_relations.status_on_day import Group, Standing, Strength
from kg.translations.catalogue import mark

NAME = "map"
NEAR = 2600.0
"""Kilometres from the city to the partners that its surroundings show."""
ENOUGH = 3
"""So many near partners are worth a map of their own."""
CROWD = 25
"""So many lines leave no room for some names, most likely."""
_ORDER = (Standing.CERTAIN, Standing.POSSIBLE, Standing.DROPPED, Standing.ENDED, Standing.UNKNOWN)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """From the city to one partner of a relation."""

    relation: Relation
    partner: Partner
    position: Position
    exact: bool

    @property
    def rank(self) -> tuple[bool, int, str]:
        """The most telling first."""
        return not self.relation.kept, _ORDER.index(self.relation.standing), self.partner.name.value

    @property
    def look(self) -> str:
        """Its classes."""
        return f"line {self.relation.standing}" + (" kept" if self.relation.kept else "")

    @property
    def words(self) -> Literal:
        name = self.partner.name
        return name if self.exact else Literal(f"{name.value} (?)", language=name.language)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the parts of the picture stand."""

    width: float
    world: Panel
    near: Panel | None
    legend: Point
    room: float
    columns: int


def draw(view: View) -> Drawing:
    """The map of the city's partnerships on the day."""
    shown_relations = relations(view)
    title = picture_title.of_ties(view, mark("The tie of {city} with {partners} {when}"), mark("Ties of {city} {when}"))
    home = partner(view.reader, view.city).place
    drawn = lines(shown_relations) if home else []
    summary = _summary(view, shown_relations)
    width = 340.0 if view.narrow else 960.0
    head, top = legend.heading(title, [summary], width, view.narrow)
    plan = _plan(view, home.position if home else (0.0, 0.0), drawn, top)
    body = [head]
    if home:
        # What is in the surroundings is named there.
        named = {line for line in drawn if plan.near is None or not plan.near.shows(line.position)}
        if plan.near:
            body += _panel(view, plan.near, home.position, drawn, set(drawn) - named)
        body += _panel(view, plan.world, home.position, drawn, named)
        if plan.near:
            body.append(_rim(plan))
    standings = [line.relation.standing for line in drawn]
    kept = next((line.relation.standing for line in drawn if line.relation.kept), None)
    entries, high = legend.legend(view, standings, kept, plan.legend, plan.columns, plan.room)
    notes, bottom = _notes(view, drawn, (plan.legend[0], plan.legend[1] + high + 4), plan.room)
    height = max(bottom, plan.near.frame.bottom if plan.near and not view.narrow else 0) + 16
    table = relation_table.of_map(view, title)
    return Drawing(NAME, title, summary, width, height, view.names, (*body, entries, notes), table)


def lines(relations: Relations) -> list[Line]:
    """The lines of the map: to each partner of which at least the country is known; the most telling first."""
    drawn = [
        Line(relation, partner, partner.place.position, partner.place.exact)
        for relation in relations.begun
        for partner in relation.partners
        if partner.place
    ]
    return sorted(drawn, key=lambda line: line.rank)[:LIMIT]


def _plan(view: View, home: Position, lines: list[Line], top: float) -> Plan:
    near = [line.position for line in lines if great_circle.distance(home, line.position) <= NEAR]
    inset = len(near) >= ENOUGH
    middle = round(home[0] / 10) * 10.0
    ways = [position for line in lines for position in great_circle.between(home, line.position)]
    if view.narrow:
        world = panel.world(middle, ways, Box(10, top, 330, top + 190))
        frame = Box(10, world.frame.bottom + 10, 330, world.frame.bottom + 330)
        bottom = frame.bottom if inset else world.frame.bottom
        return Plan(340, world, panel.surroundings(home, near, frame) if inset else None, (14, bottom + 22), 312, 1)
    if not inset:
        world = panel.world(middle, ways, Box(16, top, 944, top + 420))
        return Plan(960, world, None, (24, world.frame.bottom + 26), 900, 3)
    world = panel.world(middle, ways, Box(16, top, 576, top + 300))
    surroundings = panel.surroundings(home, near, Box(592, top, 944, top + 408))
    return Plan(960, world, surroundings, (24, world.frame.bottom + 28), 552, 2)


def _panel(view: View, drawn: Panel, home: Position, lines: list[Line], named: set[Line]) -> Iterator[str]:
    """A map with all lines, and labels for some of their ends."""
    box = drawn.frame
    area = {"x": box.left, "y": box.top, "width": box.right - box.left, "height": box.bottom - box.top}
    clip = f"map-{int(box.left)}-{int(box.top)}"
    yield svg.tag("clipPath", svg.tag("rect", rx=4, **area), id=clip)
    runs = {line: drawn.way(home, line.position) for line in lines}
    strokes = _strokes(view, drawn, runs)
    yield svg.tag("g", svg.tag("rect", class_="sea", **area), panel.land(drawn), *strokes, clip_path=f"url(#{clip})")
    yield from _ends(view, drawn, home, runs, named)


def _strokes(view: View, drawn: Panel, runs: dict[Line, list[list[Point]]]) -> Iterator[str]:
    """The most telling lines last, so that they lie above; a line is told with its partnership on one map only."""
    names_partnerships = isinstance(drawn.projection, NaturalEarth)
    base = view.revision.project.base
    for look, group in groupby(
        reversed(runs), key=lambda line: f"line {line.relation.standing}" + " kept" * line.relation.kept
    ):
        data = {line: "".join(map(svg.smooth, runs[line])) for line in group}
        if names_partnerships:
            for line, one in data.items():
                yield svg.tag("path", class_=look, d=one, data_tie=line.relation.node.value.removeprefix(base))
        else:
            yield svg.tag("path", class_=look, d="".join(data.values()))


def _ends(
    view: View, drawn: Panel, home: Position, runs: dict[Line, list[list[Point]]], named: set[Line]
) -> Iterator[str]:
    """The marks of the cities and their labels; where there is no room for a name, a pointer is told it."""
    box = drawn.frame
    sheet = Sheet(Box(box.left + 2, box.top + 2, box.right - 2, box.bottom - 2))
    for run in (run for pieces in runs.values() for run in pieces):
        sheet.line(run)
    seen = [run for run in runs if drawn.shows(run.position)]
    sheet.mark(drawn.at(home), 7)
    for line in seen:
        sheet.mark(drawn.at(line.position), 9 if line.relation.kept else 5)
    city = _label(sheet, drawn.at(home), view.name(view.city), strong=True)
    labels = {
        line: _label(sheet, drawn.at(line.position), line.words, line.relation.kept) for line in seen if line in named
    }
    for line in reversed(seen):
        mark = legend.mark(line.relation.standing, drawn.at(line.position), line.relation.kept)
        yield svg.tag("g", svg.title(line.words.value), mark) if labels.get(line) == "" else mark
    yield svg.tag("circle", class_="city", cx=drawn.at(home)[0], cy=drawn.at(home)[1], r=6)
    yield from (city, *labels.values())


def _label(sheet: Sheet, at: Point, words: Literal, strong: bool) -> str:
    """A name beside a mark; empty where there is no room."""
    label = sheet.place(at, words.value, strong=strong)
    if label is None:
        return ""
    leader = svg.tag("path", class_="rule", d=svg.path([at, label.leader]), stroke_width=0.7) if label.leader else ""
    return leader + svg.text(label.x, label.y, words, "strong halo" if strong else "halo", label.anchor)


def _rim(plan: Plan) -> str:
    """Where on the world the surroundings are."""
    assert plan.near
    return svg.tag("path", class_="rule", d="".join(map(svg.path, plan.world.line(panel.rim(plan.near)))), opacity=0.5)


def _notes(view: View, lines: list[Line], at: Point, room: float) -> tuple[str, float]:
    sentences = []
    if any(not line.exact for line in lines):
        sentences.append(view.gettext("(?) Place unknown: the line ends in the middle of the country."))
    if len(lines) > CROWD:
        sentences.append(view.gettext("Names without room are in the table."))
    sentences.append(view.gettext("Shorelines: {credit}.", credit=CREDIT))
    drawn, y = [], at[1]
    for line in (line for sentence in sentences for line in legend.wrapped(sentence, room, SMALL)):
        y += 16
        drawn.append(svg.text(at[0], y, line, "soft small"))
    return "".join(drawn), y


def _summary(view: View, relations: Relations) -> str:
    """How many there are of what, by what became of them; the same counts as on other pages."""
    groups = [_group(view, relation) for relation in relations.begun]
    counts = [
        f"{groups.count(group)} {tie_counts.became(group, view.tag, groups.count(group))}"
        for group in Group
        if group in groups
    ]
    if relations.total > len(relations.shown):
        counts.append(view.gettext("the first {count} of {total}", count=len(relations.shown), total=relations.total))
    return "; ".join(counts) + "."


def _group(view: View, relation: Relation) -> Group:
    """What became of a tie by the day; of a month or a year, first of all whether it was in force in it."""
    if view.days.is_day or relation.formally is None:
        return relation.history.group(view.days.last)
    return Group.IN_FORCE if relation.formally is Strength.CERTAIN else Group.POSSIBLE
