from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.publish.quality import shape_page
from kg.resources.language_view import Reader

from ...presence import present


def shape(reader: Reader, name: str) -> shape_page.Rule:
    return shape_page.rule(reader, NamedNode(f"{reader.known.revision.project.base}shape/{name}"))


def test_a_rule_says_in_words_whom_it_judges_and_what_it_demands(reader: Reader, dutch: Reader) -> None:
    found = shape(reader, "Partnership-party")
    assert found.targets == ("everything of the class partnership (ct:Partnership)",)
    assert found.path == "ct:party"
    assert found.demands[0] == "at least 2 values"
    assert "each value is of the class territory (ct:Territory)" in found.demands
    assert shape(dutch, "Partnership-party").demands[0] == "ten minste 2 waarden"


def test_a_rule_in_sparql_shows_its_query(reader: Reader) -> None:
    (query,) = shape(reader, "Agreement-before-end").queries
    assert query.startswith("SELECT DISTINCT $this")


def test_a_rule_comes_with_the_example_that_breaks_it(reader: Reader, root: Path) -> None:
    found = shape(reader, "Partnership-party")
    assert found.file == "tests/nonconforming/Partnership-party.ttl"
    assert found.example == (root / "tests/nonconforming/Partnership-party.ttl").read_text("utf-8")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_shape_of_the_project_is_told_without_a_word_of_shacl(
    reader: Reader, dutch: Reader, language: str
) -> None:
    speaker = {"nl": dutch, "en": reader}[language]
    for kind in ("sh:NodeShape", "sh:PropertyShape"):
        for node in present(speaker.instances(kind)):
            found = shape_page.rule(speaker, node)
            told = " ".join((*found.targets, *found.demands))
            assert not re.search(r"\bsh:(?!NodeShape|IRI|Literal)", told), (node, told)
            assert found.demands or found.queries or speaker.nodes(node, "sh:property"), node
            assert found.targets or kind == "sh:PropertyShape" or speaker.referring(node, "sh:node"), node
