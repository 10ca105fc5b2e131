"""Scores are what the document says of them."""

from __future__ import annotations

from pyoxigraph import Literal

from kg.publish.reconciliation import candidates
from kg.publish.reconciliation.batch import ReconciliationQuery
from kg.publish.search import name_index
from kg.resources.language_view import Reader


def test_the_score_of_a_name_is_that_of_the_name_that_is_most_alike() -> None:
    assert candidates.name_score("Nottinghm", [Literal("Nottingham"), Literal("Nott")]) == 94.74
    assert candidates.name_score("GHENT", [Literal("Gent"), Literal("Ghent")]) == 100
    assert candidates.name_score("Ghent", []) == 0


def test_two_things_of_one_name_are_no_match(reader: Reader) -> None:
    index = name_index.of(reader.known.revision)
    best = candidates.candidates(reader, index, ReconciliationQuery("city"))
    equal = [candidate for candidate in best if candidate.score == 100]
    assert len(equal) > 1
    assert not any(candidate.match for candidate in equal)


def test_an_identifier_names_its_resource(reader: Reader) -> None:
    iri = f"{reader.known.revision.project.base}id/city/jp-kanazawa"
    (only,) = candidates.candidates(reader, name_index.of(reader.known.revision), ReconciliationQuery(iri))
    assert (only.node.value, only.match) == (iri, True)
