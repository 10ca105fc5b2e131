"""The report for programs."""

from __future__ import annotations

import json
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from kg.publish.changes import change_json

from ...commands import commit, edit
from .test_changed_things import LATEST_START, since_head


def test_it_has_the_statements_the_changes_at_their_lines_and_what_follows(copy: Path) -> None:
    commit(copy)
    ended = '    ct:latestEnd "2019-12-31"^^xsd:date ;\n' + LATEST_START
    line = edit(copy / "data" / "ghent.ttl", LATEST_START, ended)
    document = json.loads(change_json.write(since_head(copy)))
    assert document["removed"] == []
    (quad,) = parse(document["added"][0], RdfFormat.N_QUADS)
    assert (str(quad.predicate)[-10:-1], quad.object.value) == ("latestEnd", "2019-12-31")
    (change,) = document["things"][0]["changes"]
    assert (change["file"], change["line"], change["part"]) == ("data/ghent.ttl", line, "in force")
    follows = document["consequences"]
    assert follows["today"] == "2026-11-24"
    assert follows["days"] == ["2019-12-30", "2019-12-31", "2020-01-01"]
    assert 0 < len(follows["questions"]) <= follows["questionsAsked"] < follows["questionsKnown"]
    assert {question["name"] for question in follows["questions"]} >= {"partners-on-a-day", "relations-per-year"}
    assert follows["newFindings"][0]["file"] == "data/ghent.ttl"
    assert follows["goneFindings"] == []
    assert any(document["name"] == "Ghent – Tallinn" for document in follows["documents"])
