from __future__ import annotations

from kg.rdf.namespaces import SH
from kg.shacl.shape_reader import READERS
from kg.shacl.vocabulary import ADVANCED, KNOWN, PARAMETERS, component, sh


def test_each_parameter_that_is_read_is_a_known_term() -> None:
    assert len(READERS) > 25
    assert READERS.keys() <= PARAMETERS
    assert PARAMETERS <= KNOWN


def test_core_and_advanced_terms_are_apart() -> None:
    assert not KNOWN & ADVANCED


def test_terms_are_in_the_namespace_of_shacl() -> None:
    assert {term for term in KNOWN | ADVANCED if not term.value.startswith(SH)} == set()
    assert sh("minCount").value == f"{SH}minCount"
    assert component("MinCount") in KNOWN
