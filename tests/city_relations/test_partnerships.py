from __future__ import annotations

from dataclasses import replace
from datetime import date

from pyoxigraph import NamedNode

from kg.city_relations import partnerships
from kg.city_relations.status_on_day import Standing
from kg.resources.language_view import Reader
from kg.revision import Revision


def node(reader: Reader, name: str) -> NamedNode:
    return NamedNode(reader.known.revision.project.base + name)


def local(found: NamedNode | None) -> str:
    return found.value.rpartition("/")[2] if found else ""


def test_ghent_has_twelve_ties_of_which_one_is_maintained(reader: Reader, revision: Revision) -> None:
    found = partnerships.of_city(revision, "en", node(reader, "id/city/be-gent"))
    verdicts = {reader.name(tie.others(node(reader, "id/city/be-gent"))[0]).value: tie.verdicts for tie in found}
    assert len(found) == 12
    assert [city for city, given in verdicts.items() if [local(v.verdict) for v in given] == ["maintain"]] == [
        "Kanazawa"
    ]


def test_what_a_decision_dropped_is_dropped_from_the_day_on_which_it_was_reported(revision: Revision) -> None:
    tallinn = partnerships.find(revision, "en", NamedNode(f"{revision.project.base}id/partnership/be-gent--ee-tallinn"))
    assert tallinn
    after, before = tallinn.stand(date(2021, 1, 20)), tallinn.stand(date(2021, 1, 19))
    assert (after.standing, before.standing) == (Standing.DROPPED, Standing.CERTAIN)
    assert after.end is None
    assert [partnerships.local(each.verdict) for each in after.verdicts] == ["not-maintained"]
    assert after.verdicts == before.later


def test_names_are_in_the_language_that_was_asked_for(revision: Revision) -> None:
    names = {tag: {each.name for each in partnerships.partnerships(revision, tag)} for tag in ("nl", "fr", "de")}
    assert "Gent – Luik" in names["nl"]
    assert all(len(each) == 12 for each in names.values())


def test_a_partnership_is_the_same_in_every_language_but_for_its_name(revision: Revision) -> None:
    dutch = {each.node: each for each in partnerships.partnerships(revision, "nl")}
    english = {each.node: each for each in partnerships.partnerships(revision, "en")}
    assert {each.name for each in dutch.values()} != {each.name for each in english.values()}
    for node, each in dutch.items():
        assert replace(each, name="") == replace(english[node], name="")
        assert each.periods is english[node].periods
