"""The ontology and its concept schemes say what every term means, and no term is there for nothing."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from rdflib import DCTERMS, ORG, OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ..presence import present

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://w3id.org/city-ties/"
CT = Namespace(BASE + "ns#")
PREFIXES = {"ct": CT, "dct": DCTERMS, "org": ORG, "rdfs": RDFS, "skos": SKOS, "xsd": XSD}
KINDS = (OWL.Class, OWL.DatatypeProperty, OWL.ObjectProperty)
COUNTRIES = URIRef("http://publications.europa.eu/resource/authority/country")


def read(*folders: str) -> Graph:
    graph = Graph()
    for folder in folders:
        for path in sorted((ROOT / folder).glob("*.ttl")):
            graph.parse(path, format="turtle")
    return graph


ONTOLOGY = read("ontology")
EXAMPLES = read("ontology", "data", "tests/conforming")
COMPUTED = set(ONTOLOGY.subjects(RDF.type, CT.ComputedProperty))
DECLARED = {term for kind in KINDS for term in ONTOLOGY.subjects(RDF.type, kind)}
CONCEPTS = sorted(ONTOLOGY.subjects(RDF.type, SKOS.Concept), key=str)
SCHEMES = sorted(ONTOLOGY.subjects(RDF.type, SKOS.ConceptScheme), key=str)


def languages(subject: Node, predicate: URIRef) -> list[str]:
    values = [value for value in ONTOLOGY.objects(subject, predicate) if isinstance(value, Literal)]
    return sorted(str(value.language) for value in values)


def own_terms(graph: Graph) -> set[Node]:
    return {term for triple in graph for term in triple if isinstance(term, URIRef) and term.startswith(str(CT))}


def in_queries() -> set[Node]:
    """The terms that a query, a rule of the computed graph or a constraint written in SPARQL names by its prefix."""
    texts = [path.read_text(encoding="utf-8") for path in ROOT.glob("queries/*.rq")]
    texts += [path.read_text(encoding="utf-8") for path in ROOT.glob("ontology/computed/*.rq")]
    texts += [str(text) for text in read("shapes").objects(None, SH.select)]
    return {CT[name] for text in texts for name in re.findall(r"(?<![\w-])ct:([A-Za-z]\w*)", text)}


def constrained() -> set[Node]:
    """The terms that a shape says something about; a list of what is allowed says nothing about its members."""
    shapes = read("shapes")
    for predicate in (SH.ignoredProperties, SH["in"]):
        for allowed in list(shapes.objects(None, predicate)):
            Collection(shapes, allowed).clear()  # type: ignore[no-untyped-call]
    return own_terms(shapes)


def in_concepts() -> set[Node]:
    graph = Graph()
    for path in ROOT.glob("ontology/*.ttl"):
        if path.name != "city-ties.ttl":
            graph.parse(path, format="turtle")
    return own_terms(graph)


def test_every_own_term_that_is_used_is_declared() -> None:
    assert own_terms(read("ontology", "data", "shapes")) | in_queries() <= DECLARED


def test_every_declared_term_is_used_in_data_shapes_queries_or_conforming_examples() -> None:
    own = {term for term in DECLARED if str(term).startswith(str(CT))}
    kinds_of_terms = set(ONTOLOGY.objects(None, RDF.type))
    assert (
        own
        <= own_terms(read("data", "tests/conforming")) | in_concepts() | constrained() | in_queries() | kinds_of_terms
    )


@pytest.mark.parametrize("term", sorted(DECLARED, key=str))
def test_a_term_is_labelled_and_defined_in_four_languages(term: URIRef) -> None:
    assert languages(term, RDFS.label) == ["de", "en", "fr", "nl"]
    assert languages(term, SKOS.definition) == ["de", "en", "fr", "nl"]


@pytest.mark.parametrize("term", sorted(DECLARED, key=str))
def test_a_term_has_an_example_that_stands_in_the_data_or_in_a_conforming_example(term: URIRef) -> None:
    (text,) = ONTOLOGY.objects(term, SKOS.example)
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    example = Graph().parse(data=f"BASE <{BASE}>\n{prefixes}{text}", format="turtle")
    assert len(example) == 1
    assert term in own_terms(example)
    (triple,) = example
    assert (triple in EXAMPLES) != (triple[1] in COMPUTED)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_a_concept_is_labelled_in_four_languages_and_defined_in_four_or_a_country_in_two(concept: URIRef) -> None:
    country = ONTOLOGY.value(concept, SKOS.inScheme) == COUNTRIES
    assert languages(concept, SKOS.prefLabel) == ["de", "en", "fr", "nl"]
    assert languages(concept, SKOS.definition) == (["en", "nl"] if country else ["de", "en", "fr", "nl"])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_labels_are_unique_within_a_scheme(scheme: URIRef) -> None:
    labels = [
        label
        for concept in ONTOLOGY.subjects(SKOS.inScheme, scheme)
        for label in ONTOLOGY.objects(concept, SKOS.prefLabel)
    ]
    assert len(labels) == len(set(labels))


def test_a_scheme_stands_in_the_file_of_its_name_with_its_concepts() -> None:
    for path in present((ROOT / "ontology").glob("*.ttl")):
        if path.name in {"city-ties.ttl", "country.ttl", "eu-members.ttl"}:
            continue
        graph = Graph().parse(path, format="turtle")
        (scheme,) = graph.subjects(RDF.type, SKOS.ConceptScheme)
        assert str(scheme).endswith(f"/id/concept/{path.stem}")
        assert {str(node).startswith(f"{scheme}/") for node in graph.subjects(RDF.type, SKOS.Concept)} == {True}


def test_the_code_of_a_concept_is_the_end_of_its_iri() -> None:
    for concept in CONCEPTS:
        if ONTOLOGY.value(concept, SKOS.inScheme) != COUNTRIES:
            assert str(ONTOLOGY.value(concept, SKOS.notation)) == str(concept).rpartition("/")[2]


def test_no_node_of_the_ontology_is_blank() -> None:
    assert not [term for triple in ONTOLOGY for term in triple if isinstance(term, BNode)]


def test_the_ontology_names_its_version_licence_and_title() -> None:
    (ontology,) = ONTOLOGY.subjects(RDF.type, OWL.Ontology)
    version = ONTOLOGY.value(ontology, OWL.versionInfo)
    assert ONTOLOGY.value(ontology, OWL.versionIRI) == URIRef(f"{ontology}/{version}")
    assert ONTOLOGY.value(ontology, DCTERMS.license) is not None
    assert languages(ontology, DCTERMS.title) == ["de", "en", "fr", "nl"]


def test_the_ontology_names_the_version_before_it_whose_file_is_kept() -> None:
    (ontology,) = ONTOLOGY.subjects(RDF.type, OWL.Ontology)
    (prior,) = ONTOLOGY.objects(ontology, OWL.priorVersion)
    kept = Graph().parse(ROOT / "versions" / f"{str(prior).rpartition('/')[2]}.ttl")
    assert kept.value(ontology, OWL.versionIRI) == prior


def test_no_class_is_below_two_that_provenance_calls_disjoint() -> None:
    prov = Namespace("http://www.w3.org/ns/prov#")
    above = {term: set(ONTOLOGY.transitive_objects(term, RDFS.subClassOf)) for term in DECLARED}
    assert not [term for term, classes in present(above.items()) if {prov.Entity, prov.Activity} <= classes]


def test_every_class_of_a_domain_or_range_is_declared_or_reused() -> None:
    schema = Namespace("http://schema.org/")
    places = (RDFS.domain, RDFS.range, schema.domainIncludes, schema.rangeIncludes)
    named = {term for predicate in places for term in ONTOLOGY.objects(None, predicate)}
    assert {term for term in present(named) if str(term).startswith(str(CT))} <= DECLARED


def test_the_box_of_a_country_holds_its_populated_places_with_half_a_degree_to_spare(shared: Path) -> None:
    countries = {str(ONTOLOGY.value(c, SKOS.notation)): c for c in ONTOLOGY.subjects(SKOS.inScheme, COUNTRIES)}
    box = {
        code: tuple(Decimal(str(ONTOLOGY.value(c, CT[side]))) for side in ("west", "east", "south", "north"))
        for code, c in countries.items()
    }
    margins: dict[str, list[Decimal]] = {}
    with (shared / "data" / "geonames_cities15000.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row["countrycode"] in box:
                west, east, south, north = box[row["countrycode"]]
                longitude, latitude = Decimal(row["longitude"]), Decimal(row["latitude"])
                here = [longitude - west, east - longitude, latitude - south, north - latitude]
                least = margins.setdefault(row["countrycode"], here)
                margins[row["countrycode"]] = [min(pair) for pair in zip(least, here, strict=True)]
    assert set(margins) == set(box)
    for code, side in product(margins, range(4)):
        assert Decimal("0.5") <= margins[code][side] < Decimal("0.6")


def test_a_country_lies_in_europe_where_geonames_says_so(shared: Path) -> None:
    with (shared / "data" / "geonames_countries.csv").open(encoding="utf-8") as rows:
        known = {row["iso2"]: row for row in csv.DictReader(rows)}
    inside = URIRef(str(ONTOLOGY.value(predicate=SKOS.notation, object=Literal("inside-europe"))))
    for country in ONTOLOGY.subjects(SKOS.inScheme, COUNTRIES):
        row = known[str(ONTOLOGY.value(country, SKOS.notation))]
        assert str(country).endswith(row["iso3"])
        assert ((country, CT.region, inside) in ONTOLOGY) == (row["continent"] == "EU")
        assert (country, SKOS.exactMatch, URIRef(f"https://sws.geonames.org/{row['geonameid']}/")) in ONTOLOGY
