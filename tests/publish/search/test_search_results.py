from __future__ import annotations

from collections.abc import Callable

import pytest
import rdflib
from rdflib.collection import Collection

from kg.city_relations.vocabulary import VOCABULARY
from kg.publish.search import name_index, search_results
from kg.publish.search.name_index import Index
from kg.rdf.formats import GRAPH_FORMATS, Format
from kg.resources.language_view import Reader
from kg.revision import Revision

SCHEMA = rdflib.Namespace("http://schema.org/")


@pytest.fixture(scope="session")
def index(revision: Revision) -> Index:
    return name_index.of(revision, VOCABULARY.groups)


def test_the_other_name_is_told_only_where_the_readers_does_not_show_why(index: Index, dutch: Reader) -> None:
    danzig, luik = (index.find(text, dutch.languages).hits[0] for text in ("danzig", "luik"))
    told = search_results.other_name(dutch, danzig, "danzig")
    assert told is not None
    assert (told.value, told.language) == ("Danzig", "de")
    assert search_results.other_name(dutch, luik, "luik") is None


@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.name)
def test_hits_are_an_rdf_list_of_named_and_typed_resources(
    index: Index, reader: Reader, form: Format, read: Callable[[bytes, Format], rdflib.Graph]
) -> None:
    found = index.find("danzig")
    graph = read(search_results.as_rdf(found, reader, form), form)
    (address,) = graph.subjects(rdflib.RDF.type, SCHEMA.ItemList)
    assert str(address).endswith("/search?q=danzig")
    assert graph.value(address, SCHEMA.numberOfItems).toPython() == len(found.hits)
    members = list(Collection(graph, graph.value(address, SCHEMA.itemListElement)))
    assert [str(each) for each in members] == [hit.node.value for hit in found.hits]
    for member in members:
        assert graph.value(member, rdflib.SKOS.prefLabel)
        assert graph.value(member, rdflib.RDF.type)
    assert (members[0], rdflib.SKOS.prefLabel, rdflib.Literal("Danzig", lang="de")) in graph


def test_a_search_that_finds_nothing_is_an_empty_list(
    index: Index, reader: Reader, read: Callable[[bytes, Format], rdflib.Graph]
) -> None:
    form = GRAPH_FORMATS[0]
    graph = read(search_results.as_rdf(index.find("«qx?» a&b"), reader, form), form)
    (address,) = graph.subjects(rdflib.RDF.type, SCHEMA.ItemList)
    assert graph.value(address, SCHEMA.itemListElement) == rdflib.RDF.nil
    assert str(address).endswith("search?q=%C2%ABqx%3F%C2%BB%20a%26b")
