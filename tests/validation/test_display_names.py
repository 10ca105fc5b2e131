from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from kg.rdf.namespaces import XSD
from kg.validation.display_names import Names

NAMES = Names("https://example.org/", {"ex": "https://example.org/ns#", "exa": "https://example.org/ns#a/"})


@pytest.mark.parametrize(("iri", "term", "plain"), [
    ("https://example.org/ns#party", "ex:party", "ex:party"),
    ("https://example.org/ns#a/b", "exa:b", "exa:b"),
    ("https://example.org/shape/P-q", "<shape/P-q>", "shape/P-q"),
    ("urn:a", "<urn:a>", "urn:a"),
    ("https://example.org/ns#", "<ns#>", "ns#"),
])  # fmt: skip
def test_an_iri_is_written_with_a_prefix_relative_to_the_base_or_in_full(iri: str, term: str, plain: str) -> None:
    assert (NAMES.term(NamedNode(iri)), NAMES.plain(NamedNode(iri))) == (term, plain)


def test_a_literal_is_written_as_turtle_writes_it() -> None:
    assert NAMES.term(Literal("x", language="nl")) == '"x"@nl'
    assert NAMES.term(Literal("5", datatype=NamedNode(XSD + "integer"))) == "5"
    assert NAMES.term(Literal("x", datatype=NamedNode("https://example.org/ns#t"))) == '"x"^^ex:t'
