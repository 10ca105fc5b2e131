"""What changed in things, in words and at its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest

from kg import project as projects
from kg import revision as revisions
from kg.city_relations.pictures import shown
from kg.city_relations.vocabulary import VOCABULARY
from kg.history import statement_difference
from kg.history.snapshot import opened
from kg.publish.changes import change_report, changed_things
from kg.publish.changes.change_report import ChangeReport
from kg.publish.changes.changed_things import ChangeKind, Thing
from kg.publish.changes.two_sides import Sides
from kg.publish.field_vocabulary import Vocabulary
from kg.resources import resource_graph
from kg.resources.language_view import Reader

from ...commands import commit, copied, edit

DAY = date(2026, 11, 24)
LATEST_START = '    ct:latestStart "1982-08-31"^^xsd:date ;\n    ct:openAsOf "2021-01-20"^^xsd:date ;\n'
END = '    ct:earliestEnd "2021-01-01"^^xsd:date ;\n    ct:latestEnd "2021-12-31"^^xsd:date ;\n'


def since_head(folder: Path, language: str = "en", vocabulary: Vocabulary = VOCABULARY) -> ChangeReport:
    project = projects.load(folder)
    with opened(project, "HEAD", folder) as before, opened(project, None, folder) as after:
        return change_report.compare(before, after, vocabulary, language, DAY, shown.pictures)


def things(folder: Path, language: str = "en", vocabulary: Vocabulary = VOCABULARY) -> tuple[Thing, ...]:
    """What changed since the last commit, without what follows from it."""
    project = projects.load(folder)
    with opened(project, "HEAD", folder) as before, opened(project, None, folder) as after:
        difference = statement_difference.between(before, after)
        sides = (revisions.unjudged(side.project, side.dataset, DAY) for side in (before, after))
        readers = (Reader(resource_graph.of(side), language, telling=vocabulary.telling) for side in sides)
        return changed_things.things(before, after, difference, Sides(*readers), vocabulary.changes)


def told(changed: Iterable[Thing]) -> list[str]:
    return [
        f"{thing.name}: {line.part}: {line.words}" if line.part else f"{thing.name}: {line.words}"
        for thing in changed
        for line in thing.lines
    ]


def test_an_end_is_told_as_such_in_the_languages_of_readers(
    with_end: Path, end_reported: Callable[[str], ChangeReport]
) -> None:
    text = (with_end / "data" / "ghent.ttl").read_text("utf-8")
    line = text[: text.index(END)].count("\n") + 1
    report = end_reported("en")
    assert told(report.things) == ["Ghent – Tallinn: in force: end added, 2021"]
    (thing,) = report.things
    assert thing.kind == ChangeKind.CHANGED
    (change,) = thing.lines
    assert change.place
    assert change.place.position
    assert (change.kind, change.place.file, change.place.position.line) == (ChangeKind.ADDED, "data/ghent.ttl", line)
    assert told(things(with_end, "nl")) == ["Gent – Tallinn: van kracht: einde toegevoegd, 2021"]
    assert told(things(with_end, "de"))[0].endswith("Ende hinzugefügt, 2021")


def test_without_the_vocabulary_of_the_field_each_property_is_told(with_end: Path) -> None:
    words = told(things(with_end, vocabulary=Vocabulary()))
    assert [line.rpartition(": ")[0].rpartition(": ")[2] for line in words] == [
        "earliest end added",
        "latest end added",
    ]


@pytest.fixture(scope="module")
def edited(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Thing]:
    """What is told of a copy in which a name, a part and a thing have changed, by the names of things."""
    folder = copied(root, tmp_path_factory.mktemp("edited") / "project")
    commit(folder)
    path = folder / "data" / "ghent.ttl"
    edit(path, 'foaf:name "AVS"', 'foaf:name "AVS news"')
    text = path.read_text("utf-8")
    subject = "<id/partnership/be-gent--ee-tallinn#activity-tallinn-early>"
    start = text.index(f"\n{subject}\n")
    text = text[:start] + text[text.index("\n.\n", start) + 3 :]
    text = text.replace(f"    ct:claim {subject} ;\n", "")
    path.write_text(text + '\n<id/agent/new>\n    a foaf:Agent ;\n    foaf:name "New" ;\n.\n', "utf-8")
    return {thing.name: thing for thing in things(folder)}


def test_what_did_not_change_is_not_told(edited: Mapping[str, Thing]) -> None:
    assert {name: thing.kind for name, thing in edited.items()} == {
        "AVS news": ChangeKind.CHANGED,
        "Ghent – Tallinn": ChangeKind.CHANGED,
        "New": ChangeKind.ADDED,
    }


def test_a_text_that_is_another_now_is_told_with_both(edited: Mapping[str, Thing]) -> None:
    assert told([edited["AVS news"]]) == ["AVS news: name: “AVS” → “AVS news”"]


def test_a_part_that_went_is_one_line_at_its_former_place(edited: Mapping[str, Thing]) -> None:
    (line,) = edited["Ghent – Tallinn"].lines
    assert (line.kind, line.part) == (ChangeKind.REMOVED, "highly active")
    assert "earliest start 1982-08-01" in line.words
    assert line.place
    assert line.place.file == "HEAD:data/ghent.ttl"


def test_a_new_thing_is_told_as_added_with_its_properties(edited: Mapping[str, Thing]) -> None:
    assert told([edited["New"]]) == ["New: kind added: foaf:Agent", "New: name added: “New”"]


def test_what_a_blank_node_says_belongs_to_what_leads_to_it(copy: Path) -> None:
    path = copy / "data" / "more.ttl"
    path.write_text("<urn:a> <urn:p> [ <urn:q> [ <urn:r> 1 ] ] .")
    commit(copy)
    path.write_text("<urn:a> <urn:p> [ <urn:q> [ <urn:r> 2 ] ] .")
    (thing,) = things(copy)
    assert thing.iri == "urn:a"
    assert told([thing]) == ["urn:a: urn:r: 1 → 2"]


def test_a_file_that_is_renamed_or_divided_tells_how_many_statements_moved_and_nothing_of_its_things(
    copy: Path,
) -> None:
    commit(copy)
    text = (copy / "data" / "ghent.ttl").read_text("utf-8")
    head, body = text.split("\n\n<", 1)
    agent = "\n<id/agent/avs>\n"
    assert agent in f"\n<{body}"
    first, rest = f"\n<{body}".split(agent)
    block, rest = rest.split("\n.\n", 1)
    (copy / "data" / "ghent.ttl").unlink()
    (copy / "data" / "gent.ttl").write_text(f"{head}\n{first}{rest}", "utf-8")
    (copy / "data" / "media.ttl").write_text(f"{head}\n{agent}{block.replace('AVS', 'AVS news')}\n.\n", "utf-8")
    gent, media, agent_changed = things(copy, "nl")
    assert [gent.name, media.name] == ["data/gent", "data/media"]
    assert re.fullmatch(r"[0-9]{4} gegevens staan hier die in data/ghent stonden", gent.lines[0].words)
    assert [line.words for line in media.lines] == ["1 gegeven staat hier dat in data/ghent stond"]
    assert [line.words for line in agent_changed.lines] == ["naam: “AVS” → “AVS news”"]
