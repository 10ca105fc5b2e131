from __future__ import annotations

import pytest

from kg.city_relations import facets, page_questions, partnerships
from kg.city_relations.facets import PartnershipFacet, StatusFacet
from kg.city_relations.status_on_day import Strength
from kg.named_queries import page_queries
from kg.publish.faceted_list import Listing
from kg.revision import Revision
from kg.translations.catalogue import catalogue

from ..presence import present


def test_every_facet_of_partnerships_is_a_parameter_of_their_query(revision: Revision) -> None:
    parameters = page_queries.question(revision.project, page_questions.PARTNERSHIPS).query.parameters
    assert {facet.name for facet in present(facets.PARTNERSHIPS)} <= set(parameters)


@pytest.mark.parametrize("listing", facets.LISTINGS, ids=lambda listing: listing.name)
def test_every_facet_of_a_list_is_a_parameter_of_its_query(revision: Revision, listing: Listing) -> None:
    parameters = page_queries.question(revision.project, listing.query).query.parameters
    assert {facet.name for facet in present(listing.facets)} <= set(parameters)


def test_every_label_is_translated() -> None:
    all_facets = (*facets.PARTNERSHIPS, *(facet for listing in facets.LISTINGS for facet in listing.facets))
    for facet in present(all_facets):
        for label in (facet.label, *facet.value_labels.values()):
            assert catalogue("nl").gettext(label) != label


def test_a_facet_reads_a_partnership_or_one_of_its_statuses(revision: Revision) -> None:
    for partnership in present(partnerships.partnerships(revision, "en")):
        for facet in facets.PARTNERSHIPS:
            if isinstance(facet, PartnershipFacet):
                assert all(term.value for term in facet.read(partnership))
            assert isinstance(facet, PartnershipFacet | StatusFacet)
        for period in partnership.periods:
            assert facets.SURE.read(period, Strength.CERTAIN).value == "certain"
            assert facets.STATUS.read(period, Strength.CERTAIN) == period.status
