from __future__ import annotations

from kg.shacl.data_graph import RDF_TYPE
from kg.shacl.shape_dependencies import lookups
from kg.shacl.shape_reader import read_shapes
from kg.shacl.shapes_graph import ShapesGraph
from kg.sparql.property_path import text

from .judging import quads


def read(shape: str) -> set[tuple[str, str, bool]]:
    shapes = read_shapes(ShapesGraph(quads(f"ex:s sh:targetClass ex:A ; {shape}")))
    (root,) = shapes.roots
    return {
        (
            "?" if lookup.way is None else "/".join(text(path, lambda iri: iri.value[-1:]) for path in lookup.way),
            "*" if lookup.predicate is None else lookup.predicate.value.removeprefix("https://example.org/"),
            lookup.backwards,
        )
        for lookup in lookups(shapes, root)
    }


def test_a_path_reads_the_statements_of_its_predicates() -> None:
    assert read("sh:property [ sh:path ( ex:p [ sh:inversePath ex:q ] ) ; sh:minCount 1 ] .") == {
        ("", "p", False),
        ("p", "q", True),
    }


def test_a_class_reads_the_types_of_value_nodes() -> None:
    assert read("sh:property [ sh:path ex:p ; sh:class ex:B ] .") == {("", "p", False), ("p", RDF_TYPE.value, False)}


def test_a_closed_shape_reads_every_statement_of_its_node() -> None:
    assert read("sh:closed true .") == {("", "*", False)}


def test_the_shapes_that_a_shape_refers_to_count_unless_they_are_deactivated() -> None:
    assert read("sh:node ex:t . ex:t sh:equals ex:q .") == {("", "q", False)}
    assert read("sh:node ex:t . ex:t sh:equals ex:q ; sh:deactivated true .") == set()


def test_a_query_reads_along_its_triple_patterns() -> None:
    query = "SELECT $this { $this <https://example.org/p> ?x . ?y <https://example.org/q> ?x }"
    assert read(f'sh:sparql [ sh:select """{query}""" ] .') == {("", "p", False), ("p", "q", True)}


def test_a_variable_that_is_one_of_some_predicates_is_a_way_along_them() -> None:
    query = """SELECT $this { $this ?p ?x . FILTER(?p IN (<https://example.org/p>, <https://example.org/q>))
      ?y ?r ?x . FILTER(?r IN (<https://example.org/r>)) FILTER EXISTS { ?y a <https://example.org/A> } }"""
    assert read(f'sh:sparql [ sh:select """{query}""" ] .') == {
        ("", "p", False),
        ("", "q", False),
        ("p|q", "r", True),
        ("p|q/^r", RDF_TYPE.value, False),
    }
