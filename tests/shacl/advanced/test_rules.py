"""Rules, with the results of pySHACL's own advanced mode."""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
import pytest
import rdflib

from kg.shacl import pyshacl_adapter, validate
from kg.shacl.pyshacl_adapter import to_rdflib

from ...commands import call
from ..judging import PREFIXES, quads

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
DATA = "ex:a a ex:Square ; ex:side 3 . ex:b a ex:Square ; ex:side 5 ; ex:area 24 ."
DECLARED = 'ex:o sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .'
TRIPLE_RULE = """
ex:r a sh:NodeShape ; sh:targetClass ex:Square ;
    sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:kind ; sh:object ex:Plane ] .
ex:s a sh:NodeShape ; sh:targetSubjectsOf ex:kind ; sh:property [ sh:path ex:area ; sh:minCount 1 ] .
"""
SPARQL_RULE = """
ex:r a sh:NodeShape ; sh:targetClass ex:Square ; sh:rule [ a sh:SPARQLRule ; sh:prefixes ex:o ;
    sh:construct "CONSTRUCT { $this ex:area ?a } WHERE { $this ex:side ?s BIND (?s * ?s AS ?a) }" ] .
ex:s a sh:NodeShape ; sh:targetClass ex:Square ; sh:property [ sh:path ex:area ; sh:maxCount 1 ; sh:maxInclusive 20 ] .
"""


@pytest.mark.parametrize("shapes", [TRIPLE_RULE, SPARQL_RULE])
def test_the_results_are_those_of_pyshacl(shapes: str) -> None:
    data, rules = to_rdflib(quads(DATA)), to_rdflib(quads(shapes + DECLARED))
    ours = validate(data, rules, advanced=True)
    theirs = pyshacl.validate(data, shacl_graph=rules, advanced=True)
    assert not ours.conforms
    for predicate in (SH.focusNode, SH.value, SH.sourceConstraintComponent, SH.sourceShape):
        assert sorted(ours.graph.objects(None, predicate)) == sorted(theirs[1].objects(None, predicate))


