"""The graph of Ghent against its sources: counts, quotes, certainties, and what a day looks like."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import ORG

from ..presence import present

BASE = "https://w3id.org/city-ties/"
CT = Namespace(BASE + "ns#")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
CONCEPT = BASE + "id/concept/"
DECISION = URIRef(BASE + "id/decision/gent-reorientation")
ARTICLE = URIRef(BASE + "id/source/gent-reorientation")
WIKIDATA = "http://www.wikidata.org/entity/"
CLAIMS = ("StatusPeriod", "Agreement", "ActivityFinding", "DecisionOutcome", "Termination", "Membership", "Attribution")


@pytest.fixture(scope="module")
def ghent(root: Path) -> Graph:
    return Graph().parse(root / "data" / "ghent.ttl")


def partnership(key: str) -> URIRef:
    return URIRef(f"{BASE}id/partnership/be-gent--{key}")


def concept(node: object) -> str:
    return str(node).removeprefix(CONCEPT)


def claims(ghent: Graph) -> list[URIRef]:
    return [node for kind in CLAIMS for node in ghent.subjects(RDF.type, CT[kind])]


def bound(ghent: Graph, node: URIRef, name: str) -> datetime.date | None:
    value = ghent.value(node, CT[name])
    return None if value is None else value.toPython()


def possible_on(ghent: Graph, node: URIRef, day: datetime.date) -> bool:
    start, end = bound(ghent, node, "earliestStart"), bound(ghent, node, "latestEnd")
    return not (start is not None and start > day) and not (end is not None and end < day)


def certain_on(ghent: Graph, node: URIRef, day: datetime.date) -> bool:
    start = bound(ghent, node, "latestStart")
    ends = [bound(ghent, node, "earliestEnd"), bound(ghent, node, "openAsOf")]
    return start is not None and start <= day and any(end is not None and end >= day for end in ends)


def in_force_on(ghent: Graph, day: datetime.date, *, certainly: bool = False) -> Counter[str]:
    """How many partnerships of each type are in force on the day."""
    found = Counter[str]()
    for tie in ghent.subjects(RDF.type, CT.Partnership):
        for claim in ghent.objects(tie, CT.claim):
            if concept(ghent.value(claim, CT.status)) == "status/in-force":
                holds = certain_on(ghent, claim, day) if certainly else possible_on(ghent, claim, day)
                found[concept(ghent.value(tie, CT.partnershipType))] += holds
    return +found


def test_there_are_twelve_partnerships_seven_sister_and_five_partner_cities(ghent: Graph) -> None:
    ties = list(ghent.subjects(RDF.type, CT.Partnership))
    types = Counter(concept(ghent.value(tie, CT.partnershipType)) for tie in ties)
    assert types == {"partnership-type/sister-city": 7, "partnership-type/partner-city": 5}


def test_every_partnership_is_one_of_ghent_with_a_declared_city_and_is_named_by_their_keys(ghent: Graph) -> None:
    for tie in present(ghent.subjects(RDF.type, CT.Partnership)):
        parties = sorted(str(city).rpartition("/")[2] for city in ghent.objects(tie, CT.party))
        assert str(tie) == f"{BASE}id/partnership/{'--'.join(parties)}"
        assert parties[0] == "be-gent"
        assert all((city, RDF.type, CT.City) in ghent for city in ghent.objects(tie, CT.party))


def test_the_decision_keeps_one_partnership_and_drops_ten_of_which_one_end_is_reported(ghent: Graph) -> None:
    about = {
        str(outcome).rpartition("#")[2]: (
            concept(ghent.value(outcome, CT.verdict)),
            {str(tie).rpartition("--")[2] for tie in ghent.objects(outcome, CT.about)},
        )
        for outcome in ghent.objects(DECISION, CT.outcome)
    }
    assert about == {
        "kanazawa": ("verdict/maintain", {"jp-kanazawa"}),
        "wiesbaden": ("verdict/terminate", {"de-wiesbaden"}),
        "sister-cities": ("verdict/not-maintained", {"de-melle", "ee-tallinn", "gb-nottingham", "ma-mohammedia"}),
        "partner-cities": (
            "verdict/not-maintained",
            {"be-liege", "bg-burgas", "cn-taizhou", "cn-weihai", "pl-gdansk"},
        ),
    }


def test_eleven_relations_are_possibly_in_force_on_1_june_2019(ghent: Graph) -> None:
    day = datetime.date(2019, 6, 1)
    assert in_force_on(ghent, day) == {"partnership-type/sister-city": 6, "partnership-type/partner-city": 5}
    assert in_force_on(ghent, day, certainly=True) == {"partnership-type/sister-city": 6}


def test_twelve_relations_are_possibly_in_force_before_2018_and_none_certainly_today(ghent: Graph) -> None:
    assert in_force_on(ghent, datetime.date(2017, 12, 31)).total() == 12
    assert in_force_on(ghent, datetime.date(2026, 11, 24)).total() == 10
    assert in_force_on(ghent, datetime.date(2026, 11, 24), certainly=True).total() == 0


ENDS = {"fr-saint-raphael": (2018, datetime.date(2018, 1, 1)), "de-wiesbaden": (2021, datetime.date(2021, 1, 21))}


def test_only_saint_raphael_and_wiesbaden_have_an_end_and_it_is_2018_and_2021(ghent: Graph) -> None:
    ended = set(ghent.subjects(CT.status, URIRef(CONCEPT + "status/ended")))
    assert ended == {URIRef(partnership(key) + "#ended") for key in ENDS}
    for tie in ghent.subjects(RDF.type, CT.Partnership):
        period, key = URIRef(tie + "#in-force"), str(tie).rpartition("--")[2]
        end = [bound(ghent, period, "earliestEnd"), bound(ghent, period, "latestEnd")]
        if key in ENDS:
            year, first = ENDS[key]
            assert end == [first, datetime.date(year, 12, 31)]
            assert [bound(ghent, URIRef(tie + "#ended"), name) for name in ("earliestStart", "latestStart")] == end
        else:
            assert end == [None, None]


def test_each_termination_is_stated_and_lies_in_its_year(ghent: Graph) -> None:
    events = {str(ghent.value(each, CT.terminates)): each for each in ghent.subjects(RDF.type, CT.Termination)}
    assert events.keys() == {str(partnership(key)) for key in ENDS}
    for key, (year, _) in ENDS.items():
        event = events[str(partnership(key))]
        assert concept(ghent.value(event, CT.certainty)) == "certainty/stated"
        for name, day in (("earliestStart", (1, 1)), ("latestEnd", (12, 31))):
            assert bound(ghent, event, name) == datetime.date(year, *day)


def test_two_sources_name_the_requester_of_the_end_with_saint_raphael_one_less_precisely(ghent: Graph) -> None:
    event = URIRef(partnership("fr-saint-raphael") + "#termination-2018")
    committee = URIRef(BASE + "id/city/fr-saint-raphael#twinning-committee")
    assert ghent.value(event, CT.requestedBy) == committee
    words = list(ghent.subjects(CT.about, event))
    assert {ghent.value(word, CT.attributedTo) for word in words} == {
        committee,
        URIRef(BASE + "id/city/fr-saint-raphael"),
    }
    assert all(concept(ghent.value(word, CT.certainty)) == "certainty/stated" for word in words)


def test_three_deciders_stand_side_by_side(ghent: Graph) -> None:
    deciders = {
        str(ghent.value(word, CT.attributedTo)).rpartition("/")[2]: concept(ghent.value(word, CT.certainty))
        for word in ghent.subjects(CT.about, DECISION)
    }
    assert deciders == {
        "be-gent": "certainty/stated",
        "be-gent#city-government": "certainty/disputed",
        "be-gent#city-council": "certainty/disputed",
    }


def test_a_disputed_claim_has_passages_of_two_sources_and_no_other_claim_is_contradicted(ghent: Graph) -> None:
    for claim in present(claims(ghent)):
        against = list(ghent.objects(claim, CT.disputedBy))
        disputed = concept(ghent.value(claim, CT.certainty)) == "certainty/disputed"
        assert disputed == bool(against), claim
        own = {ghent.value(passage, DCTERMS.isPartOf) for passage in ghent.objects(claim, CT.evidence)}
        assert all(ghent.value(passage, DCTERMS.isPartOf) not in own for passage in against), claim


def test_four_sister_cities_are_dormant_three_active_and_no_partner_city_has_a_level(ghent: Graph) -> None:
    levels: dict[str, set[str]] = {}
    for finding in ghent.subjects(RDF.type, CT.ActivityFinding):
        if str(finding).endswith("#activity-article"):
            tie = ghent.value(finding, CT.about)
            levels.setdefault(concept(ghent.value(finding, CT.activityLevel)), set()).add(str(tie).rpartition("--")[2])
            assert (tie, CT.claim, finding) in ghent
    assert levels == {
        "activity-level/active": {"jp-kanazawa", "ee-tallinn", "de-wiesbaden"},
        "activity-level/dormant": {"de-melle", "gb-nottingham", "ma-mohammedia", "fr-saint-raphael"},
        "activity-level/projects": {"bg-burgas", "pl-gdansk", "cn-weihai", "cn-taizhou", "be-liege"},
    }


def test_wiesbaden_and_tallinn_see_their_tie_otherwise_than_ghent(ghent: Graph) -> None:
    for key, other in (("de-wiesbaden", "id/city/de-wiesbaden#mayor"), ("ee-tallinn", "id/city/ee-tallinn")):
        by = {
            (str(ghent.value(f, CT.assessor)).removeprefix(BASE), concept(ghent.value(f, CT.activityLevel)))
            for f in ghent.subjects(CT.about, partnership(key))
            if (f, RDF.type, CT.ActivityFinding) in ghent
        }
        assert ("id/city/be-gent", "activity-level/active") in by
        assert (other, "activity-level/highly-active") in by


def test_a_partnership_is_certain_on_the_day_it_was_signed(ghent: Graph) -> None:
    for key, day in (("bg-burgas", (2009, 6, 16)), ("pl-gdansk", (2009, 11, 10)), ("cn-weihai", (2014, 7, 9))):
        assert certain_on(ghent, URIRef(partnership(key) + "#in-force"), datetime.date(*day))


def test_tallinn_is_in_eurocities_with_ghent_which_presided_and_presides_it(ghent: Graph) -> None:
    eurocities = URIRef(BASE + "id/network/eurocities")
    roles: dict[str, list[str]] = {}
    for membership in sorted(ghent.subjects(ORG.organization, eurocities)):
        city = str(ghent.value(membership, ORG.member)).rpartition("/")[2]
        roles.setdefault(city, []).append(concept(ghent.value(membership, ORG.role)).removeprefix("network-role/"))
    assert Counter(roles["be-gent"]) == {"member": 1, "executive-committee": 1, "vice-president": 2, "president": 2}
    assert Counter(roles["ee-tallinn"]) == {"member": 1, "executive-committee": 2}


def test_no_membership_has_a_status_by_hand_and_a_past_role_is_past(ghent: Graph) -> None:
    assert not list(ghent.subject_objects(CT.membershipStatus))
    for name in ("eurocities-president-2016", "eurocities-vice-president-2016", "eurocities-vice-president-2023"):
        role = URIRef(f"{BASE}id/city/be-gent#{name}")
        assert not possible_on(ghent, role, datetime.date(2026, 11, 24)), name
    assert possible_on(ghent, URIRef(BASE + "id/city/be-gent#eurocities-president-2025"), datetime.date(2026, 11, 24))


def test_every_claim_has_one_certainty_evidence_and_an_owner(ghent: Graph) -> None:
    for claim in present(claims(ghent)):
        assert len(list(ghent.objects(claim, CT.certainty))) == 1, claim
        assert list(ghent.objects(claim, CT.evidence)), claim
        owners = [s for p in (CT.claim, CT.outcome, ORG.hasMembership) for s in ghent.subjects(p, claim)]
        assert len(owners) == 1, claim
        assert str(claim).startswith(f"{owners[0]}#"), claim


def test_every_passage_carries_something_and_belongs_to_a_described_source(ghent: Graph) -> None:
    for passage in present(ghent.subjects(RDF.type, CT.Passage)):
        assert any((None, p, passage) in ghent for p in (CT.evidence, CT.disputedBy, RDFS.seeAlso)), passage
        source = ghent.value(passage, DCTERMS.isPartOf)
        assert str(passage).startswith(f"{source}#")
        assert (source, RDF.type, CT.Source) in ghent
        for p in (DCTERMS.title, DCTERMS.publisher, DCTERMS.language):
            assert ghent.value(source, p) is not None, source
        assert ghent.value(passage, CT.quote) or ghent.value(passage, CT.locator), passage


def test_every_quote_is_one_phrase_of_at_most_twenty_words_with_its_language(ghent: Graph) -> None:
    for passage, quote in present(ghent.subject_objects(CT.quote)):
        assert isinstance(quote, Literal)
        assert quote.language, passage
        assert 1 <= len(quote.split()) <= 20, passage


def test_every_quote_of_the_article_stands_in_the_paragraph_it_names(ghent: Graph, shared: Path) -> None:
    text = (shared / "domain" / "source-article.txt").read_text(encoding="utf-8")
    paragraphs = [line for line in text.split("\n") if line.strip()]
    passages = list(ghent.subjects(DCTERMS.isPartOf, ARTICLE))
    assert len(passages) >= 24
    for passage in passages:
        quote, number = ghent.value(passage, CT.quote), ghent.value(passage, CT.paragraph)
        assert str(quote) in paragraphs[int(number) - 1], passage


def test_every_sentence_of_the_article_has_a_passage(ghent: Graph) -> None:
    sentences = {
        str(passage).partition("#s")[2].partition("-")[0] for passage in ghent.subjects(DCTERMS.isPartOf, ARTICLE)
    }
    assert sentences == {str(number) for number in range(1, 25)}


def test_only_the_six_checked_wikidata_items_are_matched_and_taizhou_is_left_open(ghent: Graph) -> None:
    matches = {str(o) for o in ghent.objects(None, OWL.sameAs) if str(o).startswith(WIKIDATA)}
    assert matches == {WIKIDATA + item for item in ("Q1296", "Q1721", "Q1770", "Q41262", "Q1792", "Q3992")}
    taizhou = URIRef(BASE + "id/city/cn-taizhou")
    assert len(list(ghent.objects(taizhou, CT.possibleIdentity))) == 2
    assert ghent.value(taizhou, OWL.sameAs) is None
    assert ghent.value(taizhou, GEO.hasCentroid) is None


def test_the_graph_has_no_blank_nodes_and_nothing_that_can_be_computed(ghent: Graph) -> None:
    assert not [term for triple in ghent for term in triple if isinstance(term, BNode)]
    computed = (CT.partneredWith, CT.twinnedWith, CT.certainCurrentStatus, CT.possibleCurrentStatus, CT.computedOn)
    assert not [p for p in computed if (None, p, None) in ghent]
