"""The shapes that list terms list those that there are: the ontology's, and the vocabularies' that everybody knows."""

from __future__ import annotations

from pathlib import Path

from rdflib import OWL, RDF, SH, SKOS, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from kg.project import Project

from ..presence import present


def members(shapes: Graph, node: Node | None) -> list[Node]:
    assert node is not None
    return list(Collection(shapes, node))


def shape(project: Project, name: str) -> Node:
    return Namespace(project.base + "shape/")[name]


def known_properties(shapes: Graph, project: Project) -> list[Node]:
    return members(shapes, shapes.value(shape(project, "Resource-known-property"), SH.ignoredProperties))


def test_every_property_of_the_ontology_is_a_known_property(shapes: Graph, ontology: Graph, project: Project) -> None:
    declared = {p for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for p in ontology.subjects(RDF.type, kind)}
    own = project.prefixes["ct"]
    assert {term for term in present(known_properties(shapes, project)) if str(term).startswith(own)} == declared


def test_every_class_of_the_ontology_but_the_superclass_types_a_resource(
    shapes: Graph, ontology: Graph, project: Project
) -> None:
    own = Namespace(project.prefixes["ct"])
    allowed = members(shapes, shapes.value(shape(project, "Resource-type"), SH["in"]))
    declared = set(ontology.subjects(RDF.type, OWL.Class))
    assert {term for term in allowed if str(term).startswith(own)} == declared - {own.Claim}


def test_every_computed_property_is_kept_out_of_the_data(shapes: Graph, ontology: Graph, project: Project) -> None:
    path = shapes.value(shape(project, "Resource-computed"), SH.path)
    computed = members(shapes, shapes.value(path, SH.alternativePath))
    assert set(computed) == set(ontology.subjects(RDF.type, Namespace(project.prefixes["ct"]).ComputedProperty))


def test_every_known_property_is_of_a_vocabulary_with_a_prefix(shapes: Graph, project: Project) -> None:
    namespaces = tuple(project.prefixes.values())
    assert not [term for term in present(known_properties(shapes, project)) if not str(term).startswith(namespaces)]


def test_every_prefix_of_a_constraint_is_the_projects_or_that_of_a_concept_scheme(
    shapes: Graph, ontology: Graph, project: Project
) -> None:
    schemes = {f"{scheme}/" for scheme in ontology.subjects(RDF.type, SKOS.ConceptScheme)}
    for declaration in present(shapes.objects(shape(project, "prefixes"), SH.declare)):
        name, namespace = str(shapes.value(declaration, SH.prefix)), str(shapes.value(declaration, SH.namespace))
        assert project.prefixes.get(name) == namespace or namespace in schemes


def test_only_ghent_s_own_shapes_require_a_language_beside_english(root: Path) -> None:
    for path in present((root / "shapes").glob("*.ttl")):
        graph = Graph().parse(path, format="turtle")
        languages = {str(tag) for node in graph.objects(None, SH.languageIn) for tag in members(graph, node)}
        assert languages == ({"nl", "fr", "de"} if path.stem == "ghent" else {"en"} & languages), path.name
