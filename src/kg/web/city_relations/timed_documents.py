"""What the pages of a city, a network, a tie and a decision say in sentences: today, or at the time in ``?on=``.

A day, a month or a year is named as in lists: ``/doc/city/be-gent?on=1990`` tells what held at some time in 1990.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import request
from pyoxigraph import Literal, NamedNode

from kg.city_relations import claims, overview, partnership_list, partnerships
from kg.city_relations.memberships import Membership, memberships
from kg.city_relations.partnerships import Partnership
from kg.city_relations.sentences import tie_counts, traced_claims
from kg.city_relations.sentences.city_sentences import CitySentences
from kg.city_relations.sentences.decision_sentences import DecisionSentences
from kg.city_relations.sentences.membership_sentences import MembershipSentences
from kg.city_relations.sentences.tie_sentences import TieSentences
from kg.city_relations.status_on_day import Group
from kg.publish.documents.page_model import Page
from kg.resources import time_span
from kg.resources.language_view import Reader
from kg.resources.time_span import TimeSpan
from kg.revision import Revision
from kg.web.city_relations import pictures
from kg.web.city_relations.pictures import Figure
from kg.web.http.language import ReaderLanguage

PARAMETER = "on"
_CITIES = ("city", "territory")
_TIMED = (*_CITIES, "network", "partnership")


def document(page: Page, language: ReaderLanguage) -> Mapping[str, Any]:
    """What the template of a page needs: the days in its address, its picture, and the answer for those who share it.

    Raises UsageError for a time that is none.
    """
    reader, revision = page.reader, page.reader.known.revision
    is_timed = page.kind in _TIMED
    text = request.args.get(PARAMETER) if is_timed else None
    days = time_span.read(text) if text else None
    values: dict[str, Any] = {
        "days": days,
        "day_of_page": days.one_day(revision.day) if days else revision.day,
        "first_year": partnership_list.first_year(revision, language.names) if is_timed else None,
    }
    tie = partnerships.find(revision, reader.names, page.node) if page.kind == "partnership" else None
    if tie:
        return values | {"timeline": _timeline(revision, language, tie), "summary": " ".join(of_tie(reader, tie, days))}
    if page.kind == "network":
        return values | {"summary": " ".join(of_network(reader, page.node, days))}
    if page.kind == "decision":
        return values | {"summary": " ".join(of_decision(reader, page.node))}
    if page.kind == "concept" and _has_region_periods(page):
        return values | {"further": "parts/region_periods.html"}
    if page.kind not in _CITIES or not partnerships.of_city(revision, language.names, page.node):
        return values | {"map": None}
    time = {PARAMETER: days.text} if days else {}
    shown = pictures.figure(revision, "map", language, {"city": page.node.value, **time})
    return values | {"map": shown, "summary": " ".join(of_city(reader, page.node, days))}


def _has_region_periods(page: Page) -> bool:
    """Whether it is told when the region had its countries, or the country belonged to its regions."""
    return bool(page.reader.nodes(page.node, "ct:claim") or page.reader.referring(page.node, "ct:country"))


def of_tie(reader: Reader, tie: Partnership, days: TimeSpan | None = None) -> list[str]:
    """Whether a tie holds, or held."""
    sentences = TieSentences(reader, _last(reader, days))
    return sentences.during(tie, days) if days else sentences.tie(tie)


def question_of_tie(reader: Reader, tie: Partnership, days: TimeSpan | None = None) -> str:
    """What a reader asks of a tie."""
    revision = reader.known.revision
    return TieSentences(reader, revision.day).question(tie, overview.centre(revision), days)


def unknown_of_tie(reader: Reader, tie: Partnership, days: TimeSpan | None = None) -> list[str]:
    """What is not known of a tie."""
    return TieSentences(reader, _last(reader, days)).unknown(tie)


def reasons_of_tie(reader: Reader, tie: Partnership, day: date) -> list[NamedNode]:
    """Why a tie was dropped, or ended, by the day, according to the sources."""
    if tie.history.group(day) not in (Group.DROPPED, Group.ENDED):
        return []
    nodes = [node for carrying in traced_claims.basis(reader, tie, day).values() for node in carrying]
    return list(dict.fromkeys(reason for node in nodes for reason in reader.nodes(node, "ct:reason")))


def publishers_of_tie(reader: Reader, tie: Partnership, day: date) -> dict[str, Sequence[Literal]]:
    """Who published what the answer rests on, by what they say became of the tie."""
    basis = traced_claims.basis(reader, tie, day)
    return {
        tie_counts.became(group, reader.language): names
        for group, nodes in basis.items()
        if (names := claims.publishers(reader, nodes))
    }


def of_city(reader: Reader, city: NamedNode, days: TimeSpan | None = None) -> list[str]:
    """Which ties a city has, or had, and what became of the others."""
    ties = partnerships.of_city(reader.known.revision, reader.names, city)
    sentences = CitySentences(reader, _last(reader, days))
    return sentences.during(city, ties, days) if days else sentences.city(city, ties)


def of_network(reader: Reader, network: NamedNode, days: TimeSpan | None = None) -> list[str]:
    """Whether the main city is a member of a network, or was."""
    return MembershipSentences(reader, overview.centre(reader.known.revision)).network(network, days)


def members(reader: Reader, node: NamedNode, most: int, days: TimeSpan | None = None) -> tuple[list[Membership], int]:
    """The memberships of a city, or in a network, and how many there are; or were, and offices that were held."""
    return memberships(reader, node, most, days, doubted_offices=False)


def of_decision(reader: Reader, decision: NamedNode) -> list[str]:
    """Which ties a decision kept and dropped."""
    return DecisionSentences(reader, reader.known.revision.day).decision(decision)


def _last(reader: Reader, days: TimeSpan | None) -> date:
    """The day that sentences are about: the last of the days, else today."""
    return days.last if days else reader.known.revision.day


def _timeline(revision: Revision, language: ReaderLanguage, tie: Partnership) -> Figure | None:
    """The timeline of a tie alone, that of a party without others; none of a tie whose start is not known."""
    if not any(bounds.earliest_start or bounds.latest_start for bounds in tie.history.in_force):
        return None
    parties = (party for party in tie.cities if len(partnerships.of_city(revision, language.names, party)) == 1)
    party = next(parties, None)
    return pictures.figure(revision, "timeline", language, {"city": party.value}) if party else None
