"""Activities come in pages that lead to one another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.publish.feeds import activities, change_list

from .test_change_list import BASE, STATES, released

ADDRESS = "https://ties.example/changes/activities"


def test_pages_have_all_changes_in_order_and_lead_to_one_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activities, "ACTIVITIES", 2)
    changes = [change for _, made in change_list.documents(released(tmp_path, STATES)) for change in made]
    collection = json.loads(activities.collection(changes, ADDRESS))
    assert collection["totalItems"] == len(changes) == 7
    items, address, before = [], collection["first"]["id"], None
    while address:
        page = json.loads(activities.page(changes, ADDRESS, int(address.removesuffix(".json").rpartition("/")[2])))
        assert page["id"] == address
        assert page.get("prev", {}).get("id") == before
        assert page["startIndex"] == len(items)
        items += page["orderedItems"]
        before, address = address, page.get("next", {}).get("id")
    assert before == collection["last"]["id"]
    assert [(item["type"], item["object"]["id"].removeprefix(BASE)) for item in items] == [
        ("Create", "id/a"),
        ("Create", "id/b"),
        ("Update", "id/a"),
        ("Create", "id/c"),
        ("Update", "id/a"),
        ("Update", "id/b"),
        ("Delete", "id/c"),
    ]
