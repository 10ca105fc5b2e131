from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg import dataset as datasets
from kg.dataset import SHAPES_FOLDERS
from kg.project import Project
from kg.validation.likely_terms import LikelyTerms


@pytest.fixture(scope="module")
def terms(project: Project) -> LikelyTerms:
    return LikelyTerms(datasets.load_compact(project), datasets.load(project, SHAPES_FOLDERS))


@pytest.mark.parametrize(
    ("misspelt", "properties", "meant"),
    [
        ("ns#partnershipTyp", True, "ns#partnershipType"),
        ("ns#PartnershipType", True, "ns#partnershipType"),
        ("ns#earliestStrt", True, "ns#earliestStart"),
        ("ns#Partnershp", False, "ns#Partnership"),
        ("id/citty/be-gent", False, "id/city/be-gent"),
        ("id/city/be-gnet", False, "id/city/be-gent"),
    ],
)
def test_a_term_is_near_in_its_last_part_or_before_it(
    terms: LikelyTerms, project: Project, misspelt: str, properties: bool, meant: str
) -> None:
    assert terms.nearest(NamedNode(project.base + misspelt), properties=properties) == NamedNode(project.base + meant)


@pytest.mark.parametrize(
    ("iri", "properties"),
    [
        ("ns#partnershipType", True),  # declared
        ("ns#earliestStrt", False),  # no class is near
        ("ns#Partnershp", True),  # no property is near
        ("ns#swimmingPool", True),
        ("id/city/xx-nowhere", False),
    ],
)
def test_a_term_that_is_declared_or_like_none_has_no_nearest(
    terms: LikelyTerms, project: Project, iri: str, properties: bool
) -> None:
    assert terms.nearest(NamedNode(project.base + iri), properties=properties) is None
