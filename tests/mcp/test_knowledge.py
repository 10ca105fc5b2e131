"""What an assistant finds out, of any graph."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import project as projects
from kg import revision as revisions
from kg.edition import Publication
from kg.errors import UsageError
from kg.mcp import knowledge
from kg.mcp.knowledge import Knowledge


@pytest.fixture(scope="module")
def thesaurus(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    folder = tmp_path_factory.mktemp("thesaurus") / "project"
    shutil.copytree(root / "examples" / "thesaurus", folder, ignore=shutil.ignore_patterns(".cache"))
    project = projects.load(folder)
    publication = Publication(project, lambda day: revisions.current(project, day))
    yield Knowledge(publication.current, "en")
    publication.close()


def test_a_graph_of_another_vocabulary_is_told_statement_by_statement(thesaurus: Knowledge) -> None:
    described = thesaurus.describe("viaduct")
    assert described["name"] == "viaduct"
    assert {sentence["certainty"] for sentence in described["sentences"]} == {"unknown"}
    assert "viaduct – skos:prefLabel: viaduct" in [sentence["text"] for sentence in described["sentences"]]
    assert thesaurus.questions()["answer"] == "unknown"


def test_rows_are_counted_in_all(thesaurus: Knowledge) -> None:
    answer = thesaurus.run("SELECT ?s { ?s a <http://www.w3.org/2004/02/skos/core#Concept> }", rows=2)
    assert len(answer["rows"]) == 2
    assert answer["rows_in_all"] > 2


def test_remarks_and_problems_are_in_the_language_of_the_assistants_reader(thesaurus: Knowledge) -> None:
    dutch = Knowledge(thesaurus._current, "nl")
    assert dutch.describe("nowhere at all")["reason"] == "Niets heet hier nowhere at all."
    note = dutch.run("SELECT ?s { ?s a <urn:nothing> }")["note"]
    assert note.startswith("Niets in de gegevens past hierbij.")
    with pytest.raises(UsageError) as refused:
        dutch.describe("viaduct", "yesterday")
    assert knowledge.problem(refused.value, "nl") == {
        "problem": "yesterday is geen dag.",
        "hint": "Schrijf hem als 2015-06-01.",
    }
