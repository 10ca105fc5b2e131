from __future__ import annotations

from kg.city_relations import recent
from kg.city_relations.claims import ClaimKind
from kg.resources.language_view import Reader


def test_the_last_events_come_first(reader: Reader) -> None:
    events = recent.events(reader)
    assert 1 < len(events) <= 6
    kinds = {event.claim.kind for event in events}
    assert kinds <= {ClaimKind.AGREEMENT, ClaimKind.TERMINATION, ClaimKind.DECISION_OUTCOME}
    assert all(event.claim.began for event in events)
    assert all(event.claim.node.value.startswith(event.owner.value) for event in events)
