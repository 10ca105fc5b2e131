"""The timeline: a bar for each partnership, with its agreements, its end, and the decisions that cut through all.

A bar is solid where it is certain, hatched where it is not, and fades where no source tells of an end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.city_relations.pictures import hatching, legend, picture_title, relation_table
from kg.city_relations.pictures.charts import axis
from kg.city_relations.pictures.charts.axis import Axis
from kg.city_relations.pictures.charts.span import Fade, Span, spans
from kg.city_relations.pictures.drawing import svg
from kg.city_relations.pictures.drawing.labels import SMALL, cut, width
from kg.city_relations.pictures.drawing.picture import Drawing
from kg.city_relations.pictures.relation import Event, Relation, relations
from kg.city_relations.pictures.view import View
from kg.city_relations.sentences import tie_counts
from kg.city_relations.status_on_day import ENDED, KEEPING, Group, Standing
from kg.resources.period import Bounds
from kg.translations import cldr
from kg.translations.catalogue import mark

NAME = "timeline"
ROWS = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """``top`` is where the rows begin; ``lift`` raises a row's words above its bar where there is no room beside it."""

    width: float
    row: float
    bar: float
    top: float
    axis: Axis
    lift: float


def draw(view: View) -> Drawing:
    """The timeline of the city's partnerships; the day of the view is a line on it."""
    shown_relations = relations(view)
    rows = sorted(shown_relations.shown, key=_order)[:ROWS]
    title = picture_title.of_ties(
        view, mark("The tie of {city} with {partners} through time"), mark("Ties of {city} through time")
    )
    lead = _lead(view, rows, shown_relations.total)
    size = 340.0 if view.narrow else 960.0
    head, top = legend.heading(title, [lead], size, view.narrow)
    plan = _plan(view, rows, top)
    key, high = _key(view, plan, rows, (top + 8, size))
    plan = replace(plan, top=plan.top + high + 12)
    bottom = plan.top + plan.row * len(rows)
    body = [
        hatching.standings(NAME),
        hatching.fades(NAME),
        head,
        key,
        *_grid(plan, bottom, is_high=_is_high(rows)),
        *_decisions(view, plan, rows, bottom),
    ]
    for number, row in enumerate(rows):
        body += _row(view, plan, row, plan.top + plan.row * (number + 0.5))
    notes, height = _notes(view, rows, (bottom + 26, size))
    table = relation_table.of_timeline(view, rows, shown_relations.total, title)
    return Drawing(NAME, title, lead, size, height + 4, view.names, (*body, notes), table)


def _plan(view: View, rows: Sequence[Relation], top: float) -> Plan:
    days = [
        day for row in rows for bounds in _times(row) for day in (bounds.earliest_start, bounds.latest_start) if day
    ]
    last = max(view.revision.day, view.day)
    if view.narrow:
        return Plan(340, 44, 12, top + _heading_height(rows), axis.around(days, last, 14, 326), 15)
    beside = max((width(row.name, strong=_kept(row)) for row in rows), default=0)
    verdict_width = max((width(_verdict(view, row), strong=_kept(row)) for row in rows), default=0)
    left, right = min(260.0, 34 + beside), 960 - 40 - min(220.0, verdict_width)
    return Plan(960, 30, 14, top + _heading_height(rows), axis.around(days, last, left, right), 0)


def _is_high(rows: Sequence[Relation]) -> bool:
    """Whether who sees the first rows may not see the years below the last."""
    return len(rows) > 5


def _heading_height(rows: Sequence[Relation]) -> float:
    """The room above the rows for the decisions, and above them for the years of a high timeline."""
    return 44 if _is_high(rows) else 26


