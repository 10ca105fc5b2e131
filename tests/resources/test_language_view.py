from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from kg.city_relations import claims, memberships, partnerships
from kg.city_relations.claims import ClaimKind
from kg.named_queries import named_query
from kg.publish.documents.page_model import open_page
from kg.resources.language_view import Reader
from kg.revision import Revision


def node(reader: Reader, name: str) -> NamedNode:
    return NamedNode(reader.known.revision.project.base + name)


def local(found: NamedNode | None) -> str:
    return found.value.rpartition("/")[2] if found else ""


def test_names_are_in_the_readers_language(reader: Reader, dutch: Reader) -> None:
    assert reader.name(node(reader, "id/city/be-liege")) == Literal("Liège", language="en")
    assert dutch.name(node(dutch, "id/city/be-liege")) == Literal("Luik", language="nl")


def test_a_claim_without_a_name_is_called_after_its_owner_and_what_it_says(reader: Reader) -> None:
    claim = node(reader, "id/partnership/be-gent--jp-kanazawa#agreement-1971")
    assert reader.name(claim).value == "Ghent – Kanazawa: treaty of friendship"
    claim = node(reader, "id/partnership/be-gent--de-wiesbaden#in-force")
    assert reader.name(claim).value == "Ghent – Wiesbaden: in force"


def test_what_assessors_say_of_wiesbaden_stands_side_by_side_as_disagreement(reader: Reader) -> None:
    partnership = node(reader, "id/partnership/be-gent--de-wiesbaden")
    groups = {each.kind: each for each in claims.groups(reader, reader.nodes(partnership, "ct:claim"))}
    findings = groups[ClaimKind.ACTIVITY_FINDING]
    assert findings.differ
    assert {local(each.says[0]) for each in findings.claims} == {"active", "dormant", "highly-active"}
    assert all(each.evidence for each in findings.claims)
    assert not groups[ClaimKind.AGREEMENT].differ


def test_what_one_assessor_says_of_different_times_is_no_disagreement(reader: Reader) -> None:
    def differ(city: str) -> bool:
        partnership = node(reader, f"id/partnership/be-gent--{city}")
        groups = claims.groups(reader, reader.nodes(partnership, "ct:claim"))
        return any(each.differ for each in groups if each.kind is ClaimKind.ACTIVITY_FINDING)

    assert not differ("jp-kanazawa")
    assert differ("ee-tallinn")


def test_a_claim_tells_its_time_its_certainty_and_its_passages(reader: Reader) -> None:
    told = claims.claim(reader, node(reader, "id/partnership/be-gent--fr-saint-raphael#termination-2018"))
    assert told
    assert told.when == "in 2018"
    assert local(told.certainty) == "stated"
    assert "terminated in 2018" in " ".join(each.quote.value for each in told.evidence if each.quote)
    assert [each.value for each in map(reader.name, told.by)] == ["Twinning committee of Saint-Raphaël"]


def test_ghent_has_twelve_ties_of_which_one_is_maintained_and_two_have_ended(
    reader: Reader, revision: Revision
) -> None:
    found = partnerships.of_city(revision, "en", node(reader, "id/city/be-gent"))
    verdicts = {reader.name(tie.others(node(reader, "id/city/be-gent"))[0]).value: tie.verdicts for tie in found}
    assert len(found) == 12
    assert [city for city, given in verdicts.items() if [local(v.verdict) for v in given] == ["maintain"]] == [
        "Kanazawa"
    ]
    assert partnerships.tally(found, revision.day) == {"kept": 1, "dropped": 9, "ended": 2}


def test_memberships_tell_network_role_and_passage(reader: Reader) -> None:
    found, total = memberships.memberships(reader, node(reader, "id/network/eurocities"), 100)
    assert len(found) == total
    roles = {local(role) for each in found for role in each.claim.says}
    assert "member" in roles
    assert all(each.claim.evidence for each in found)


def test_a_page_knows_its_kind_by_its_class(revision: Revision, dutch: Reader) -> None:
    base = revision.project.base
    kinds = {name: open_page(dutch, base + name).kind for name in ("id/city/be-gent", "ns", "shape/City")}
    assert kinds == {"id/city/be-gent": "city", "ns": "ontology", "shape/City": "nodeshape"}


def test_passages_of_a_source_stand_in_their_own_order(revision: Revision, reader: Reader) -> None:
    page = open_page(reader, f"{revision.project.base}id/source/gent-reorientation")
    fragments = [each.value.partition("#")[2] for each in page.parts()]
    assert fragments.index("s2") < fragments.index("s12")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_question_has_a_title_in_both_languages(revision: Revision, language: str) -> None:
    assert all(each.title(language).language == language for each in named_query.questions(revision))
    assert len(named_query.examples(revision)) == 3
