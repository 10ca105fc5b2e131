"""What a probe finds, and which named questions differ: Virtuoso's as docs/operating.md says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from kg.cli.publishing import compared_answers
from kg.query_engine.remote import probe
from kg.query_engine.remote.authentication import Fixed
from kg.query_engine.remote.graph_store import GraphStore
from kg.query_engine.remote.known_answers import known_answers
from kg.query_engine.remote.probe import Findings
from kg.query_engine.remote.push import Engine
from kg.revision import Revision
from kg.settings.query import Limits
from kg.settings.remote import RemoteSettings

from ...presence import present
from .engines import PASSWORD, ask, engine_at, push, virtuoso

OXIGRAPH = {
    "GROUP_CONCAT of tagged strings is untagged", "REPLACE with a reluctant match", "STR of a number's spelling",
    "a decimal keeps its spelling", "a derived integer type", "p* from what is not in the data", "p|q keeps duplicates",
    "sameTerm tells spellings apart", "true > false",
}  # fmt: skip
ROW = re.compile(r"^\| `([^|]*)` \| (.*) \|$", re.M)


def probed(settings: RemoteSettings, revision: Revision) -> Findings:
    with closing(Engine(settings, 0, revision.project.base, patch=False)) as engine:
        return probe.probe(engine.endpoint, engine.store, revision.project.base)


def names(findings: Findings) -> set[str]:
    return {deviation.known.name for deviation in findings.deviations}


def table(root: Path, heading: str) -> Mapping[str, str]:
    """The rows of a table of docs/operating.md: one for each of the names before the bar, with the reason after it."""
    _, _, text = (root / "docs" / "operating.md").read_text("utf-8").partition(f"### {heading}\n")
    rows = ROW.findall(text.partition("\n#")[0])
    return {name: reason for several, reason in rows for name in several.split("`, `")}


def differs_as_told(names: set[str], reasons: Mapping[str, str]) -> bool:
    """Whether the names are those of the table, with or without what it says comes sometimes."""
    always = {name for name, reason in reasons.items() if not reason.startswith("sometimes")}
    return always <= names <= set(reasons)


def test_each_case_has_another_name_and_sorted_values() -> None:
    cases = present(known_answers().cases)
    assert len({case.name for case in cases}) == len(cases)
    assert [case.name for case in cases if list(case.values) != sorted(case.values)] == []


def test_oxigraph_deviates_as_it_is_known_to_and_answers_every_question(
    loaded: RemoteSettings, today: Revision
) -> None:
    findings = probed(loaded, today)
    assert names(findings) == OXIGRAPH
    assert findings.triple_terms == ""
    with engine_at(loaded, today, Limits()) as engine:
        differences = dict(compared_answers.differences(today, engine))
        assert "urn:kg:probe" not in ask(engine, "SELECT DISTINCT ?p { ?s ?p ?o }")
    with closing(GraphStore(loaded.graph_stores[0], Fixed())) as store:
        assert store.get(f"{today.project.base}graph/probe") == []
    assert len(differences) > 30
    assert {name: why for name, why in differences.items() if why} == {}


def test_a_deviation_names_the_questions_that_use_it(loaded: RemoteSettings, today: Revision) -> None:
    texts = compared_answers.texts(today)
    used = {one.known.name: one.used_by(texts) for one in probed(loaded, today).deviations}
    assert "kept-partnership" in used["GROUP_CONCAT of tagged strings is untagged"]
    assert used["p* from what is not in the data"] == []


@pytest.mark.long
def test_virtuoso_deviates_as_the_document_says_and_each_other_answer_is_explained(
    root: Path, today: Revision, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, "Digest dba:dba")
    with virtuoso(tmp_path) as settings:
        push(today, settings)
        findings = probed(settings, today)
        # The document says which take too long; what they leave running would keep the others waiting.
        explained = table(root, "Which questions Virtuoso 7.2.5 answers otherwise")
        texts = compared_answers.texts(today)
        quick = {name: text for name, text in texts.items() if "seconds" not in explained.get(name, "")}
        with engine_at(settings, today, Limits(seconds=120)) as engine:
            differences = dict(compared_answers.differences(today, engine, quick))
    assert differs_as_told(names(findings), table(root, "What Virtuoso 7.2.5 gets wrong"))
    assert "answered 500" in findings.triple_terms
    different = {name: why for name, why in differences.items() if why}
    explanations = {name: reason for name, reason in explained.items() if name in quick}
    assert differs_as_told(set(different), explanations), different
    assert len(quick) > 30
