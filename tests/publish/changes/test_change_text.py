"""The report as a reader of a terminal gets it."""

from __future__ import annotations

from pathlib import Path

from kg.publish.changes import change_text

from ...commands import commit, edit
from .test_changed_things import LATEST_START, since_head


def test_a_thing_has_a_line_for_each_of_its_changes(copy: Path) -> None:
    commit(copy)
    line = edit(copy / "data" / "ghent.ttl", LATEST_START, LATEST_START.replace("1982-08-31", "1982-08-01"))
    lines = change_text.write(since_head(copy)).splitlines()
    assert lines[:4] == [
        "HEAD → work tree: statements removed: 1, added: 1",
        "",
        "~ Ghent – Tallinn  <https://w3id.org/city-ties/id/partnership/be-gent--ee-tallinn>",
        f"    ~ in force: start changed from 1982-08 to 1982-08-01  (data/ghent.ttl:{line})",
    ]


def test_that_nothing_differs_is_one_line_in_the_language_of_the_reader(copy: Path) -> None:
    commit(copy)
    assert change_text.write(since_head(copy, "nl")) == "HEAD → work tree: geen enkel gegeven verschilt\n"


def test_what_changes_with_an_edit_is_told_below_it(copy: Path) -> None:
    commit(copy)
    edit(copy / "data" / "ghent.ttl", LATEST_START, '    ct:latestEnd "2019-12-31"^^xsd:date ;\n' + LATEST_START)
    text = change_text.write(since_head(copy))
    assert "    + in force: end added, 2019-12-31 or earlier  (data/ghent.ttl:" in text
    head = "  ~ Which partnerships of Ghent were in force on a day, and what says so?  (partners-on-a-day)"
    below = text.partition(head)[2].splitlines()
    assert any(line.startswith("      for ") and "2020-01-01" in line for line in below)
    assert any(line.startswith("      - Tallinn · ") for line in below)
    assert "  ~ Ghent – Tallinn  <https://w3id.org/city-ties/id/partnership/be-gent--ee-tallinn>" in text
    assert " new finding" in text  # the end lies before the day on which a source still saw the tie
