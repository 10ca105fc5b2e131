"""The network picture: the city's networks between the city and its partners, so that what they share is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal

from kg.city_relations.pictures import legend
from kg.city_relations.pictures.drawing import svg
from kg.city_relations.pictures.drawing.geometry import Point
from kg.city_relations.pictures.drawing.labels import SMALL, cut, width
from kg.city_relations.pictures.drawing.picture import Drawing
from kg.city_relations.pictures.drawing.table import Cell, Column, Table
from kg.city_relations.pictures.membership_picture import Member, Networks, Sharing, networks
from kg.city_relations.pictures.relation import Partner, relations
from kg.city_relations.pictures.view import View
from kg.city_relations.status_on_day import Standing

NAME = "networks"
MOST = 24
"""Networks in a picture; the most shared come first."""
_STEP, _SPREAD, _MIDDLE, _RIGHT = 24.0, 150.0, 600.0, 770.0


def draw(view: View) -> Drawing:
    """The networks that the city is in on the day, with the partners that are in them too."""
    shared_networks = networks(view, relations(view), MOST)
    city = view.name(view.city).value
    title = view.gettext("Networks of {city} and its partners {when}", city=city, when=view.when)
    lead = _lead(view, shared_networks)
    size = 340.0 if view.narrow else 960.0
    head, top = legend.heading(title, [lead], size, view.narrow)
    body, bottom = _list(view, shared_networks, top) if view.narrow else _fan(view, shared_networks, top)
    shown = [member for member in shared_networks.members if member.relation]
    standings = {member.relation.standing for member in shown if member.relation}
    kept = next((member.relation.standing for member in shown if member.relation and member.relation.kept), None)
    entries, high = legend.marks(view, standings, kept, (24, bottom + 24), 1 if view.narrow else 3, size - 24)
    notes, end = _alone(view, shared_networks, bottom + 20 + high, size)
    return Drawing(
        NAME,
        title,
        lead,
        size,
        end + 14,
        view.names,
        (head, *body, entries, notes),
        _table(view, shared_networks, title),
    )


def _fan(view: View, shared_networks: Networks, top: float) -> tuple[list[str], float]:
    """The city at the left, its networks in the middle, its partners at the right."""
    partners = _ordered(shared_networks)
    bottom = top + _STEP * max(len(shared_networks.shown), len(partners), 3)
    first = (top + bottom - _STEP * len(shared_networks.shown)) / 2
    rows = {sharing: first + _STEP * (number + 0.6) for number, sharing in enumerate(shared_networks.shown)}
    home = (48.0, (top + bottom) / 2)
    shared = [rows[sharing] for sharing in shared_networks.shown if sharing.partners]
    spread = max(_STEP, min(36.0, (bottom - top) / max(1, len(partners))))
    middle = (min(shared, default=top) + max(shared, default=top)) / 2
    start = max(top + _STEP * 0.6, middle - spread * (len(partners) - 1) / 2)
    ends = {partner.node: (_RIGHT, start + spread * number) for number, partner in enumerate(partners)}
    lines, words = [], []
    for sharing, y in rows.items():
        name, look = view.name(sharing.network), "strong" if sharing.partners else "soft"
        shown = cut(name, _MIDDLE - _SPREAD - 34, strong=bool(sharing.partners))
        begin = _MIDDLE - 20 - width(shown, strong=bool(sharing.partners))
        lines.append(_curve(home, (_SPREAD, y), "own" if sharing.partners else "hair", begin))
        words.append(svg.tag("circle", class_="city", cx=_MIDDLE, cy=y, r=5 if sharing.partners else 3.5))
        words.append(svg.text(_MIDDLE - 12, y + 4.5, shown, look, "end"))
        for city in {member.city.node: member for member in sharing.partners}:
            lines.append(_curve((_MIDDLE, y), ends[city], "tie"))
    marked = {member.city.node: member for sharing in shared_networks.shown for member in sharing.partners}
    words += [_partner(member, ends[node]) for node, member in marked.items()]
    words.append(svg.tag("circle", class_="city", cx=home[0], cy=home[1], r=9))
    words.append(svg.text(home[0], home[1] + 27, view.name(view.city), "strong halo", "middle"))
    return [*lines, *words], bottom


def _list(view: View, shared_networks: Networks, top: float) -> tuple[list[str], float]:
    """Each network, and under it the partners that are in it."""
    y, drawn = top, []
    for sharing in shared_networks.shown:
        look = "strong" if sharing.partners else "soft"
        name = view.name(sharing.network)
        for number, line in enumerate(legend.wrapped(name.value, 292, strong=bool(sharing.partners))):
            y += 20 if number == 0 else 16
            if number == 0:
                drawn.append(svg.tag("circle", class_="city", cx=20, cy=y - 4.5, r=5 if sharing.partners else 3.5))
            drawn.append(svg.text(32, y, Literal(line, language=name.language) if name.language else line, look))
        for member in {one.city.node: one for one in sharing.partners}.values():
            y += 20
            drawn.append(_partner(member, (42, y - 4.5)))
        y += 4
    return drawn, y


def _partner(member: Member, at: Point) -> str:
    tie = member.relation
    mark = legend.mark(tie.standing, at, tie.kept) if tie else ""
    return mark + svg.text(at[0] + 14, at[1] + 4.5, member.city.name, "strong" if tie and tie.kept else None)


def _curve(start: Point, end: Point, look: str, onward: float | None = None) -> str:
    """Level at both ends, and from the second one straight on."""
    middle = svg.number((start[0] + end[0]) / 2)
    (a, b), (c, d) = (map(svg.number, point) for point in (start, end))
    return svg.tag(
        "path",
        class_=look,
        d=f"M{a} {b}C{middle} {b} {middle} {d} {c} {d}" + (f"H{svg.number(onward)}" if onward else ""),
    )


def _ordered(shared_networks: Networks) -> list[Partner]:
    """The partners that share something: by the middle of their networks, so that few lines cross."""
    places: dict[Partner, list[int]] = {}
    for number, sharing in enumerate(shared_networks.shown):
        for member in sharing.partners:
            places.setdefault(member.city, []).append(number)
    return sorted(places, key=lambda partner: (sum(places[partner]) / len(places[partner]), partner.name.value))


def _alone(view: View, shared_networks: Networks, top: float, size: float) -> tuple[str, float]:
    """Those of whom no shared membership is known, which is not that there is none."""
    sentences = []
    if shared_networks.alone:
        more = " …" if len(shared_networks.alone) > 30 else ""
        names = ", ".join(partner.name.value for partner in shared_networks.alone[:30]) + more
        sentences.append(view.gettext("No shared membership read in a source: {names}.", names=names))
    drawn, y = [], top
    for line in (line for sentence in sentences for line in legend.wrapped(sentence, size - 40, SMALL)):
        y += 16
        drawn.append(svg.text(legend.margin(view), y, line, "soft small"))
    return "".join(drawn), y


def _lead(view: View, shared_networks: Networks) -> str:
    shared = sum(bool(sharing.partners) for sharing in shared_networks.shown)
    partners = len({member.city.node for sharing in shared_networks.shown for member in sharing.partners})
    members = view.ngettext("{count} network", "{count} networks", len(shared_networks.shown))
    others = view.ngettext("{count} partner", "{count} partners", partners)
    summary = view.gettext(
        "{networks}, {count} shared with {partners}", networks=members, count=shared, partners=others
    )
    if shared_networks.total > len(shared_networks.shown):
        summary = view.gettext("{summary}; the first of {total}", summary=summary, total=shared_networks.total)
    return f"{summary}."


def _table(view: View, shared_networks: Networks, caption: str) -> Table:
    columns = (
        Column(view.gettext("Network"), linked=True),
        Column(view.gettext("Member"), linked=True),
        Column(view.gettext("Role")),
        Column(view.gettext("When")),
        Column(view.gettext("Tie")),
    )
    rows = tuple(_rows(view, shared_networks.shown))
    return Table(caption, columns, rows, len(rows))


def _rows(view: View, shown: Sequence[Sharing]) -> Iterator[tuple[Cell, ...]]:
    for sharing in shown:
        for member in (*sharing.own, *sharing.partners):
            standing: Standing | None = member.relation.standing if member.relation else None
            yield (
                Cell(view.name(sharing.network), sharing.network),
                Cell(member.city.name, member.city.node),
                Cell(", ".join(view.name(role).value for role in member.roles)),
                Cell(member.since(view)),
                Cell(legend.name(view, standing) if standing else ""),
            )
