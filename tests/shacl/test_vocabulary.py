from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.rdf.namespaces import SH
from kg.shacl.shape_reader import READERS
from kg.shacl.vocabulary import ADVANCED, KNOWN, PARAMETERS, SUPPORTED, component, sh


def test_each_parameter_that_is_read_is_a_known_term() -> None:
    assert len(READERS) > 25
    assert READERS.keys() <= PARAMETERS | SUPPORTED
    assert PARAMETERS <= KNOWN


def test_core_and_advanced_terms_are_apart() -> None:
    assert not KNOWN & ADVANCED


def test_terms_are_in_the_namespace_of_shacl() -> None:
    assert {term for term in KNOWN | ADVANCED if not term.value.startswith(SH)} == set()
    assert sh("minCount").value == f"{SH}minCount"
    assert component("MinCount") in KNOWN


@pytest.mark.parametrize("part", ["core", "sparql"])
def test_every_predicate_of_the_test_suite_is_known(part: str, shared: Path) -> None:
    used = set()
    for path in (shared / "suites" / "shacl" / part).rglob("*.ttl"):
        quads = parse(path.read_bytes(), format=RdfFormat.TURTLE, base_iri="http://example.org/")
        used |= {quad.predicate for quad in quads if quad.predicate.value.startswith(SH)}
    assert len(used) > 10
    assert used - KNOWN <= {
        sh("nodeShape")
    }  # core/property/qualifiedValueShape-001 uses it, and SHACL has no such term.
