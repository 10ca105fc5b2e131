from __future__ import annotations

import pickle

import pytest
from pyoxigraph import BaseDirection, Literal, NamedNode

from kg.compact.solutions import Entry, Term, gathered
from kg.rdf.namespaces import XSD
from kg.resources import document_index, resource_graph
from kg.revision import Revision

NODE = NamedNode("https://example.org/a")


@pytest.mark.parametrize(
    "term",
    [
        NamedNode("https://example.org/Köln#x"),
        Literal(""),
        Literal("two\nlines <and> more"),
        Literal("Gent", language="nl-be"),
        Literal("غنت", language="ar", direction=BaseDirection.RTL),
        Literal("1.50", datatype=NamedNode(XSD + "decimal")),
    ],
)
def test_every_term_of_a_list_is_the_one_that_was_found(term: Term) -> None:
    found = pickle.loads(pickle.dumps(gathered("node", ("node", "says"), [{"node": NODE, "says": term}])))
    assert list(found) == list(found.at_once()) == [Entry(NODE, ({"node": NODE, "says": term},))]


def test_solutions_of_one_thing_stand_together_and_what_is_unbound_is_left_out() -> None:
    other, words = NamedNode("https://example.org/b"), [Literal(each) for each in "xyz"]
    solutions = [{"node": NODE, "says": words[0]}, {"node": other}, {"node": NODE, "says": words[1]}]
    found = gathered("node", ("node", "says"), solutions)
    assert [each.node for each in found] == [NODE, other]
    assert found[0].values_of("says") == words[:2]
    assert found[1]["says"] is None
    assert list(found.solutions_by_entry(["says"])) == [(0, ({"says": words[0]}, {"says": words[1]})), (1, ({},))]


def test_documents_have_their_resources_in_order_and_nothing_else(revision: Revision) -> None:
    iris = ["https://e.org/b#2", "https://e.org/a-b", "https://e.org/a#1", "https://e.org/a", "https://e.org/b#1"]
    found = document_index.documents(iris)
    assert {iri: [each.value for each in nodes] for iri, nodes in found.items()} == {
        "https://e.org/a": ["https://e.org/a", "https://e.org/a#1"],
        "https://e.org/a-b": ["https://e.org/a-b"],
        "https://e.org/b": ["https://e.org/b#1", "https://e.org/b#2"],
    }
    assert found.beginning("https://e.org/a") == ["https://e.org/a", "https://e.org/a-b"]
    assert found.count("https://e.org/a") == 2
    assert not {"https://e.org/", "https://e.org/c", "https://e.org/b#1"} & set(found)
    assert found.get("https://e.org/b#1") is None
    ours = {
        iri for iri in resource_graph.of(revision).documents if not iri.startswith(f"{revision.project.base}graph/")
    }
    said = {each.value.partition("#")[0] for each in revision.subjects() if isinstance(each, NamedNode)}
    assert ours >= {each for each in said if each.startswith(f"{revision.project.base}id/")}