def _row(view: View, plan: Plan, relation: Relation, middle: float) -> Iterator[str]:
    """A partnership: its name, its bar, its marks and its verdict."""
    y = middle + plan.lift / 2
    kept = _kept(relation)
    verdict = _verdict(view, relation)
    if plan.lift:
        wide = width(verdict, SMALL, kept)
        name = cut(relation.name, plan.axis.right - plan.axis.left - wide - 8, strong=kept)
        yield _patch(plan.axis.left, y - 11, width(name, strong=kept))
        yield _patch(plan.axis.right - wide, y - 11, wide)
        yield svg.text(plan.axis.left, y - 11, name, "strong" if kept else None)
        yield svg.text(plan.axis.right, y - 11, verdict, "soft small strong" if kept else "soft small", "end")
    else:
        name = cut(relation.name, plan.axis.left - 10 - legend.margin(view), strong=kept)
        yield svg.text(legend.margin(view), y + 4.5, name, "strong" if kept else None)
        yield svg.text(plan.axis.right + 16, y + 4.5, verdict, "strong" if kept else "soft")
    bars = [_bar(plan, span, y) for span in spans(relation, plan.axis.first, plan.axis.last)]
    base = view.revision.project.base
    yield svg.tag("g", *bars, data_tie=relation.node.value.removeprefix(base))
    for termination in relation.agreements:
        yield from _agreement(view, plan, termination, y)
    for termination in relation.terminations:
        if at := _middle(termination):
            yield svg.tag(
                "g",
                svg.title(relation_table.event(view, termination)),
                legend.mark(Standing.ENDED, (plan.axis.at(at), y)),
            )


def _patch(left: float, base: float, wide: float) -> str:
    """Paper behind a text, so that no line of the grid runs through it."""
    return svg.tag("rect", class_="paper", x=left - 2, y=base - 11, width=wide + 4, height=15)


def _bar(plan: Plan, span: Span, y: float) -> str:
    left, right = plan.axis.at(span.start), plan.axis.at(span.end)
    return svg.tag(
        "rect",
        x=left,
        y=y - plan.bar / 2,
        width=max(1.0, right - left),
        height=plan.bar,
        mask=f"url(#{NAME}-{span.fade})" if span.fade else None,
        **hatching.standing_fill(NAME, span.standing),
    )


def _agreement(view: View, plan: Plan, agreement: Event, y: float) -> Iterator[str]:
    """A diamond, and a whisker as long as its day is uncertain; without a known time it is in the table only."""
    at = _middle(agreement)
    if at is None:
        return
    early, late = agreement.bounds.earliest_start or at, agreement.bounds.latest_start or at
    x, left, right = plan.axis.at(at), plan.axis.at(early), plan.axis.at(late)
    drawn = [svg.title(relation_table.event(view, agreement))]
    if right - left > 3:
        drawn.append(svg.tag("path", class_="rule", d=svg.path([(left, y), (right, y)])))
    drawn.append(_diamond(x, y, hollow=_open(agreement)))
    yield svg.tag("g", *drawn)


def _open(event: Event) -> bool:
    """Whether only one bound of its day is known: it happened then or later, or then or earlier."""
    return (event.bounds.earliest_start is None) != (event.bounds.latest_start is None)


def _diamond(x: float, y: float, hollow: bool = False) -> str:
    look = "diamond hollow" if hollow else "diamond"
    return svg.tag("path", class_=look, d=f"M{svg.number(x - 5)} {svg.number(y)}l5-5 5 5-5 5z")


def _grid(plan: Plan, bottom: float, *, is_high: bool) -> Iterator[str]:
    """Round years, below the rows, and above them too where they are many."""
    for year in plan.axis.years(60):
        x = plan.axis.at(year)
        yield svg.tag("path", class_="hair", d=svg.path([(x, plan.top - (34 if is_high else 4)), (x, bottom + 4)]))
        for base in [plan.top - 38, bottom + 19] if is_high else [bottom + 19]:
            yield svg.text(x, base, str(year.year), "soft small", "middle")


def _decisions(view: View, plan: Plan, rows: Sequence[Relation], bottom: float) -> Iterator[str]:
    """A line on each day by which a decision was given, three at most; and one at each end of the time of the view."""
    outcomes = [outcome.bounds for row in rows for outcome in row.history.outcomes]
    # An outcome with both its bounds tells of an event of its own; the day of the decision is told by the latest alone.
    given = {outcome.latest_start for outcome in outcomes if outcome.latest_start and not outcome.earliest_start}
    days = [
        (day, view.gettext("decision known since {day}", day=view.in_words(day)), "rule") for day in sorted(given)[-3:]
    ]
    if not view.is_of_today:
        days.append((view.day, view.when, "hair"))
        if view.days.first != view.day:
            x = plan.axis.at(view.days.first)
            yield svg.tag("path", class_="hair cut", d=svg.path([(x, plan.top - 4), (x, bottom + 4)]))
    for number, (day, words, look) in enumerate(days):
        x, top = plan.axis.at(day), plan.top - 8 - 14 * (number % 2)
        yield svg.tag("path", class_=f"{look} cut", d=svg.path([(x, top + 4), (x, bottom + 4)]))
        beside = x + 3 - width(words, SMALL, strong=True) < legend.margin(view)
        yield svg.text(x - 3 if beside else x + 3, top, words, "small strong", "start" if beside else "end")


