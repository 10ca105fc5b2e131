"""What each passage speaks of: it is evidence on the partnerships that it is about, and on no others.

``COVERS`` was read against the sources by hand. It has a row for each passage that carries the outcome of a decision, a
termination or an end. Of any other passage the rule is plain: a quote that names cities of the twelve speaks of those,
and a quote that names one kind of partnership, "sister cities" say, speaks of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, Namespace, URIRef

from ..presence import present

BASE = "https://w3id.org/city-ties/"
CT = Namespace(BASE + "ns#")
CONCEPT = BASE + "id/concept/"

SISTERS = frozenset(
    ("de-melle", "de-wiesbaden", "ee-tallinn", "fr-saint-raphael", "gb-nottingham", "jp-kanazawa", "ma-mohammedia")
)
PARTNERS = frozenset(("be-liege", "bg-burgas", "cn-taizhou", "cn-weihai", "pl-gdansk"))
ALL = SISTERS | PARTNERS
KANAZAWA, WIESBADEN, SAINT_RAPHAEL = (frozenset((key,)) for key in ("jp-kanazawa", "de-wiesbaden", "fr-saint-raphael"))

COVERS = {
    "avs#little-activity": SISTERS,
    "avs#sister-cities": SISTERS,
    "avs#six-of-seven": SISTERS,
    "faz#gives-notice": WIESBADEN,
    "faz#one-fewer": WIESBADEN,
    "fr-boston#ended": WIESBADEN,
    "gent-press-reorientation#exchanged": ALL,
    "gent-press-reorientation#only-kanazawa": ALL,
    "gent-press-reorientation#partner-cities": PARTNERS,
    "gent-press-reorientation#saint-raphael": SAINT_RAPHAEL,
    "gent-press-reorientation#very-active": KANAZAWA,
    "gent-reorientation#s11": ALL,
    "gent-reorientation#s11-reason": KANAZAWA,
    "gent-reorientation#s22": SAINT_RAPHAEL,
    "gent-reorientation#s22-request": SAINT_RAPHAEL,
    "gent-reorientation#s3": ALL,
    "gent-reorientation#s8": KANAZAWA,
    "gent-reorientation#s9": KANAZAWA,
    "saint-raphael-jumelages#list": SAINT_RAPHAEL,
    "sensor-wiesbaden#letter": WIESBADEN,
    "sensor-wiesbaden#telephone": WIESBADEN,
    "sensor-wiesbaden#title": WIESBADEN,
    "vrt#others": SISTERS,
    "vrt#seven": SISTERS,
    "vrt#too-few": SISTERS,
    "wiesbaden-lebt-end#title": WIESBADEN,
    "wiesbaden-lebt-visit#formal-end": WIESBADEN,
    "wiesbaden-lebt-visit#until-2021": WIESBADEN,
}

KINDS = {"sister-city": r"\bsister|twin|zuster", "partner-city": r"partner cit|partnersted"}


@pytest.fixture(scope="module")
def ghent(root: Path) -> Graph:
    return Graph().parse(root / "data" / "ghent.ttl")


def passage_name(passage: object) -> str:
    return str(passage).removeprefix(BASE + "id/source/")


def keys_about(ghent: Graph, claim: object) -> frozenset[str]:
    """The partners whose partnerships a claim is about."""
    ties = {*ghent.objects(claim, CT.about), *ghent.objects(claim, CT.terminates), *ghent.subjects(CT.claim, claim)}
    return frozenset(str(tie).rpartition("--")[2] for tie in ties if (tie, RDF.type, CT.Partnership) in ghent)


def decisive_claims(ghent: Graph) -> Iterator[object]:
    yield from ghent.subjects(RDF.type, CT.DecisionOutcome)
    yield from ghent.subjects(RDF.type, CT.Termination)
    yield from ghent.subjects(CT.status, URIRef(CONCEPT + "status/ended"))


def keys_named(ghent: Graph, quote: str) -> frozenset[str]:
    """The partners that a quote names in any language."""
    return frozenset(
        key
        for key in ALL
        for label in (SKOS.prefLabel, SKOS.altLabel)
        for name in ghent.objects(URIRef(f"{BASE}id/city/{key}"), label)
        if re.search(rf"\b{re.escape(name)}\b", quote)
    )


def keys_of_kind(quote: str) -> frozenset[str]:
    """The partners of the one kind that a quote names; all where it names both kinds or none."""
    named = {kind for kind, words in KINDS.items() if re.search(words, quote, re.IGNORECASE)}
    return {"sister-city": SISTERS, "partner-city": PARTNERS}[named.pop()] if len(named) == 1 else ALL


def test_the_table_has_each_passage_that_carries_an_outcome_or_an_end_and_no_other(ghent: Graph) -> None:
    used = {passage_name(each) for claim in decisive_claims(ghent) for each in ghent.objects(claim, CT.evidence)}
    assert used == COVERS.keys()


def test_a_decisive_passage_is_evidence_only_on_what_it_speaks_of(ghent: Graph) -> None:
    for claim in present(decisive_claims(ghent)):
        for passage in ghent.objects(claim, CT.evidence):
            assert keys_about(ghent, claim) <= COVERS[passage_name(passage)], (claim, passage)


def test_every_partnership_of_an_outcome_has_a_passage_that_says_more_than_that_another_is_kept(ghent: Graph) -> None:
    """Exclusion alone, "only Kanazawa", is no statement on the others."""
    exclusion = {"gent-reorientation#s3", "gent-reorientation#s11", "gent-press-reorientation#only-kanazawa"}
    for outcome in present(ghent.subjects(RDF.type, CT.DecisionOutcome)):
        assert ghent.value(outcome, CT.certainty) == URIRef(CONCEPT + "certainty/stated")
        told = {passage_name(each) for each in ghent.objects(outcome, CT.evidence)} - exclusion
        assert keys_about(ghent, outcome) <= frozenset().union(*(COVERS[each] for each in told)), outcome


def test_a_passage_that_names_cities_or_a_kind_is_not_evidence_on_others(ghent: Graph) -> None:
    for claim, passage in present(ghent.subject_objects(CT.evidence)):
        about = keys_about(ghent, claim)
        quote = ghent.value(passage, CT.quote)
        if not about or quote is None or passage_name(passage) in COVERS:
            continue
        named = keys_named(ghent, quote)
        assert about <= (named or ALL), (claim, passage)
        assert about <= keys_of_kind(quote), (claim, passage)


@pytest.mark.parametrize(
    ("quote", "named", "of_kind"),
    [
        ("De andere zusterbanden wil Gent verbreken", frozenset(), SISTERS),
        ("de bilaterale relaties met die zuster- en partnersteden", frozenset(), ALL),
        ("Burgas in Bulgarije, Gdansk in Polen", frozenset(("bg-burgas", "pl-gdansk")), ALL),
        ("successful projects with Ghent's partner cities", frozenset(), PARTNERS),
    ],
)
def test_what_a_quote_names_is_read_from_its_words(
    ghent: Graph, quote: str, named: frozenset[str], of_kind: frozenset[str]
) -> None:
    assert keys_named(ghent, quote) == named
    assert keys_of_kind(quote) == of_kind
