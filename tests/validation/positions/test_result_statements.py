"""Of every kind of constraint, the statement that is at fault, in the file where it stands."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from kg import dataset as datasets
from kg.project import Project
from kg.shacl.report import Term
from kg.sparql.property_path import Alternative, Inverse, Predicate, Repeated
from kg.sparql.property_path import Path as PropertyPath
from kg.sparql.property_path import Sequence as PathSequence
from kg.validation.positions import result_statements
from kg.validation.positions.result_statements import Statements

from ...presence import present
from ..messages.telling import BOAT, HEAD, document

LINES = HEAD.count("\n")


@pytest.mark.parametrize(
    ("constraint", "data"),
    [
        ("sh:property [ sh:path ex:p ; sh:minCount 1 ]", "‸ex:b a ex:Boat ."),
        ("sh:property [ sh:path ex:p ; sh:minCount 2 ]", "ex:b a ex:Boat ;\n ‸ex:p 1 ."),
        ("sh:property [ sh:path ex:p ; sh:maxCount 1 ]", "ex:b a ex:Boat ; ex:p 1 ,\n ‸2 , 3 ."),
        ("sh:property [ sh:path ex:p ; sh:maxCount 2 ]", "ex:b a ex:Boat ; ex:p 1 . ex:b\n ex:p 2 , ‸3 ."),
        ("sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:maxCount 1 ]",
         "ex:b a ex:Boat . ex:x ex:p ex:b .\n ex:y ex:p ‸ex:b ."),
        ("sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ]", "ex:b a ex:Boat ; ex:p ex:x ,\n ‸1 ."),
        ("sh:property [ sh:path ex:p ; sh:class ex:C ]", "ex:b a ex:Boat ; ex:p ‸ex:x .\nex:x a ex:D ."),
        ("sh:property [ sh:path ex:p ; sh:datatype xsd:date ]", "ex:b a ex:Boat ; ex:q 1 ; ex:p ‸1 ."),
        ("sh:property [ sh:path ex:p ; sh:hasValue 1 ]", "ex:b a ex:Boat ; ‸ex:p 2 ."),
        ("sh:property [ sh:path ex:p ; sh:in ( 1 ) ]", "ex:b a ex:Boat ; ex:p 1 , ‸2 ."),
        ("sh:property [ sh:path ex:p ; sh:equals ex:q ]", "ex:b a ex:Boat ; ex:p 1 ; ex:q 1 ,\n ‸2 ."),
        ("sh:property [ sh:path ex:p ; sh:equals ex:q ]", "ex:b a ex:Boat ; ex:p 1 , ‸2 ; ex:q 1 ."),
        ("sh:property [ sh:path ex:p ; sh:disjoint ex:q ]", "ex:b a ex:Boat ; ex:p 1 , ‸2 ; ex:q 2 ."),
        ("sh:property [ sh:path ex:p ; sh:lessThan ex:q ]", "ex:b a ex:Boat ; ex:q 2 ; ex:p 1 , ‸2 ."),
        ("sh:property [ sh:path ex:p ; sh:uniqueLang true ]", 'ex:b a ex:Boat ; ex:p "a"@en , "b"@nl ,\n ‸"c"@EN .'),
        ("sh:property [ sh:path ex:p ; sh:languageIn ( \"en\" ) ]", 'ex:b a ex:Boat ; ex:p "a"@en , ‸"b"@nl .'),
        ("sh:property [ sh:path ex:p ; sh:pattern \"^a\" ]", 'ex:b a ex:Boat ; ex:p "a" , ‸"b" .'),
        ("sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ]", "ex:b a ex:Boat ;\n ‸ex:p ex:x ."),
        ("sh:property [ sh:path ( ex:p ex:q ) ; sh:datatype xsd:date ]",
         "ex:b a ex:Boat ; ex:p ex:x .\nex:x ex:q ‸1 ."),
        ("sh:property [ sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:minCount 2 ]", "ex:b a ex:Boat ; ‸ex:q 1 ."),
        ("sh:property [ sh:path [ sh:oneOrMorePath ex:p ] ; sh:nodeKind sh:IRI ]",
         "ex:b a ex:Boat ; ex:p ex:x . ex:x ex:p ‸1 ."),
        ("sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMaxCount 1 ]",
         "ex:b a ex:Boat ; ex:p 1 , ex:x ,\n ‸ex:y ."),
        ("sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1 ]",
         "ex:b a ex:Boat ; ‸ex:p 1 ."),
        ("sh:property [ sh:path ex:p ; sh:node [ sh:nodeKind sh:IRI ] ]", "ex:b a ex:Boat ; ex:p ex:x , ‸1 ."),
        ("sh:property [ sh:path ex:p ; sh:or ( [ sh:nodeKind sh:IRI ] ) ]", "ex:b a ex:Boat ; ex:p ex:x , ‸1 ."),
        ("sh:property [ sh:path ex:p ; sh:closed true ; sh:ignoredProperties ( ex:q ) ]",
         "ex:b a ex:Boat ; ex:p ex:x , ex:y .\nex:x ex:q 1 .\nex:y ex:q 1 ;\n ‸ex:r 2 ."),
        ("sh:property [ sh:path ( ex:p ex:p ) ; sh:closed true ]",
         "ex:b a ex:Boat ; ex:p ex:x .\nex:x ex:p [\n ‸ex:r 2 ] ."),
        ("sh:closed true ; sh:ignoredProperties ( rdf:type )", "ex:b a ex:Boat ;\n ‸ex:r 2 ."),
        ("sh:property [ sh:path ex:p ; sh:property [ sh:path ex:q ; sh:datatype xsd:date ] ]",
         "ex:b a ex:Boat ; ex:p [ ex:q ‸1 ] ."),
        ("sh:nodeKind sh:Literal", "ex:x ex:p ex:b .\n‸ex:b a ex:Boat ."),
        ('sh:sparql [ sh:select "SELECT $this ?value WHERE { $this <http://example.org/ns#p> ?value }" ]',
         "ex:b a ex:Boat ;\n ex:p ‸1 ."),
        ('sh:sparql [ sh:select "SELECT $this ?path ?value WHERE { $this ?path ?value FILTER (isLiteral(?value)) }" ]',
         "ex:b a ex:Boat ;\n ex:p ‸1 ."),
    ],
)  # fmt: skip
def test_the_statement_at_fault_is_the_one_at_the_mark(tmp_path: Path, constraint: str, data: str) -> None:
    before, after = data.split("‸")
    (result,) = document(tmp_path, f"{BOAT}{constraint} .", before + after)["results"]
    lines = (HEAD + before).split("\n")
    assert (result["place"]["line"], result["place"]["column"]) == (len(lines), len(lines[-1]) + 1)


def test_a_target_that_is_only_a_value_stands_where_it_is_mentioned(tmp_path: Path) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ."
    (result,) = document(tmp_path, shapes, "ex:b a ex:Boat ;\n ex:p ex:x .")["results"]
    assert (result["place"]["line"] - LINES, result["place"]["column"]) == (2, 7)


def test_a_target_that_the_data_never_mentions_stands_at_its_shape(tmp_path: Path) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetNode ex:none ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ."
    (result,) = document(tmp_path, shapes, "ex:b a ex:Boat .")["results"]
    assert result["place"]["file"] == "s.ttl"


def test_in_a_table_the_statements_of_a_node_are_those_in_a_list(project: Project) -> None:
    quads = datasets.load(project).quads
    nodes = [*dict.fromkeys(term for quad in quads[:300] for term in (quad.subject, quad.object))]
    listed, table = Statements(quads, nodes), Statements(datasets.load_compact(project).quads, nodes)
    for node in present(nodes):
        assert list(table.about(node)) == list(listed.about(node))
        assert list(table.referring(node)) == list(listed.referring(node))


NODES = [NamedNode(f"http://example.org/{name}") for name in "abcde"]
STEPS = [Predicate(NamedNode(f"http://example.org/ns#{name}")) for name in "pq"]
QUADS = st.lists(
    st.builds(Quad, st.sampled_from(NODES), st.sampled_from([step.iri for step in STEPS]), st.sampled_from(NODES)),
    min_size=1,
    max_size=6,
    unique=True,
)


def wider(paths: st.SearchStrategy[PropertyPath]) -> st.SearchStrategy[PropertyPath]:
    several = st.lists(paths, min_size=2, max_size=3).map(tuple)
    return (
        st.builds(Inverse, paths)
        | st.builds(Repeated, paths, st.sampled_from("*+?"))
        | st.builds(PathSequence, several)
        | st.builds(Alternative, several)
    )


PATHS: st.SearchStrategy[PropertyPath] = st.recursive(st.sampled_from(STEPS), wider, max_leaves=5)


@settings(max_examples=300, deadline=None)
@given(QUADS, PATHS)
def test_a_statement_is_on_a_way_to_the_end(quads: list[Quad], path: PropertyPath) -> None:
    last: dict[tuple[NamedNode, Term], set[Quad]] = defaultdict(set)
    for node in NODES:
        for end, quad in result_statements._walk(path, node, Statements(quads)):
            last[node, end].add(quad)
    assert [way for way in last if Statements(quads).on_path(path, *way) in last[way]] == list(last)


def test_a_long_way_is_not_walked_from_each_node_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    nodes = [NamedNode(f"http://example.org/{number}") for number in range(20)]
    quads = [Quad(a, STEPS[0].iri, b) for a, b in pairwise(nodes)]
    data = Statements(quads)
    monkeypatch.delattr(result_statements, "_walk")
    on_path = [data.on_path(Repeated(STEPS[0], "*"), node, nodes[-1]) for node in nodes[:-1]]
    assert on_path == [quads[-1]] * 19


def test_a_result_inside_another_about_a_text_stands_where_the_other_has_it(tmp_path: Path) -> None:
    shapes = f"{BOAT}sh:property [ sh:path ex:p ; sh:node [ sh:datatype xsd:date ] ] ."
    data = 'ex:a ex:q "x" .\nex:b a ex:Boat ;\n ex:p "y" , "x" .'
    results = document(tmp_path, shapes, data)["results"]
    inner = [result["place"] for outer in results for detail in outer["details"] for result in detail["results"]]
    places = [(place["line"] - LINES, place["column"]) for place in inner]
    assert sorted(places) == [(3, 7), (3, 13)]
    assert sorted(places) == sorted((one["place"]["line"] - LINES, one["place"]["column"]) for one in results)
