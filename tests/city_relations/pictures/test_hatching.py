from __future__ import annotations

from xml.etree import ElementTree

from kg.city_relations.pictures import hatching
from kg.city_relations.status_on_day import Standing


def test_only_what_is_certain_is_solid() -> None:
    fills = {standing: hatching.standing_fill("p", standing) for standing in Standing}
    assert fills[Standing.CERTAIN] == {"class_": "fill certain"}
    assert fills[Standing.POSSIBLE] == {"fill": "url(#p-possible)"}
    assert [standing for standing, fill in fills.items() if "fill" in fill] == list(hatching.HATCHED)


def test_every_fill_that_is_referred_to_is_defined() -> None:
    defined = {each.get("id") for each in ElementTree.fromstring(hatching.kinds("p")).iter("pattern")}
    assert {hatching.kind_fill("p", index)["fill"] for index in range(1, 9)} == {f"url(#{each})" for each in defined}
    hatches = {each.get("id") for each in ElementTree.fromstring(hatching.standings("p")).iter("pattern")}
    assert hatches == {f"p-{standing}" for standing in hatching.HATCHED}
