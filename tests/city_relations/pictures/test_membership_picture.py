from __future__ import annotations

from collections.abc import Callable

from kg.city_relations.pictures.membership_picture import networks
from kg.city_relations.pictures.relation import relations
from kg.city_relations.pictures.view import LIMIT, View


def test_the_most_shared_networks_come_first_and_no_more_than_asked_for(seen: Callable[..., View]) -> None:
    view = seen()
    found = networks(view, relations(view), 5)
    shared = [len({member.city.node for member in each.partners}) for each in found.shown]
    assert shared == sorted(shared, reverse=True)
    assert len(found.shown) == 5 < found.total
    assert len(found.members) <= LIMIT


def test_a_partner_shares_a_network_or_is_named_as_sharing_none(seen: Callable[..., View]) -> None:
    view = seen()
    found = networks(view, relations(view), 100)
    sharing = {member.city.node for each in found.shown for member in each.partners}
    assert sharing
    assert not sharing & {city.node for city in found.alone}
    assert len(sharing) + len(found.alone) == 12