def _key(view: View, plan: Plan, rows: Sequence[Relation], at: tuple[float, float]) -> tuple[str, float]:
    """What the bars and the marks that are drawn mean, and how high that is.

    ``at`` is where it begins and how wide the picture is. It stands above the rows: below them, a reader on a phone
    would have to scroll to it.
    """
    top, wide = at
    drawn_spans = [span for row in rows for span in spans(row, plan.axis.first, plan.axis.last)]
    shown = [standing for standing in legend.SHOWN if any(span.standing is standing for span in drawn_spans)]
    entries = [
        (hatching.swatch(**hatching.standing_fill(NAME, standing)), legend.name(view, standing)) for standing in shown
    ]
    if any(span.fade is Fade.OUT for span in drawn_spans):
        fading = hatching.swatch(mask=f"url(#{NAME}-out)", **hatching.standing_fill(NAME, Standing.POSSIBLE))
        entries.append((fading, view.gettext("no source tells of an end")))
    if any(_middle(agreement) for row in rows for agreement in row.agreements):
        entries.append((_diamond(17, 0), view.gettext("agreement")))
    if any(row.terminations for row in rows):
        entries.append((legend.mark(Standing.ENDED, (17, 0)), view.word("status", ENDED)))
    if any(_open(agreement) for row in rows for agreement in row.agreements):
        words = view.gettext("agreement, exact date unknown")
        entries.append((_diamond(17, 0, hollow=True), words))
    return legend.flowing_key(entries, (legend.margin(view), top), wide - 2 * legend.margin(view))


def _notes(view: View, rows: Sequence[Relation], at: tuple[float, float]) -> tuple[str, float]:
    """A line on each agreement that stands before its bar, for nothing else there tells what it is about."""
    top, wide = at
    drawn = []
    for row in rows:
        for agreement in row.agreements:
            if not _is_before(agreement, row.start):
                continue
            signatories = [view.name(city).value for city in view.reader.nodes(agreement.node, "ct:signatory")]
            if signatories:
                message = mark("{tie}: before this tie began, {cities} signed an agreement: {agreement}.")
            else:
                message = mark("{tie}: an agreement from before this tie began: {agreement}.")
            names, what = cldr.listed(signatories, view.tag), relation_table.event(view, agreement)
            words = view.gettext(message, tie=row.name, cities=names, agreement=what)
            for line in legend.wrapped(words, wide - 2 * legend.margin(view), SMALL):
                top += 16
                drawn.append(svg.text(legend.margin(view), top, line, "soft small"))
    return "".join(drawn), top + 12 if drawn else top


def _is_before(event: Event, start: Bounds) -> bool:
    """Whether it happened before the tie can have begun."""
    return bool(event.bounds.latest_start and start.earliest_start and event.bounds.latest_start < start.earliest_start)


def _lead(view: View, rows: Sequence[Relation], total: int) -> str:
    known = sum(row.start.earliest_start is not None and row.start.latest_start is not None for row in rows)
    ties = view.ngettext("{count} tie", "{count} ties", len(rows))
    summary = view.gettext("{ties}, {known} with a known start", ties=ties, known=known)
    if total > len(rows):
        summary = view.gettext("{summary}; the first {count} of {total}", summary=summary, count=len(rows), total=total)
    return f"{summary}."


def _order(relation: Relation) -> tuple[date, str]:
    return relation.start.earliest_start or relation.start.latest_start or date.max, relation.name.casefold()


def _times(relation: Relation) -> list[Bounds]:
    events = (*relation.agreements, *relation.terminations)
    return [*relation.history.in_force, *(event.bounds for event in events)]


def _middle(event: Event) -> date | None:
    """The middle of the days between which an event lies."""
    known = [day for day in (event.bounds.earliest_start, event.bounds.latest_start) if day]
    return date.fromordinal(sum(day.toordinal() for day in known) // len(known)) if known else None


def _verdict(view: View, relation: Relation) -> str:
    """What a decision says, in a word; a cross marks the end, where one is known."""
    group = relation.history.group(date.max)
    return tie_counts.became(group, view.tag) if group in (Group.KEPT, Group.DROPPED) else ""


def _kept(relation: Relation) -> bool:
    return any(outcome.verdict == KEEPING for outcome in relation.history.outcomes)
