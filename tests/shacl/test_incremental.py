"""A change is validated by looking again at the focus nodes that it can concern, and the results are those of a full
validation: over random mutations of the real data, one after the other and back again.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg import dataset
from kg.project import Project
from kg.shacl import evaluation
from kg.shacl.incremental import LiveValidation, changes
from kg.shacl.report import NoteKind

from ..mutations import KINDS, Mutation, difference, mutated
from ..sampling import WHOLE, sample

PROLOGUE = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX ex: <http://example.org/>
"""


@pytest.fixture(scope="module")
def quads(project: Project) -> tuple[Quad, ...]:
    return dataset.load(project).quads


@pytest.fixture(scope="module")
def shapes(project: Project) -> tuple[Quad, ...]:
    return dataset.load(project, ("shapes",)).quads


def turtle(text: str) -> list[Quad]:
    return list(parse((PROLOGUE + text).encode(), format=RdfFormat.TURTLE))


@pytest.mark.long
@pytest.mark.parametrize("seed", sample(range(2026, 2031), 1))
def test_over_random_mutations_the_results_are_those_of_a_full_validation(
    seed: int, quads: tuple[Quad, ...], shapes: tuple[Quad, ...]
) -> None:
    random = Random(seed)
    live, now = LiveValidation(quads, shapes), quads
    for number in range(100 if WHOLE else 20):
        fault = Mutation(random.choice(KINDS), *(random.randrange(10**6) for _ in range(3)))
        # Every tenth time the faults so far are mended at once, so that conforming again is tried as well.
        after = quads if number % 10 == 9 else mutated(now, [fault])
        live.change(*changes(now, after))
        now = after
        assert difference(live.results(), evaluation.validate(now, shapes)) == [], fault


def test_one_changed_partnership_concerns_few_focus_nodes(quads: tuple[Quad, ...], shapes: tuple[Quad, ...]) -> None:
    live = LiveValidation(quads, shapes)
    period = next(
        q for q in quads if q.subject.value.endswith("jp-kanazawa#in-force") and "latestStart" in str(q.predicate)
    )
    done = live.change([], [period.triple])
    assert difference(live.results(), evaluation.validate([q for q in quads if q != period], shapes)) == []
    assert 0 < done.checked < 20


def test_a_query_that_no_way_connects_is_run_as_a_whole_and_the_report_says_so() -> None:
    rule = """ex:S a sh:NodeShape ; sh:targetClass ex:City ; sh:sparql [
        sh:select "SELECT $this WHERE { $this <http://example.org/p> ?a . ?s <http://example.org/limit> ?a }" ] ."""
    data = turtle("ex:a a ex:City ; ex:p 1 . ex:b a ex:City ; ex:p 2 .")
    live = LiveValidation(data, turtle(rule))
    assert list(live.results()) == []
    done = live.change(turtle("ex:x ex:limit 2 ."), [])
    assert [result.focus_node.value for result in live.results()] == ["http://example.org/b"]  # type: ignore[union-attr]
    assert done.notes == ()
    far = rule.replace("?a . ?s <http://example.org/limit> ?a", "?a . ?s <http://example.org/limit> ?b FILTER(?a = ?b)")
    live = LiveValidation(data, turtle(far))
    done = live.change(turtle("ex:x ex:limit 2 ."), [])
    assert [result.focus_node.value for result in live.results()] == ["http://example.org/b"]  # type: ignore[union-attr]
    assert [note.kind for note in done.notes] == [NoteKind.RERUN_WHOLE]


def test_a_new_subclass_has_every_focus_node_judged_and_counted_once() -> None:
    rule = "ex:S a sh:NodeShape ; sh:targetClass ex:City ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    live = LiveValidation(turtle("ex:a a ex:City . ex:b a ex:Town ."), turtle(rule))
    change = live.change(turtle("ex:Town <http://www.w3.org/2000/01/rdf-schema#subClassOf> ex:City ."), [])
    assert {str(result.focus_node) for result in live.results()} == {
        "<http://example.org/a>", "<http://example.org/b>"
    }  # fmt: skip
    assert change.checked == 2
    assert [note.kind for note in change.notes] == [NoteKind.RERUN_WHOLE]


RULES: Sequence[str] = (
    "ex:S sh:targetClass ex:C ; sh:property [ sh:path (ex:p [ sh:oneOrMorePath ex:q ]) ; sh:class ex:D ] .",
    "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path [ sh:inversePath (ex:q ex:p) ] ; sh:maxCount 0 ] .",
    "ex:S sh:targetObjectsOf ex:p ; sh:not [ sh:path [ sh:zeroOrMorePath ex:q ] ; sh:class ex:D ] .",
    "ex:S sh:targetNode ex:n0 ; sh:closed true ; sh:property [ sh:path ex:p ] .",
    "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:equals ex:q ] .",
    "ex:S sh:targetClass ex:D ; sh:xone ( [ sh:path ex:p ; sh:minCount 2 ] [ sh:path ex:q ; sh:minCount 1 ] ) .",
    """ex:S sh:targetClass ex:C ; sh:property [ sh:path [ sh:alternativePath (ex:p ex:q) ] ;
        sh:qualifiedValueShape [ sh:class ex:D ] ; sh:qualifiedMaxCount 1 ] .""",
    """ex:S sh:targetClass ex:C ; sh:sparql [ sh:select '''SELECT $this ?value WHERE {
        { $this <http://example.org/p> ?value } UNION { ?value <http://example.org/q>+ $this }
        FILTER NOT EXISTS { ?value <http://example.org/p> ?one FILTER EXISTS { ?one <http://example.org/q> $this } }
        OPTIONAL { ?value <http://example.org/q> ?two } FILTER(!BOUND(?two) || ?two != $this) }''' ] .""",
    """ex:S sh:targetClass ex:D ; sh:sparql [ sh:select '''SELECT $this ?n WHERE {
        { SELECT $this (COUNT(?one) AS ?n) WHERE { $this <http://example.org/p> ?one . ?one ?any ?two } GROUP BY $this }
        FILTER(?n > 2) }''' ] .""",
)


@pytest.mark.parametrize("rule", RULES)
def test_every_kind_of_rule_survives_random_changes(rule: str) -> None:
    random = Random(rule)
    node = [NamedNode(f"http://example.org/n{number}") for number in range(6)]
    predicates = [NamedNode(f"http://example.org/{name}") for name in "pq"]
    kinds = [NamedNode(f"http://example.org/{name}") for name in "CDE"]
    a, below = (
        NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf"),
    )
    universe = [Quad(s, p, o) for s in node for p in predicates for o in node]
    universe += [Quad(s, a, kind) for s in node for kind in kinds] + [Quad(kinds[2], below, kinds[1])]
    shapes = turtle(rule)
    now = set(random.sample(universe, 15))
    live = LiveValidation(now, shapes)
    for _ in range(200):
        after = now ^ set(random.sample(universe, random.choice((1, 1, 2, 5))))
        live.change(*changes(now, after))
        now = after
        assert difference(live.results(), evaluation.validate(now, shapes)) == []
