from __future__ import annotations

import re

import pytest
from pyoxigraph import Literal, NamedNode, QueryTriples, Triple
from rdflib.compare import isomorphic

from kg.errors import UnknownResource
from kg.named_queries import page_queries
from kg.publish.documents import description
from kg.rdf.formats import GRAPH_FORMATS, N_TRIPLES, TURTLE
from kg.resources import resource_graph
from kg.revision import Revision

KANAZAWA = "id/partnership/be-gent--jp-kanazawa"
KINDS = [
    "id/city/be-gent",
    KANAZAWA,
    "id/network/eurocities",
    "id/source/gent-reorientation",
    "id/decision/gent-reorientation",
    "id/concept/status",
    "id/concept/status/in-force",
    "ns",
    "shape/Partnership-party",
]


def described(revision: Revision, name: str) -> description.Description:
    return description.describe(revision, revision.project.base + name)


def test_a_description_has_the_statements_of_the_document_and_of_its_hash_iris(revision: Revision) -> None:
    found = described(revision, KANAZAWA)
    assert {node.value.partition("#")[2] for node in found.resources} >= {"", "in-force", "agreement-1971"}
    for node in found.resources:
        assert set(revision.about(node)) <= set(found.own)


def test_a_description_has_what_refers_to_it_and_the_names_of_what_it_links_to(revision: Revision) -> None:
    base = revision.project.base
    found = described(revision, KANAZAWA)
    assert any(quad.subject == NamedNode(f"{base}id/decision/gent-reorientation#kanazawa") for quad in found.referring)
    named = {quad.subject: quad.object for quad in found.names if quad.object == Literal("Kanazawa", language="en")}
    assert NamedNode(f"{base}id/city/jp-kanazawa") in named


def test_no_more_than_a_hundred_referring_statements_are_told_and_the_rest_is_counted(revision: Revision) -> None:
    found = described(revision, "ns")
    assert len(found.referring) == description.REFERRING
    assert found.left_out > 0


def test_literals_stand_as_they_were_parsed_not_as_the_query_index_rewrites_them(revision: Revision, triples) -> None:
    body = description.represent(revision, f"{revision.project.base}id/city/be-gent", N_TRIPLES).body
    own = {quad.triple for quad in described(revision, "id/city/be-gent").own}
    assert own <= triples(body, N_TRIPLES)


@pytest.mark.parametrize("name", KINDS)
def test_every_format_reads_back_isomorphic(revision: Revision, name: str, read) -> None:
    iri = revision.project.base + name
    graphs = [read(description.represent(revision, iri, form).body, form) for form in GRAPH_FORMATS]
    assert len(graphs[0]) > 3
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


def test_the_same_revision_gives_the_same_bytes_and_another_format_another_entity_tag(revision: Revision) -> None:
    iri = f"{revision.project.base}ns"
    first = [description.represent(revision, iri, form) for form in GRAPH_FORMATS]
    assert first == [description.represent(revision, iri, form) for form in GRAPH_FORMATS]
    assert len({each.etag for each in first}) == len(GRAPH_FORMATS)
    assert all(each.etag.startswith(revision.digest[:32]) for each in first)


def test_turtle_is_canonical_and_relative_to_the_base(revision: Revision) -> None:
    body = description.represent(revision, f"{revision.project.base}{KANAZAWA}", TURTLE).body.decode()
    assert body.startswith(f"BASE <{revision.project.base}>\n")
    assert f"\n<{KANAZAWA}>\n    a ct:Partnership ;\n" in body


def test_an_unknown_iri_is_answered_with_similar_names(revision: Revision) -> None:
    base = revision.project.base
    with pytest.raises(UnknownResource) as caught:
        described(revision, "id/city/be-gnt")
    assert caught.value.similar[0] == f"{base}id/city/be-gent"


def test_every_subject_of_the_project_has_a_document(revision: Revision) -> None:
    known = resource_graph.of(revision)
    base = revision.project.base
    ours = {node.value for node in revision.subjects() if isinstance(node, NamedNode) and node.value.startswith(base)}
    assert ours <= {node.value for nodes in known.documents.values() for node in nodes}


@pytest.mark.parametrize("name", [name for name in KINDS if not name.startswith(("shape", "ns"))])
def test_the_question_that_a_page_shows_has_the_statements_that_the_page_tells(revision: Revision, name: str) -> None:
    found = described(revision, name)
    text = page_queries.bound(revision.project, page_queries.DESCRIPTION, {"document": found.document})
    answer = revision.store.query(text, use_default_graph_as_union=True)
    told = {quad.triple for quad in (*found.own, *found.referring)}
    assert isinstance(answer, QueryTriples)
    answered, said = ({similar(triple) for triple in each} for each in (answer, told))
    assert said <= answered
    assert len(answered - said) == found.left_out


def similar(triple: Triple) -> str:
    """The query index rewrites decimals; what they say stays the same."""
    return re.sub(r'"(\d+\.\d*?)0*"\^\^', r'"\1"^^', str(triple))
