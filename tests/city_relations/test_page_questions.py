from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from kg.city_relations import NAMESPACE, page_questions
from kg.named_queries import template
from kg.revision import Revision

OPTIONAL = [NamedNode(NAMESPACE + name) for name in ("certainty", "decidedBy", "reason")]


def test_every_query_beside_the_domain_has_a_name() -> None:
    named = {value for value in vars(page_questions).values() if isinstance(value, Path) and value.suffix == ".rq"}
    assert named == set(page_questions.CITIES.parent.glob("*.rq"))


@pytest.mark.parametrize(
    "path", [page_questions.MEMBERSHIPS, page_questions.DECISIONS], ids=["memberships", "decisions"]
)
def test_what_is_not_said_of_a_row_makes_no_others(revision: Revision, path: Path) -> None:
    quads = list(revision.quads())
    kept = ("membership", "source", "decision", "outcome", "partnership")
    rows = answers([quad for quad in quads if quad.predicate not in OPTIONAL], path, revision)
    assert rows
    assert not [row for row in rows if row["certainty"] or row["certaintyName"]]
    before = answers(quads, path, revision)
    assert len(rows) <= len(before)
    assert {tuple(map(row.get, kept)) for row in rows} == {tuple(map(row.get, kept)) for row in before}


def answers(quads: list[Quad], path: Path, revision: Revision) -> list[dict[str, object]]:
    store = Store()
    store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    query = template.load(path, revision.project.base, revision.project.prefixes)
    solutions = store.query(template.bind(query, {}), prefixes=revision.project.query_prefixes)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{name: solution[name] for name in names} for solution in solutions]
