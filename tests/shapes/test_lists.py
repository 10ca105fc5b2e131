"""The shapes that list terms list those that there are: the ontology's, and the vocabularies' that everybody knows."""

from __future__ import annotations

from pathlib import Path

from rdflib import OWL, RDF, SH, SKOS, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from kg import project as projects

ROOT = Path(__file__).resolve().parents[2]
PROJECT = projects.load(ROOT)
CT = Namespace(PROJECT.prefixes["ct"])
SHAPE = Namespace(PROJECT.base + "shape/")


def read(folder: str) -> Graph:
    graph = Graph()
    for path in sorted((ROOT / folder).glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


SHAPES = read("shapes")
ONTOLOGY = read("ontology")
PROPERTIES = {p for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for p in ONTOLOGY.subjects(RDF.type, kind)}


def members(node: Node | None) -> list[Node]:
    assert node is not None
    return list(Collection(SHAPES, node))


def known_properties() -> list[Node]:
    return members(SHAPES.value(SHAPE["Resource-known-property"], SH.ignoredProperties))


def test_every_property_of_the_ontology_is_a_known_property() -> None:
    assert {term for term in known_properties() if str(term).startswith(CT)} == PROPERTIES


def test_every_class_of_the_ontology_types_a_resource_but_the_one_that_is_only_a_superclass() -> None:
    allowed = members(SHAPES.value(SHAPE["Resource-type"], SH["in"]))
    classes = set(ONTOLOGY.subjects(RDF.type, OWL.Class)) - {CT.Claim}
    assert {term for term in allowed if str(term).startswith(CT)} == classes


def test_every_computed_property_is_kept_out_of_the_data() -> None:
    path = SHAPES.value(SHAPE["Resource-computed"], SH.path)
    computed = members(SHAPES.value(path, SH.alternativePath))
    assert set(computed) == set(ONTOLOGY.subjects(RDF.type, CT.ComputedProperty))


def test_every_reused_property_is_of_a_vocabulary_with_a_prefix() -> None:
    namespaces = tuple(PROJECT.prefixes.values())
    assert not [term for term in known_properties() if not str(term).startswith(namespaces)]


def test_every_prefix_of_the_constraints_is_the_prefix_of_the_project_or_of_a_scheme() -> None:
    declared = {
        str(SHAPES.value(node, SH.prefix)): str(SHAPES.value(node, SH.namespace))
        for node in SHAPES.objects(SHAPE.prefixes, SH.declare)
    }
    schemes = {f"{scheme}/" for scheme in ONTOLOGY.subjects(RDF.type, SKOS.ConceptScheme)}
    for name, namespace in declared.items():
        assert PROJECT.prefixes.get(name) == namespace or namespace in schemes
