from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.resources.document_index import documents

BASE = "https://example.org/"
IRIS = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from(["", "#x", "#y"])).map(lambda each: BASE + "".join(each))
)


@given(IRIS)
def test_a_document_has_its_own_node_and_those_with_a_fragment(iris: list[str]) -> None:
    found = documents(iris)
    expected: dict[str, list[str]] = {}
    for iri in sorted(set(iris)):
        expected.setdefault(iri.partition("#")[0], []).append(iri)
    assert {name: [node.value for node in found[name]] for name in found} == expected
    assert list(found) == sorted(expected)


def test_documents_are_found_by_the_beginning_of_their_iri() -> None:
    found = documents([f"{BASE}city/a", f"{BASE}city/b#x", f"{BASE}network/c"])
    assert found.beginning(f"{BASE}city/") == [f"{BASE}city/a", f"{BASE}city/b"]
    assert found.count(f"{BASE}city/") == 2
    assert found[f"{BASE}city/b"] == (NamedNode(f"{BASE}city/b#x"),)
    with pytest.raises(KeyError):
        found[f"{BASE}city/"]
