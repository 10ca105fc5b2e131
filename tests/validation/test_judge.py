"""Our engine and pySHACL find the same: in the real data, in every nonconforming example, in 500 random mutations.

Where they may differ, and who is right by the text of SHACL, stands in docs/validation-engine.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad

from kg import dataset
from kg.project import Project
from kg.rdf.namespaces import SH
from kg.validation import engine
from kg.validation.judge import judge
from kg.validation.literals import value_of
from kg.validation.report import Result
from kg.validation.vocabulary import component

from .mutations import Mutation, difference, multiset, mutated, mutations

GRAPHS, MUTATIONS_EACH = 25, 20


class Material:
    """The project's statements, in a thing that hypothesis prints by its name only."""

    def __init__(self, project: Project) -> None:
        self.data, self.ontology, self.shapes = (
            dataset.load(project, (folder,)).quads for folder in ("data", "ontology", "shapes")
        )

    def __repr__(self) -> str:
        return "material"


@pytest.fixture(scope="module")
def material(project: Project) -> Material:
    return Material(project)


def what_is_mentioned(quads: Sequence[Quad], background: Sequence[Quad]) -> Iterator[Quad]:
    """The statements of the background about what the quads mention, and so on from there."""
    about: dict[object, list[Quad]] = {}
    for quad in background:
        about.setdefault(quad.subject, []).append(quad)
    pending = list(quads)
    while pending:
        quad = pending.pop()
        found = about.pop(quad.object, [])
        yield from found
        pending += found


def comparable(quads: Sequence[Quad], shapes: Sequence[Quad]) -> tuple[Quad, ...]:
    """Without the statements whose values sh:lessThan would compare and rdflib cannot; test_settled.py has those.

    At ill-formed literals pySHACL ends with a TypeError, of dates rdflib drops the time zone, and IRIs are compared as
    if they were strings.
    """
    pairs = {SH + "lessThan", SH + "lessThanOrEquals"}
    compared = {quad.object for quad in shapes if quad.predicate.value in pairs}
    starts = {quad.subject for quad in shapes if quad.predicate.value in pairs}
    compared |= {quad.object for quad in shapes if quad.predicate.value == SH + "path" and quad.subject in starts}
    return tuple(quad for quad in quads if quad.predicate not in compared or _is_plain(quad.object))


def _is_plain(term: object) -> bool:
    value = value_of(term) if isinstance(term, Literal) else None
    return value is not None and not (value.kind.endswith("date") and value.zoned)


def unsettled(ours: Sequence[Result], theirs: Sequence[Result]) -> list[str]:
    """The difference, without what rdflib finds because its `<` orders literals of any two types.

    In SPARQL 1.1 §17.3 that is an error, and the filter drops the solution.
    """
    compared = [r for r in theirs if r.component == component("SPARQL") and isinstance(r.value, Literal)]
    extra = multiset(r for r in compared if not _is_plain(r.value)) - multiset(ours)
    return difference(ours, [r for r in theirs if not multiset([r]) <= extra])


def test_on_the_real_data_both_find_the_same(material: Material) -> None:
    quads = (*material.data, *material.ontology)
    assert unsettled(engine.validate(quads, material.shapes), judge(quads, material.shapes)) == []


def test_on_every_nonconforming_example_both_find_the_same(project: Project, root: Path, material: Material) -> None:
    differences: dict[str, list[str]] = {}
    for path in sorted((root / "tests" / "nonconforming").glob("*.ttl")):
        quads = dataset.read(path, project)
        quads += what_is_mentioned(quads, material.ontology)
        ours, theirs = engine.validate(quads, material.shapes), judge(quads, material.shapes)
        assert ours, f"{path.name} breaks nothing"
        if found := difference(ours, theirs):
            differences[path.name] = found
    assert differences == {}


WITHOUT_SHRINKING = settings(
    max_examples=GRAPHS,
    deadline=None,
    derandomize=True,
    # A failing example is told apart by its difference; shrinking it would take minutes of pySHACL.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
FAULTS = st.lists(mutations, min_size=MUTATIONS_EACH, max_size=MUTATIONS_EACH)


@WITHOUT_SHRINKING
@given(faults=FAULTS)
def test_on_500_random_mutations_both_find_the_same(faults: list[Mutation], material: Material) -> None:
    quads = comparable(mutated(material.data, faults), material.shapes)
    quads += tuple(what_is_mentioned(quads, material.ontology))
    assert unsettled(engine.validate(quads, material.shapes), judge(quads, material.shapes)) == []


@WITHOUT_SHRINKING
@given(faults=FAULTS)
def test_on_500_random_mutations_a_second_opinion_finds_the_same(faults: list[Mutation], material: Material) -> None:
    # pyshacl-turbo, in Rust, is asked about what rdflib cannot compare as well: nothing is left out.
    quads = mutated(material.data, faults)
    quads += tuple(what_is_mentioned(quads, material.ontology))
    theirs = judge(quads, material.shapes, by="pyshacl_turbo")
    assert difference(engine.validate(quads, material.shapes), theirs) == []
