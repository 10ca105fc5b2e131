"""What changed in things, in words and at its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kg import project as projects
from kg.city_relations.vocabulary import VOCABULARY
from kg.history.snapshot import opened
from kg.publish.changes import change_report
from kg.publish.changes.change_report import ChangeReport
from kg.publish.changes.changed_things import ChangeKind
from kg.publish.field_vocabulary import Vocabulary

from ...commands import commit, edit

LATEST_START = '    ct:latestStart "1982-08-31"^^xsd:date ;\n    ct:openAsOf "2021-01-20"^^xsd:date ;\n'
END = '    ct:earliestEnd "2021-01-01"^^xsd:date ;\n    ct:latestEnd "2021-12-31"^^xsd:date ;\n'


def since_head(folder: Path, language: str = "en", vocabulary: Vocabulary = VOCABULARY) -> ChangeReport:
    project = projects.load(folder)
    with opened(project, "HEAD", folder) as before, opened(project, None, folder) as after:
        return change_report.compare(before, after, vocabulary, language, date(2026, 11, 24))


def told(report: ChangeReport) -> list[str]:
    return [
        f"{thing.name}: {line.part}: {line.words}" if line.part else f"{thing.name}: {line.words}"
        for thing in report.things
        for line in thing.lines
    ]


def test_an_end_is_told_as_such_in_the_languages_of_readers(copy: Path) -> None:
    commit(copy)
    line = edit(copy / "data" / "ghent.ttl", LATEST_START, END + LATEST_START)
    report = since_head(copy)
    assert told(report) == ["Ghent – Tallinn: in force: end added, 2021"]
    (thing,) = report.things
    assert thing.kind == ChangeKind.CHANGED
    (change,) = thing.lines
    assert change.place
    assert change.place.position
    assert (change.kind, change.place.file, change.place.position.line) == (ChangeKind.ADDED, "data/ghent.ttl", line)
    assert told(since_head(copy, "nl")) == ["Gent – Tallinn: van kracht: einde toegevoegd, 2021"]
    assert told(since_head(copy, "de"))[0].endswith("Ende hinzugefügt, 2021")


def test_without_the_vocabulary_of_the_field_each_property_is_told(copy: Path) -> None:
    commit(copy)
    edit(copy / "data" / "ghent.ttl", LATEST_START, END + LATEST_START)
    words = told(since_head(copy, vocabulary=Vocabulary()))
    assert [line.rpartition(": ")[0].rpartition(": ")[2] for line in words] == [
        "earliest end added",
        "latest end added",
    ]


def test_a_text_that_is_another_now_is_told_with_both(copy: Path) -> None:
    commit(copy)
    edit(copy / "data" / "ghent.ttl", 'foaf:name "AVS"', 'foaf:name "AVS news"')
    assert told(since_head(copy)) == ["AVS news: name: “AVS” → “AVS news”"]


def test_a_part_that_went_is_one_line_at_its_former_place(copy: Path) -> None:
    path = copy / "data" / "ghent.ttl"
    commit(copy)
    text = path.read_text("utf-8")
    subject = "<id/partnership/be-gent--ee-tallinn#activity-tallinn-early>"
    start = text.index(f"\n{subject}\n")
    text = text[:start] + text[text.index("\n.\n", start) + 3 :]
    path.write_text(text.replace(f"    ct:claim {subject} ;\n", ""), "utf-8")
    report = since_head(copy)
    (thing,) = report.things
    (line,) = thing.lines
    assert (thing.kind, line.kind, line.part) == (ChangeKind.CHANGED, ChangeKind.REMOVED, "highly active")
    assert "earliest start 1982-08-01" in line.words
    assert line.place
    assert line.place.file == "HEAD:data/ghent.ttl"


def test_a_new_thing_is_told_as_added_with_its_properties(copy: Path) -> None:
    commit(copy)
    path = copy / "data" / "ghent.ttl"
    path.write_text(
        path.read_text("utf-8") + '\n<id/agent/new>\n    a foaf:Agent ;\n    foaf:name "New" ;\n.\n', "utf-8"
    )
    report = since_head(copy)
    assert [(thing.kind, thing.name) for thing in report.things] == [(ChangeKind.ADDED, "New")]
    assert told(report) == ["New: kind added: foaf:Agent", "New: name added: “New”"]


def test_what_a_blank_node_says_belongs_to_what_leads_to_it(copy: Path) -> None:
    path = copy / "data" / "more.ttl"
    path.write_text("<urn:a> <urn:p> [ <urn:q> [ <urn:r> 1 ] ] .")
    commit(copy)
    path.write_text("<urn:a> <urn:p> [ <urn:q> [ <urn:r> 2 ] ] .")
    report = since_head(copy)
    assert [thing.iri for thing in report.things] == ["urn:a"]
    assert told(report) == ["urn:a: urn:r: 1 → 2"]
