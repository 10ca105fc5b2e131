"""The changes as `Activity Streams 2.0 <https://www.w3.org/TR/activitystreams-core/>`_.

The collection and its pages are laid out as by `IIIF Change Discovery 1.0 <https://iiif.io/api/discovery/1.0/>`_: the
oldest change first, so that a client which begins at the last page and goes back knows where it was before.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from kg.publish.feeds.change_list import DocumentChange

MEDIA_TYPE = "application/activity+json"
CONTEXT = "https://www.w3.org/ns/activitystreams"
ACTIVITIES = 500
"""Activities of a full page."""


def collection(changes: Sequence[DocumentChange], address: str) -> bytes:
    """The collection at this address; its pages are below it, ``/1.json`` the oldest."""
    last = pages(changes)
    described: dict[str, Any] = {
        "@context": CONTEXT,
        "id": f"{address}.json",
        "type": "OrderedCollection",
        "totalItems": len(changes),
    }
    if last:
        described["first"] = _page(address, 1)
        described["last"] = _page(address, last)
    return _written(described)


def pages(changes: Sequence[DocumentChange]) -> int:
    """How many pages there are."""
    return -(-len(changes) // ACTIVITIES)


def page(changes: Sequence[DocumentChange], address: str, number: int) -> bytes:
    """A page of the collection, of which 1 is the first."""
    shown = changes[(number - 1) * ACTIVITIES : number * ACTIVITIES]
    described: dict[str, Any] = {
        "@context": CONTEXT,
        **_page(address, number),
        "partOf": {"id": f"{address}.json", "type": "OrderedCollection"},
        "startIndex": (number - 1) * ACTIVITIES,
    }
    if number > 1:
        described["prev"] = _page(address, number - 1)
    if number < pages(changes):
        described["next"] = _page(address, number + 1)
    described["orderedItems"] = [_activity(change) for change in shown]
    return _written(described)


def _activity(change: DocumentChange) -> dict[str, Any]:
    return {
        "type": change.kind.value,
        "endTime": change.release.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "object": {"id": change.document, "type": "Object"},
    }


def _page(address: str, number: int) -> dict[str, str]:
    return {"id": f"{address}/{number}.json", "type": "OrderedCollectionPage"}


def _written(described: dict[str, Any]) -> bytes:
    return json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"
