from __future__ import annotations

from pyoxigraph import NamedNode

from kg.city_relations import claims
from kg.city_relations.claims import ClaimKind
from kg.resources.language_view import Reader


def node(reader: Reader, name: str) -> NamedNode:
    return NamedNode(reader.known.revision.project.base + name)


def local(found: NamedNode | None) -> str:
    return found.value.rpartition("/")[2] if found else ""


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


def test_the_publishers_of_claims_are_named_once_in_the_order_of_their_passages(reader: Reader) -> None:
    ended = node(reader, "id/partnership/be-gent--de-wiesbaden#termination-2021")
    passages = claims.passages(reader, ended)
    names = [name.value for name in claims.publishers(reader, [ended, ended])]
    assert len(names) == len(set(names)) > 1
    assert len(names) <= len(passages)
    assert "Frankfurter Allgemeine Zeitung" in names


def test_each_grade_has_its_definition_in_the_language_of_the_reader(reader: Reader, dutch: Reader) -> None:
    defined = {name.value: definition.value for name, definition in claims.grades_of_certainty(reader)}
    assert list(defined) == ["ambiguous", "disputed", "inferred", "stated"]
    assert defined["inferred"] == "No source says so, but it follows from what a source says."
    assert [name.language for name, _ in claims.grades_of_certainty(dutch)] == ["nl"] * 4
