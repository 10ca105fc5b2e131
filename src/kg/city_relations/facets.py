"""The facets of the domain's lists, a value each: its name, which is a parameter of the query, its label, its reading.

A new facet of partnerships is a value here and a parameter in ``queries/partnerships.rq``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.city_relations import concept, page_questions
from kg.city_relations.partnerships import Partnership, StatusPeriod, local
from kg.city_relations.status_on_day import DROPPING, NOT_MAINTAINED, Strength
from kg.named_queries.page_queries import Term
from kg.publish.faceted_list import Facet, Listing
from kg.translations.catalogue import mark

_COUNTRY = mark("Country")
_KIND = mark("Kind")

CITIES = Listing(page_questions.CITIES, "city", (Facet("country", _COUNTRY),))
NETWORKS = Listing(page_questions.NETWORKS, "network", (Facet("type", _KIND),), is_timed=True)
MEMBERSHIPS = Listing(
    page_questions.MEMBERSHIPS, "membership", (Facet("network", mark("Network")), Facet("role", mark("Role")))
)
DECISIONS = Listing(page_questions.DECISIONS, "outcome", (Facet("verdict", mark("Decision")),))
SOURCES = Listing(page_questions.SOURCES, "source", (Facet("written", mark("Language")),))
LISTINGS = (CITIES, NETWORKS, MEMBERSHIPS, DECISIONS, SOURCES)


@dataclass(frozen=True, slots=True, eq=False)
class PartnershipFacet(Facet):
    """A facet that every partnership has values of, whatever the day; a partnership without a value has no row less."""

    read: Callable[[Partnership], tuple[NamedNode, ...]] = lambda _: ()


@dataclass(frozen=True, slots=True, eq=False)
class StatusFacet(Facet):
    """A facet of a status that a partnership has on the day, certainly or possibly."""

    read: Callable[[StatusPeriod, Strength], Term] = lambda period, _: period.status


STATUS = StatusFacet("status", mark("Formal status"), read=lambda period, _: period.status)
SURE = StatusFacet(
    "sure",
    mark("Certain or possible"),
    {Strength.CERTAIN: mark("certain"), Strength.POSSIBLE: mark("possible")},
    read=lambda _, strength: Literal(strength.value),
)


def _verdicts(partnership: Partnership) -> tuple[NamedNode, ...]:
    """The verdicts; one that ends a partnership drops it too."""
    verdicts = [verdict.verdict for verdict in partnership.verdicts]
    dropped = [concept("verdict", NOT_MAINTAINED) for verdict in verdicts if local(verdict) in DROPPING]
    return tuple(dict.fromkeys([*verdicts, *dropped]))


VERDICT = PartnershipFacet("verdict", mark("Decision"), read=_verdicts)
TYPE = PartnershipFacet("type", _KIND, read=lambda partnership: partnership.types)
COUNTRY = PartnershipFacet("country", _COUNTRY, read=lambda partnership: partnership.countries)
CERTAINTY = StatusFacet(
    "certainty",
    mark("Certainty of the claim"),
    read=lambda period, _: period.certainty,
)
PARTNERSHIPS: tuple[PartnershipFacet | StatusFacet, ...] = (STATUS, SURE, VERDICT, TYPE, COUNTRY, CERTAINTY)
