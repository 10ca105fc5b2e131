"""What changed with a release is told as ``kg diff`` tells it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from kg import city_relations
from kg.publish.changes import change_sections, release_changes

from ...commands import edit
from ...fixtures.releases import FIRST, history, record


def test_a_change_is_told_in_the_words_of_the_field_and_the_language(recorded: Path) -> None:
    edit(
        recorded / "data" / "ghent.ttl",
        "<id/partnership/be-gent--ee-tallinn#in-force>\n",
        '<id/partnership/be-gent--ee-tallinn#in-force>\n\tct:latestEnd "2021-12-31"^^xsd:date ;\n'
        '\tct:earliestEnd "2021-01-01"^^xsd:date ;\n',
    )
    release = record(recorded, FIRST + timedelta(days=1))
    assert release
    known = history(recorded)
    vocabulary = city_relations.vocabulary_of(known.statements(release))
    words = {}
    for tag in ("en", "nl"):
        report = release_changes.report(known, release, vocabulary, tag)
        (block,) = (block for section in change_sections.sections(report) for block in section.blocks)
        words[tag] = (block.title, [item.words for item in block.items])
    assert words["en"] == ("Ghent – Tallinn", ["in force: end added, 2021"])
    assert words["nl"][0] == "Gent – Tallinn"
    assert not release_changes.report(known, known.releases[0], vocabulary, "en").things
