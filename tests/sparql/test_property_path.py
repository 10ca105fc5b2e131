from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.sparql.property_path import (
    Alternative,
    Inverse,
    Path,
    Predicate,
    Repeated,
    Sequence,
    inverted,
    predicates,
    text,
)

A, B, C = (Predicate(NamedNode(f"urn:{name}")) for name in "abc")


def short(iri: NamedNode) -> str:
    return iri.value.removeprefix("urn:")


PATHS: dict[str, Path] = {
    "a": A,
    "^a": Inverse(A),
    "a/b/c": Sequence((A, B, C)),
    "a|b": Alternative((A, B)),
    "a*": Repeated(A, "*"),
    "(^a)+": Repeated(Inverse(A), "+"),
    "^(a/b)": Inverse(Sequence((A, B))),
    "(a|b)?": Repeated(Alternative((A, B)), "?"),
    "(a*)+": Repeated(Repeated(A, "*"), "+"),
    "a/(b|c)*": Sequence((A, Repeated(Alternative((B, C)), "*"))),
}


@pytest.mark.parametrize("written", PATHS)
def test_a_path_is_written_as_sparql_reads_it(written: str) -> None:
    assert text(PATHS[written], short) == written


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_the_inverse_steps_over_the_same_predicates(path: Path) -> None:
    assert predicates(inverted(path)) == predicates(path)
    assert inverted(inverted(inverted(path))) == inverted(path)


def test_a_sequence_is_inverted_from_its_end() -> None:
    assert text(inverted(PATHS["a/b/c"]), short) == "^c/^b/^a"
    assert text(inverted(PATHS["a*"]), short) == "(^a)*"


def test_a_path_knows_every_predicate_in_it() -> None:
    assert {short(iri) for iri in predicates(PATHS["a/(b|c)*"])} == {"a", "b", "c"}
