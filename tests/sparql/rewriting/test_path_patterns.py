"""Property paths that are written as unions."""

from __future__ import annotations

from pyoxigraph import Store

from kg.sparql.rewriting import path_patterns
from kg.sparql.rewriting.standard_query import rewritten

from ...presence import present

XSD = "http://www.w3.org/2001/XMLSchema#"


def test_the_template_of_a_graph_and_the_rest_of_a_query_stay_as_they_are() -> None:
    template, rest = "CONSTRUCT { ?s <urn:p> ?x } FROM <urn:g> WHERE { ", " ?s ?p ?o } ORDER BY ?s LIMIT 3"
    text = rewritten(f"{template}?s <urn:p>|<urn:q> ?x .{rest}")
    assert text == f"{template}{{ ?s <urn:p> ?x }} UNION {{ ?s <urn:q> ?x }} .{rest}"
    assert rewritten(f"DESCRIBE ?s {{ ?s a|<urn:q> ?x }}{rest}").startswith(
        "DESCRIBE ?s { { ?s a ?x } UNION { ?s <urn:q>"
    )


def test_a_term_keeps_its_language_its_type_and_its_sign() -> None:
    terms = ('"a"@en', f'"1"^^<{XSD}byte>', "-1", "1.5", "TRUE", "'''a'b'''")
    for term in present(terms):
        text = rewritten(f"ASK {{ ?s <urn:p>|<urn:q> {term} }}")
        assert text.count(f"> {term.lower() if term == 'TRUE' else term} }}") == 2
        Store().query(text)


def test_a_path_of_more_ways_than_the_limit_stays_one() -> None:
    of_32, of_33 = ("|".join(f"<urn:{number}>" for number in range(count)) for count in (32, 33))
    assert rewritten(f"ASK {{ ?s {of_32} ?o }}").count("UNION") == 31
    assert not path_patterns.changes(f"ASK {{ ?s {of_33} ?o }}")
    assert rewritten(f"ASK {{ ?s {'/'.join(['(<urn:p>|<urn:q>)'] * 5)} ?o }}").count("UNION") == 31


def test_only_a_path_that_may_stay_has_its_node() -> None:
    assert not path_patterns.changes("ASK { <urn:s> <urn:p>+ ?o }")
    assert not path_patterns.changes("ASK { ?s <urn:p>* ?o . <urn:s> <urn:p>* <urn:o> }")
    for path in present(("<urn:p>*", "<urn:p>?", "^<urn:p>*", "(<urn:p>*)+", "(^<urn:p>)?")):
        assert "BIND(<urn:s> AS ?o)" in rewritten(f"ASK {{ <urn:s> {path} ?o }}"), path
        assert "BIND(<urn:s> AS $o)" in rewritten(f"ASK {{ $o {path} <urn:s> }}"), path


def test_the_other_triples_of_a_subject_stay_triples() -> None:
    text = rewritten("SELECT * { ?s a ?t ; <urn:r> 1, 2 ; <urn:p>|<urn:q> ?x ; }")
    union = "{ ?s <urn:p> ?x } UNION { ?s <urn:q> ?x }"
    assert text == f"SELECT * {{ ?s a ?t . ?s <urn:r> 1 . ?s <urn:r> 2 {union} }}"
