"""Our engine and pySHACL find the same: in the real data, in nonconforming examples, in random mutations.

A sample of the examples and of the 500 mutations runs by default, all of them with ``CITY_TIES_WHOLE=1``.

Where they may differ, and who is right by the text of SHACL, stands in docs/validation-engine.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg import dataset
from kg.project import Project
from kg.rdf.namespaces import SH
from kg.shacl import evaluation
from kg.shacl.literals.comparison import value_of
from kg.shacl.pyshacl_adapter import validate_with_pyshacl
from kg.shacl.report import Result
from kg.shacl.vocabulary import component

from ..mutations import KINDS, Mutation, difference, multiset, mutated
from ..sampling import sample

EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "nonconforming").glob("*.ttl"))
SEEDS, MUTATIONS_EACH = range(10), 50


class Material:
    """The project's statements."""

    def __init__(self, project: Project) -> None:
        self.data, self.ontology, self.shapes = (
            dataset.load(project, (folder,)).quads for folder in ("data", "ontology", "shapes")
        )


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
    """Without the statements whose values shapes would compare and rdflib cannot; test_settled.py has those.

    At ill-formed literals pySHACL ends with a TypeError, of dates rdflib drops the time zone, and IRIs are compared as
    if they were strings. Besides sh:lessThan, a query compares days with that of dct:modified.
    """
    pairs = {SH + "lessThan", SH + "lessThanOrEquals"}
    compared: set[object] = {NamedNode("http://purl.org/dc/terms/modified")}
    compared |= {quad.object for quad in shapes if quad.predicate.value in pairs}
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
    assert unsettled(evaluation.validate(quads, material.shapes), validate_with_pyshacl(quads, material.shapes)) == []


@pytest.mark.long
@pytest.mark.parametrize("path", sample(EXAMPLES, 8), ids=lambda path: path.stem)
def test_in_a_nonconforming_example_both_find_the_same(path: Path, project: Project, material: Material) -> None:
    quads = dataset.read(path, project)
    quads += what_is_mentioned(quads, material.ontology)
    ours, theirs = evaluation.validate(quads, material.shapes), validate_with_pyshacl(quads, material.shapes)
    assert ours
    assert difference(ours, theirs) == []


@pytest.fixture(params=sample(SEEDS, 1))
def faulty(request: pytest.FixtureRequest, material: Material) -> tuple[Quad, ...]:
    """The project's data with faults, the same at each run."""
    random = Random(request.param)
    faults = [
        Mutation(random.choice(KINDS), *(random.randrange(10**6) for _ in range(3))) for _ in range(MUTATIONS_EACH)
    ]
    return mutated(material.data, faults)


@pytest.mark.long
def test_on_random_mutations_both_find_the_same(faulty: tuple[Quad, ...], material: Material) -> None:
    quads = comparable(faulty, material.shapes)
    quads += tuple(what_is_mentioned(quads, material.ontology))
    assert unsettled(evaluation.validate(quads, material.shapes), validate_with_pyshacl(quads, material.shapes)) == []


def test_on_random_mutations_a_second_opinion_finds_the_same(faulty: tuple[Quad, ...], material: Material) -> None:
    # pyshacl-turbo, in Rust, is asked about what rdflib cannot compare as well: nothing is left out.
    quads = faulty + tuple(what_is_mentioned(faulty, material.ontology))
    theirs = validate_with_pyshacl(quads, material.shapes, module="pyshacl_turbo")
    assert difference(evaluation.validate(quads, material.shapes), theirs) == []
