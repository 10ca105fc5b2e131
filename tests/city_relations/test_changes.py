"""What an edit of a claim's times is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..commands import commit, edit
from ..publish.changes.test_changed_things import LATEST_START, things, told

OPEN = '    ct:openAsOf "2021-01-20"^^xsd:date ;\n'
START = '    ct:latestStart "1982-08-31"^^xsd:date ;\n'


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (LATEST_START, OPEN, "start changed from 1982-08 to 1982-08-01 or later"),
        (LATEST_START, START, "no longer confirmed on 2021-01-20"),
        (
            LATEST_START,
            LATEST_START.replace("2021-01-20", "2022-02-02"),
            "confirmed on 2022-02-02, before on 2021-01-20",
        ),
        (
            LATEST_START,
            '    ct:latestEnd "2022-02-02"^^xsd:date ;\n' + LATEST_START,
            "end added, 2022-02-02 or earlier",
        ),
    ],
)
def test_a_time_is_told_by_what_it_is_the_time_of(copy: Path, old: str, new: str, words: str) -> None:
    commit(copy)
    edit(copy / "data" / "ghent.ttl", old, new)
    assert told(things(copy)) == [f"Ghent – Tallinn: in force: {words}"]


def test_the_rest_of_what_changed_in_the_claim_is_told_too(copy: Path) -> None:
    commit(copy)
    edit(
        copy / "data" / "ghent.ttl",
        LATEST_START + "    ct:status <id/concept/status/in-force>",
        START + "    ct:status <id/concept/status/ended>",
    )
    assert told(things(copy)) == [
        "Ghent – Tallinn: ended: no longer confirmed on 2021-01-20",
        "Ghent – Tallinn: ended: status: in force → ended",
    ]
