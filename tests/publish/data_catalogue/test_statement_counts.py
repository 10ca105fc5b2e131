"""Properties and linksets are counted as a query counts them."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.publish.data_catalogue import statement_counts
from kg.rdf.namespaces import OWL, SKOS
from kg.revision import Revision

_LINKS = """SELECT ?predicate (COUNT(*) AS ?number) WHERE {
  ?s ?predicate ?o FILTER(STRSTARTS(STR(?o), "%s") && ?predicate != rdf:type && !STRSTARTS(STR(?s), "%s"))
} GROUP BY ?predicate"""


def _counted(revision: Revision, query: str) -> dict[str, int]:
    counted = {}
    for row in revision.solutions(query):
        predicate, number = row["predicate"], row["number"]
        assert isinstance(predicate, NamedNode)
        assert isinstance(number, Literal)
        counted[predicate.value] = int(number.value)
    return counted


def test_each_linkset_has_the_links_that_a_query_counts(revision: Revision) -> None:
    linksets = statement_counts.of(revision).linksets
    spaces = {linkset.space for linkset in linksets}
    assert {
        "http://www.wikidata.org/entity/",
        "https://sws.geonames.org/",
        "http://data.lblod.info/id/bestuurseenheden/",
    } <= spaces
    for space in ("http://www.wikidata.org/entity/", "https://sws.geonames.org/"):
        host = space.removesuffix("entity/")
        by_query = _counted(revision, _LINKS % (space, host))
        assert {one.predicate: one.statements for one in linksets if one.space == space} == by_query != {}
    assert f"{OWL}sameAs" in {one.predicate for one in linksets if "wikidata" in one.space}
    assert not any(space.startswith(revision.project.base) for space in spaces)


def test_a_page_that_is_linked_to_is_no_data_set(revision: Revision) -> None:
    spaces = {linkset.space for linkset in statement_counts.of(revision).linksets}
    pages = [str(quad.object) for quad in revision.having(NamedNode("http://schema.org/url"))]
    assert any("stad.gent" in page for page in pages)
    assert not any("stad.gent" in space or "creativecommons" in space for space in spaces)


def test_each_property_has_the_statements_that_a_query_counts(revision: Revision) -> None:
    counts = statement_counts.of(revision)
    by_query = _counted(revision, "SELECT ?predicate (COUNT(*) AS ?number) { ?s ?predicate ?o } GROUP BY ?predicate")
    assert dict(counts.properties) == by_query
    assert sum(by_query.values()) == counts.triples
    assert by_query[f"{SKOS}prefLabel"] > 100