def test_the_command_derives_by_rules_and_says_which_findings_rest_on_them(tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text(PREFIXES + DATA)
    (tmp_path / "s.ttl").write_text(PREFIXES + SPARQL_RULE + DECLARED)
    arguments = ("validate", "d.ttl", "--shapes", "s.ttl")
    without = call(*arguments, folder=tmp_path)
    assert "sh:rule is not run" in without.out
    done = call(*arguments, "--advanced", folder=tmp_path)
    assert "2 statements were inferred: rules" in done.out
    assert "is not run" not in done.out
    assert (without.out.count("(inferred)"), done.out.count("(inferred)")) == (0, 2)


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("CONSTRUCT { $this ex:kind ex:Plane }\n WHERE { $this a o:Square }", ":2:18: .*the prefix o: is not declared"),
        ("CONSTRUCT { $this ex:kind ex:Plane } WHERE { $this a }", "is not valid SPARQL"),
    ],
)
def test_the_query_of_a_rule_that_is_not_valid_is_refused_at_its_place(
    tmp_path: Path, query: str, problem: str
) -> None:
    rule = (
        f'ex:r sh:targetClass ex:Square ; sh:rule [ a sh:SPARQLRule ; sh:prefixes ex:o ; sh:construct """{query}""" ].'
    )
    (tmp_path / "d.ttl").write_text(PREFIXES.replace("\n", " ") + DATA + DECLARED + "\n" + SPARQL_RULE)
    (tmp_path / "s.ttl").write_text(PREFIXES.replace("\n", " ") + DECLARED + rule)
    done = call("validate", "d.ttl", "--shapes", "s.ttl", "--advanced", folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert re.search(problem, done.err), done.err


TRIPLE = "[ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:kind ; "
SLIPS = [
    (TRIPLE + "]", "a rule of the shape ex:r cannot be used: it has no sh:object"),
    (TRIPLE + "sh:object ex:A , ex:B ]", "it needs one sh:object"),
    ("[ a sh:TripleRule ; sh:subject 'x' ; sh:predicate ex:kind ; sh:object ex:A ]", 'must not be a literal: "x"'),
    ("[ a sh:TripleRule ; sh:subject sh:this ; sh:predicate 'x' ; sh:object ex:A ]", 'must not be a literal: "x"'),
    (TRIPLE + "sh:object ex:A ; sh:order 'first' ]", 'sh:order must be a number, not "first"'),
    (TRIPLE + "sh:object [ ex:double ( sh:this ) ] ]", "pySHACL says: The SHACLFunction"),
    (TRIPLE + "sh:object [ sh:filterShape ex:s ] ]", "sh:object: sh:filterShape needs one sh:nodes"),
    (TRIPLE + "sh:object [ sh:nodes sh:this ; sh:filterShape [ sh:nodeKind sh:IRI ] ] ]", "by its type"),
    (TRIPLE + "sh:object [ ] ]", "an expression has no kind"),
    (TRIPLE + "sh:object [ a ex:Expression ] ]", "an expression has no kind"),
    ("[ a sh:TripleRule ; sh:subject [ ] ; sh:predicate ex:kind ; sh:object ex:A ]", "an expression has no kind"),
    (TRIPLE + "sh:object [ sh:union _:x ] ] . _:x ex:p 1", "is not a well-formed list"),
    (TRIPLE + "sh:object [ sh:intersection () ] ]", "the list of an expression is empty"),
    (TRIPLE + "sh:object [ sh:union ( [ sh:path () ] ) ] ]", "sh:path () is an empty list"),
    (TRIPLE + "sh:object [ sh:path [ sh:inversePath 'x' ] ] ]", "must be an IRI or a blank node"),
    (TRIPLE + "sh:object _:e ] . _:e sh:union ( _:e )", "an expression contains itself"),
    (TRIPLE + "sh:object ex:A ; sh:condition ex:none ]", "A SHACL Rule Condition must be"),
    ("[ a ex:Other ]", "neither a sh:TripleRule nor a sh:SPARQLRule"),
    ("[ a sh:SPARQLRule ]", "it has no sh:construct"),
    ("'text'", 'it is "text", not a sh:TripleRule'),
    ("ex:R . ex:R a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:kind", "the rule ex:R of the shape ex:r"),
    (
        "[ a sh:SPARQLRule ; sh:prefixes ex:o ; sh:construct "
        "'CONSTRUCT { $this ex:kind 1 } WHERE { $this ex:text ?t . FILTER(REGEX(?t, \"^(a|aa)+[bc]$\")) }' ]",
        "a regular expression takes too long on the value",
    ),
]


@pytest.mark.parametrize(("rule", "says"), SLIPS)
def test_a_rule_that_cannot_be_used_is_named_with_its_shape_and_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str, says: str
) -> None:
    monkeypatch.setattr(pyshacl_adapter, "LIMIT", 0.2)
    text = " ex:a ex:text '" + "a" * 200 + "!' ."
    (tmp_path / "d.ttl").write_text(PREFIXES + DATA + text)
    shapes = f"ex:r a sh:NodeShape ; sh:targetClass ex:Square ;\n  sh:rule {rule} ."
    (tmp_path / "s.ttl").write_text(PREFIXES + DECLARED + TRIPLE_RULE.replace("ex:r ", "ex:good ") + shapes)
    line = (PREFIXES + DECLARED + TRIPLE_RULE).count("\n") + 2
    done = call("validate", "d.ttl", "--shapes", "s.ttl", "--advanced", folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "internal error" not in done.err
    assert re.search(rf"s\.ttl:{line}:\d+: (a|the) rule [^\n]*of the shape ex:r cannot be used", done.err), done.err
    assert says in done.err


def test_an_expression_that_pyshacl_cannot_use_is_named_with_its_shape_and_place(tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text(PREFIXES + DATA)
    shapes = "ex:r a sh:NodeShape ; sh:targetClass ex:Square ;\n  sh:expression [ ex:double ( sh:this ) ] ."
    (tmp_path / "s.ttl").write_text(PREFIXES + shapes)
    done = call("validate", "d.ttl", "--shapes", "s.ttl", "--advanced", folder=tmp_path)
    assert done.code == 2
    assert re.search(rf"s\.ttl:{PREFIXES.count(chr(10)) + 2}:\d+: [^\n]*\(the shape ex:r\)", done.err), done.err
