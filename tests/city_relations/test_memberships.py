from __future__ import annotations

from pyoxigraph import NamedNode

from kg.city_relations import memberships
from kg.resources import time_span
from kg.resources.language_view import Reader


def node(reader: Reader, name: str) -> NamedNode:
    return NamedNode(reader.known.revision.project.base + name)


def local(found: NamedNode | None) -> str:
    return found.value.rpartition("/")[2] if found else ""


def test_memberships_tell_network_role_and_passage(reader: Reader) -> None:
    found, total = memberships.memberships(reader, node(reader, "id/network/eurocities"), 100)
    assert len(found) == total
    roles = {local(role) for each in found for role in each.claim.says}
    assert "member" in roles
    assert all(each.claim.evidence for each in found)


def test_offices_are_those_of_a_time_only_where_they_were_certainly_held(reader: Reader) -> None:
    eurocities, days = node(reader, "id/network/eurocities"), time_span.read("1990")
    every, shown = (
        memberships.memberships(reader, eurocities, 100, days, doubted_offices=doubted)[0] for doubted in (True, False)
    )
    assert len(every) > len(shown) == 1
    assert not shown[0].is_certain
