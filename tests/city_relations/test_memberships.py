from __future__ import annotations

from pyoxigraph import NamedNode

from kg.city_relations import memberships
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
