from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg.shacl.shapes.path_reader import read_path
from kg.shacl.shapes.path_writer import write_path
from kg.shacl.shapes_graph import ShapesGraph
from kg.sparql.property_path import Alternative, Inverse, Path, Predicate, Repeated, Sequence

PREDICATES = st.sampled_from("abc").map(lambda name: Predicate(NamedNode(f"http://example.org/{name}")))


def longer(paths: st.SearchStrategy[Path]) -> st.SearchStrategy[Path]:
    several = st.lists(paths, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        paths.map(Inverse),
        st.builds(Repeated, paths, st.sampled_from("*+?")),
        several.map(Sequence),
        several.map(Alternative),
    )


@given(st.recursive(PREDICATES, longer, max_leaves=8))
def test_a_written_path_is_read_back_as_the_same_path(path: Path) -> None:
    triples: list[Triple] = []
    node = write_path(path, triples)
    quads = [Quad(triple.subject, triple.predicate, triple.object, DefaultGraph()) for triple in triples]
    assert read_path(node, ShapesGraph(quads).objects) == path
