"""The map: a line from the city to each of its partners along the great circle, and its surroundings enlarged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal

from kg.publish.pictures import great_circle, legend, panel, relation_table, svg
from kg.publish.pictures.drawing import Drawing
from kg.publish.pictures.labels import Box, Sheet, dense
from kg.publish.pictures.outlines import CREDIT, Position
from kg.publish.pictures.panel import Panel
from kg.publish.pictures.projection import Point
from kg.publish.pictures.relation import Partner, Relation, Relations, partner, relations
from kg.publish.pictures.standing import Standing
from kg.publish.pictures.view import LIMIT, View

NAME = "map"
NEAR = 2600.0
"""Kilometres from the city to the partners that its surroundings show."""
ENOUGH = 3
"""So many near partners are worth a map of their own."""
_ORDER = (Standing.CERTAIN, Standing.POSSIBLE, Standing.DROPPED, Standing.ENDED, Standing.UNKNOWN)


@dataclass(frozen=True, slots=True)
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
    found = relations(view)
    title = view.say(nl=f"Banden van {_city(view)} op {view.today}", en=f"Ties of {_city(view)} on {view.today}")
    home = partner(view.reader, view.city).place
    drawn = lines(found) if home else []
    summary = _summary(view, found)
    width = 340.0 if view.narrow else 960.0
    head, top = legend.heading(title, [summary], width, view.narrow)
    plan = _plan(view, home.position if home else (0.0, 0.0), drawn, top)
    body = [head]
    if home:
        # What is in the surroundings is named there.
        named = {each for each in drawn if plan.near is None or not plan.near.shows(each.position)}
        if plan.near:
            body += _panel(view, plan.near, home.position, drawn, set(drawn) - named)
        body += _panel(view, plan.world, home.position, drawn, named)
        if plan.near:
            body.append(_rim(plan))
    standings = [each.relation.standing for each in drawn]
    kept = next((each.relation.standing for each in drawn if each.relation.kept), None)
    entries, high = legend.legend(view, standings, kept, plan.legend, plan.columns, plan.room)
    notes, bottom = _notes(view, drawn, (plan.legend[0], plan.legend[1] + high + 4), plan.room)
    height = max(bottom, plan.near.frame.bottom if plan.near and not view.narrow else 0) + 16
    table = relation_table.of_map(view, found, title)
    return Drawing(NAME, title, summary, width, height, view.names, (*body, entries, notes), table)


def lines(found: Relations) -> list[Line]:
    """The lines of the map: to each partner of which at least the country is known; the most telling first."""
    drawn = [
        Line(relation, each, each.place.position, each.place.exact)
        for relation in found.begun
        for each in relation.partners
        if each.place
    ]
    return sorted(drawn, key=lambda each: each.rank)[:LIMIT]


def _plan(view: View, home: Position, lines: list[Line], top: float) -> Plan:
    near = [each.position for each in lines if great_circle.distance(home, each.position) <= NEAR]
    inset = len(near) >= ENOUGH
    middle = round(home[0] / 10) * 10.0
    ways = [each for line in lines for each in great_circle.between(home, line.position)]
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
    runs = {each: drawn.line(great_circle.between(home, each.position)) for each in lines}
    inner = [svg.tag("rect", class_="sea", **area), panel.land(drawn)]
    for each in reversed(lines):
        data = "".join(map(svg.path, runs[each]))
        inner.append(svg.tag("path", class_=_classes("line", each), d=data, data_tie=_key(view, each)))
    yield svg.tag("g", *inner, clip_path=f"url(#{clip})")
    yield from _labels(view, drawn, home, lines, named, [dense(run) for each in lines for run in runs[each]])


def _labels(
    view: View, drawn: Panel, home: Position, lines: list[Line], named: set[Line], runs: list[list[Point]]
) -> Iterator[str]:
    box = drawn.frame
    sheet = Sheet(Box(box.left + 2, box.top + 2, box.right - 2, box.bottom - 2), runs)
    sheet.mark(drawn.at(home), 7)
    seen = [each for each in lines if drawn.shows(each.position)]
    for each in seen:
        sheet.mark(drawn.at(each.position), 9 if each.relation.kept else 5)
    for each in reversed(seen):
        told = svg.title(f"{each.words.value}: {legend.name(view, each.relation.standing)}")
        yield svg.tag("g", told, legend.mark(each.relation.standing, drawn.at(each.position), each.relation.kept))
    yield svg.tag("circle", class_="city", cx=drawn.at(home)[0], cy=drawn.at(home)[1], r=6)
    wanted = [(home, view.name(view.city), "strong halo")]
    for each in (each for each in seen if each in named):
        wanted.append((each.position, each.words, "strong halo" if each.relation.kept else "halo"))
    for position, words, look in wanted:
        label = sheet.place(drawn.at(position), words.value)
        if label:
            if label.leader:
                yield svg.tag("path", class_="rule", d=svg.path([drawn.at(position), label.leader]), stroke_width=0.7)
            yield svg.text(label.x, label.y, words, look, label.anchor)


def _rim(plan: Plan) -> str:
    """Where on the world the surroundings are."""
    assert plan.near
    return svg.tag("path", class_="rule", d="".join(map(svg.path, plan.world.line(panel.rim(plan.near)))), opacity=0.5)


def _notes(view: View, lines: list[Line], at: Point, room: float) -> tuple[str, float]:
    told = []
    if any(not each.exact for each in lines):
        told.append(view.say(
            nl="(?) Plaats onbekend: de lijn eindigt in het midden van het land.",
            en="(?) Place unknown: the line ends in the middle of the country.",
        ))  # fmt: skip
    told.append(view.say(nl=f"Kustlijnen: {CREDIT}.", en=f"Shorelines: {CREDIT}."))
    drawn, y = [], at[1]
    for line in (line for each in told for line in legend.wrapped(each, room, 11.5)):
        y += 16
        drawn.append(svg.text(at[0], y, line, "soft small"))
    return "".join(drawn), y


def _summary(view: View, found: Relations) -> str:
    """How many there are of what; the same that the lines and the table show."""
    held = [each for each in found.shown if each.formally]
    certain = sum(each.formally == "certain" for each in held)
    dropped, ended = found.count(Standing.DROPPED), found.count(Standing.ENDED)
    told = [view.say(nl=f"{len(held)} mogelijk van kracht", en=f"{len(held)} possibly in force")]
    if certain:
        told[0] += view.say(nl=f", waarvan {certain} zeker", en=f", {certain} of them certainly")
    elif held:
        told[0] += view.say(nl=", geen enkele zeker", en=", none of them certainly")
    if dropped:
        told.append(f"{dropped} {view.word('verdict', 'not-maintained')}")
    if ended:
        told.append(f"{ended} {view.word('status', 'ended')}")
    if found.total > len(found.shown):
        told.append(
            view.say(
                nl=f"de eerste {len(found.shown)} van {found.total}",
                en=f"the first {len(found.shown)} of {found.total}",
            )
        )
    return "; ".join(told) + "."


def _classes(kind: str, line: Line) -> str:
    return f"{kind} {line.relation.standing}" + (" kept" if line.relation.kept else "")


def _key(view: View, line: Line) -> str:
    """The partnership, relative to the base."""
    return line.relation.node.value.removeprefix(view.revision.project.base)


def _city(view: View) -> str:
    return view.name(view.city).value
