"""Shapes graphs of strangers: what they demand and is not judged is refused or named, and every problem is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ..commands import Done, call

HEAD = """\
@prefix ex: <http://example.org/ns#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
BOAT = "ex:S a sh:NodeShape ; sh:targetClass ex:Boat ; "
NAMED = "sh:property [ sh:path ex:name ; sh:minCount 1 ] . "


def validated(folder: Path, shapes: str, data: str = "ex:b a ex:Boat .", *options: str) -> Done:
    (folder / "s.ttl").write_text(HEAD + shapes)
    (folder / "d.ttl").write_text(HEAD + data)
    done = call("validate", "d.ttl", "--shapes", "s.ttl", *options, folder=folder)
    assert "internal error" not in done.err
    return done


def document(folder: Path, shapes: str, data: str = "ex:b a ex:Boat .", *options: str) -> dict[str, Any]:
    done = validated(folder, shapes, data, "--format", "json", *options)
    assert done.out, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


# -- refused


@pytest.mark.parametrize(
    ("shapes", "says", "ignore"),
    [
        (BOAT + "sh:property ex:NoSuch .", "and ex:NoSuch is not described here", "missing"),
        (BOAT + "sh:property ex:T . ex:T sh:nodeKind sh:IRI .", "and ex:T has no sh:path", "missing"),
        (
            BOAT + NAMED + "<http://example.org/g> sh:entailment <http://www.w3.org/ns/entailment/OWL-Direct> .",
            "the shapes demand the entailment regime <http://www.w3.org/ns/entailment/OWL-Direct>",
            "entailment",
        ),
        (BOAT + "sh:target [ a sh:SPARQLTarget ] .", "sh:target belongs to SHACL Advanced Features", "advanced"),
        (BOAT + "sh:expression [ sh:path ex:p ] .", "sh:expression belongs to SHACL Advanced Features", "advanced"),
        (BOAT + "sh:property [ sh:path ex:p ; sh:nodeByExpression [ ] ] .", "sh:nodeByExpression belongs", "shacl12"),
        (BOAT + "sh:targetWhere [ ] .", "sh:targetWhere belongs to SHACL 1.2", "shacl12"),
        (BOAT + "sh:property [ sh:path ex:p ; sh:MinCount 1 ] .", "Did you mean sh:minCount?", "unknown"),
        (BOAT + NAMED + "ex:S sh:severity sh:Warn .", "Did you mean sh:Warning?", "unknown"),
        (BOAT + "sh:property [ sh:path ex:p ; sh:minCount true ] .", "sh:minCount must be an xsd:integer", "invalid"),
        (BOAT + 'sh:sparql [ sh:select "SELECT $this { $this a skos:Concept }" ] .',
         "the prefix skos: is not declared by sh:prefixes", "invalid"),
        (BOAT + 'sh:sparql [ sh:select "SELECT $this { $this http://example.org/hull 1 }" ] .',
         "An IRI stands between < and >.", "invalid"),
        (BOAT + 'sh:sparql [ sh:select "SELECT $this ?value { $this ?p ?value } GROUP BY $this" ] .',
         "SELECT names a variable that is neither in GROUP BY nor aggregated", "invalid"),
        (BOAT + 'sh:sparql [ sh:select "SELECT $this { $this ?p ?v FILTER (<http://example.org/ns#f>(?v)) }" ] .',
         "the function ex:f is not offered", "advanced"),
        (BOAT + "sh:not [ sh:node ex:S ] .", "depends on its own negation", "recursive"),
        (BOAT + "sh:property [ sh:path ex:p ; sh:qualifiedValueShape ex:S ; sh:qualifiedMaxCount 1 ] .",
         "depends on its own negation", "recursive"),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_is_refused_unless_it_is_ignored(
    tmp_path: Path, shapes: str, says: str, ignore: str
) -> None:
    done = validated(tmp_path, shapes)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert done.err.startswith("kg: s.ttl:4:")
    found = document(tmp_path, shapes, "ex:b a ex:Boat .", "--ignore", f"unknown,{ignore}")
    remarks = [each for each in found["remarks"] if each["kind"] == "left-out"]
    assert remarks
    assert all(each["weight"] == "warning" and f"--ignore {ignore}" in each["text"] for each in remarks)
    assert validated(tmp_path, shapes, "ex:b a ex:Boat .", "--ignore", ignore, "--strict").code > 0


PREFIX = 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/ns#"^^xsd:anyURI ] .'


def test_the_problems_of_one_shape_are_left_out_by_its_iri(tmp_path: Path) -> None:
    shapes = (
        BOAT + "sh:property [ sh:path ex:p ; sh:minCount 'x' ] . ex:T sh:property [ sh:path ex:q ; sh:maxCount 'y' ] ."
    )
    assert validated(tmp_path, shapes).code == 2
    for shape in ("ex:S", "http://example.org/ns#S", "<http://example.org/ns#S>"):
        refused = validated(tmp_path, shapes, "ex:b a ex:Boat .", "--ignore", shape)
        assert (refused.code, "sh:minCount must" in refused.err, "sh:maxCount must" in refused.err) == (2, False, True)
    done = validated(tmp_path, shapes, "ex:b a ex:Boat .", "--ignore", "ex:S,ex:T", "--allow-empty")
    assert (done.code, done.out.count("left out by --ignore invalid")) == (0, 1)


def test_a_query_that_does_not_group_by_the_focus_node_is_read_as_if_it_did(tmp_path: Path) -> None:
    query = "SELECT $this ?value WHERE { $this ex:has [ ex:key ?value ] } GROUP BY ?value HAVING (COUNT(?value) > 1)"
    shapes = BOAT + f'sh:sparql [ sh:prefixes ex: ; sh:select "{query}" ] . ' + PREFIX
    data = "ex:b a ex:Boat ; ex:has [ ex:key 1 ] , [ ex:key 1 ] . ex:c a ex:Boat ; ex:has [ ex:key 1 ] ."
    done = validated(tmp_path, shapes, data)
    assert (done.code, done.out.count(" violation: "), "as if $this were there" in done.out) == (1, 1, True)


def test_a_path_in_group_by_is_left_out_with_a_warning(tmp_path: Path) -> None:
    query = "SELECT $this (COUNT(?v) AS ?value) WHERE {{ $this $PATH ?v }} GROUP BY {} HAVING (COUNT(?v) > 1)"
    outs = []
    for keys in ("$this $PATH", "$PATH $this", "$this"):
        shapes = BOAT + f'sh:property [ sh:path ex:p ; sh:sparql [ sh:select "{query.format(keys)}" ] ] .'
        done = validated(tmp_path, shapes, "ex:b a ex:Boat ; ex:p 1 , 2 .")
        assert (done.code, "GROUP BY $PATH is read as if" in done.out) == (1, "PATH" in keys)
        outs.append(done.out.partition("\nwarning")[0])
    assert len({text.splitlines()[0] for text in outs}) == 1


QUERY = BOAT + 'sh:sparql [ sh:select """SELECT {} WHERE {{\n {} }}{}""" ] .'
PATH_QUERY = BOAT + 'sh:property [ sh:path ex:p ; sh:sparql [ sh:select """SELECT {} WHERE {{\n {} }}{}""" ] ] .'
DECLARED = BOAT + (
    'sh:sparql [ sh:prefixes ex: ; sh:select """SELECT $this WHERE {\n $this a ex:B ; ‸skos:x 1 }""" ] . '
    'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/ns#"^^xsd:anyURI ] .'
)


NO_PREDICATE = "uses $PATH where no predicate stands"


@pytest.mark.parametrize(
    ("shapes", "says"),
    [
        (QUERY.format("$this", "$this a ‸skos:Concept", ""), "the prefix skos: is not declared by sh:prefixes"),
        (DECLARED, "the prefix skos: is not declared by sh:prefixes"),
        (QUERY.format("$this", "$this ‸http://example.org/p ?v .", ""), "p is not written as an IRI"),
        (QUERY.format("$this", "$this ‸urn:x:y ?v .", ""), "urn:x:y is not written as an IRI"),
        (QUERY.format("$this", "$this www.example.org‸/p ?v .", ""), "An IRI stands between < and >."),
        (QUERY.format("$this ‸?value", "$this ?p ?value", " GROUP BY $this"), "neither in GROUP BY"),
        (QUERY.format("$this (COUNT(?p) AS ?n) ‸?v", "$this ?p ?v", " GROUP BY $this"), "neither in GROUP BY"),
        (PATH_QUERY.format("$this", "$this $PATH ?v", " GROUP BY $this HAVING (‸$PATH != ex:p)"), NO_PREDICATE),
        (PATH_QUERY.format("$this", "$this $PATH ?v", " ORDER BY ‸$PATH"), NO_PREDICATE),
        (PATH_QUERY.format("$this", "$this $PATH ?v FILTER (?v != ‸$PATH)", ""), NO_PREDICATE),
        (PATH_QUERY.format("$this", "$this $PATH ?v BIND (‸$PATH AS ?q)", ""), NO_PREDICATE),
        (QUERY.format("$this", "$this ‸$PATH ?v", ""), "uses $PATH, which only property shapes have"),
        (QUERY.format("$this", "$this ?p ?v ‸VALUES ?v { 1 }", ""), "has VALUES"),
        (QUERY.format("$this", "$this ?p ?v", " ‸VALUES ?v { 1 }"), "has VALUES"),
        (QUERY.format("$this", "‸GRAPH ?g { $this ?p ?v }", ""), "has GRAPH with a variable"),
        (QUERY.format("$this", "$this ?p ?v ‸MINUS { ?v a ?v }", ""), "has MINUS"),
        (QUERY.format("$this", "‸SERVICE <http://example.org/> { $this ?p ?v }", ""), "has SERVICE"),
        (QUERY.format("?v", "$this ?p ?v", "").replace("SELECT", "‸SELECT"), "does not project $this"),
        (QUERY.format("$this", "{ ‸SELECT ?v WHERE { $this ?p ?v } }", ""), "nested SELECT that does not project"),
        (QUERY.format("$this", "$this ?p ?v BIND (1 AS ‸$this)", ""), "assigns $this"),
        (QUERY.format("$this", "?s ?p ?v . BIND (1 AS ‸?v)", ""), "BIND assigns ?v, which has a value"),
        (QUERY.format("$this ?failure", "$this ?p ?v BIND (true AS ?failure)", "").replace('"""SEL', '‸"""SEL'),
         "reports a failure (?failure)"),
        (QUERY.format("$this", "$this ?p ?v FILTER (REGEX(?v, ‸'['))", ""), "has '[', which is not a valid"),
        (QUERY.format("$this", "$this ?p ?v BIND (REPLACE(?v, ‸'(', 'b') AS ?r)", ""), "is not a valid regular"),
        (QUERY.format("$this", "$this ?p ?v FILTER (‸STRLENGTH(?v) > 3)", ""), "Did you mean STRLEN?"),
        (QUERY.format("$this", "$this ?p ?v FILTER (?v =‸= 3)", ""), "One = compares two values."),
        (QUERY.format("$this", "‸$this ?p ?v", "").replace("WHERE {", "WHERE").replace(" }", ""), "stands in braces"),
        (BOAT + 'sh:sparql [ sh:select "‸ASK { $this ?p 1 }" ] .', "must be a SELECT query, and is ASK"),
        (BOAT + "sh:in ( 1 ) ; sh:in ‸_:x . _:x rdf:first 1 .", "sh:in must not have more than one value"),
        (BOAT + "sh:or ‸ex:nolist .", "sh:or: ex:nolist is not a well-formed list"),
        (BOAT + "sh:property [ sh:path ‸( ex:p ) ; sh:minCount 1 ] .", "needs two or more members"),
        (BOAT + "sh:property [ sh:path ‸[ ] ; sh:minCount 1 ] .", "is not a well-formed property path"),
        (BOAT + "sh:property [ sh:path ‸[ sh:alternativePath ex:x ] ; sh:minCount 1 ] .", "not a well-formed list"),
    ],
)  # fmt: skip
def test_an_error_of_a_query_or_a_list_stands_at_its_place(tmp_path: Path, shapes: str, says: str) -> None:
    """The place is at the mark, which is left out."""
    before, after = shapes.split("‸")
    lines = (HEAD + before).split("\n")
    done = validated(tmp_path, before + after)
    assert done.code == 2
    assert says in done.err
    assert done.err.startswith(f"kg: s.ttl:{len(lines)}:{len(lines[-1]) + 1}: ")


@pytest.mark.parametrize(
    "where",
    [
        "$this $PATH ?v FILTER (?v = 1)",
        "?v ^$PATH $this",
        "$this ($PATH)+ ?v",
        "$this a ?c FILTER NOT EXISTS { $this $PATH ?v }",
        "$this a ?c FILTER (EXISTS { $this $PATH ?v FILTER (?v = 1) })",
        "{ $this $PATH ?v } UNION { $this a/$PATH ?v }",
    ],
)
def test_the_path_may_stand_wherever_a_predicate_does(tmp_path: Path, where: str) -> None:
    assert validated(tmp_path, PATH_QUERY.format("$this", where, "")).code in (0, 1)


def test_what_is_ignored_leaves_the_rest_of_the_shapes_judging(tmp_path: Path) -> None:
    broken = 'ex:T sh:targetClass ex:Boat ; sh:nodeKind sh:IRI ; sh:pattern "(" . '
    found = document(tmp_path, BOAT + NAMED + broken, "ex:b a ex:Boat .", "--ignore", "invalid")
    assert [result["rule"] for result in found["results"]] == ["ex:S/ex:name"]


def test_a_shape_that_would_mean_the_opposite_without_an_ignored_one_is_left_out_too(tmp_path: Path) -> None:
    broken = (
        'ex:T sh:pattern "(" . ex:U sh:targetClass ex:Boat ; sh:not ex:T . ex:V sh:targetClass ex:Boat ; sh:node ex:U'
    )
    found = document(tmp_path, f"{BOAT}{NAMED}{broken} .", "ex:b a ex:Boat .", "--ignore", "invalid")
    assert [result["rule"] for result in found["results"]] == ["ex:S/ex:name"]


def test_all_problems_are_told_in_one_run(tmp_path: Path) -> None:
    shapes = (
        BOAT + "sh:property [ sh:path ex:p ; sh:mincount 1 ] .\n"
        'ex:T sh:property [ sh:path ex:p ; sh:maxcount 1 ; sh:minCount "x" ; sh:pattern "(" ] ; sh:property ex:None .\n'
        "ex:U sh:in ex:V ."
    )
    done = validated(tmp_path, shapes)
    assert done.code == 2
    lines = [line for line in done.err.splitlines() if "s.ttl:" in line]
    assert [line.removeprefix("kg: ").split(":")[1] for line in lines] == ["4", "5", "5", "5", "5", "6"]


def test_the_part_of_a_long_line_is_shown_that_a_problem_is_in(tmp_path: Path) -> None:
    message = "A boat has a name, whatever else it has or does not have."
    done = validated(tmp_path, f"{BOAT}sh:message '{message}' ; sh:mincount 1 .")
    line, caret = done.err.splitlines()[-3:-1]
    assert line[caret.index("^") :].startswith("sh:mincount 1 .")


def test_an_unknown_kind_of_problem_is_named(tmp_path: Path) -> None:
    done = validated(tmp_path, BOAT + NAMED, "ex:b a ex:Boat .", "--ignore", "advnced")
    assert (done.code, "there is no such kind" in done.err) == (2, True)


# -- judged, and said


@pytest.mark.parametrize(
    ("shapes", "kind", "says"),
    [
        (BOAT + "sh:node ex:NoSuch .", "suspicious-shape", "ex:NoSuch is not described"),
        (BOAT + "sh:or ( ex:NoSuch ) .", "suspicious-shape", "ex:NoSuch is not described"),
        *(
            (
                BOAT + NAMED + f"ex:T a sh:NodeShape ; sh:targetClass ex:Boat ; {reference} . {empty}",
                "suspicious-shape",
                f"ex:Empty {reason}, so every node conforms to it",
            )
            for reference in (
                "sh:node ex:Empty",
                "sh:and ( ex:Empty )",
                "sh:or ( ex:Empty [ sh:class ex:Ship ] )",
                "sh:not ex:Empty",
                "sh:xone ( ex:Empty )",
                "sh:property [ sh:path ex:p ; sh:qualifiedValueShape ex:Empty ; sh:qualifiedMinCount 0 ]",
            )
            for empty, reason in (
                ("ex:Empty a sh:NodeShape .", "has no constraint"),
                ("ex:Empty a sh:NodeShape ; sh:name 'e' .", "has no constraint"),
                ("ex:Empty a sh:NodeShape ; sh:deactivated true ; sh:nodeKind sh:IRI .", "is deactivated"),
                ("", "is not described"),
            )
        ),
        (BOAT + NAMED + "ex:T sh:targetClass ex:Boat ; sh:node [ ] .", "suspicious-shape", "is not described"),
        (
            BOAT + NAMED + "ex:T sh:targetClass ex:Boat ; sh:node [ a sh:NodeShape ] .",
            "suspicious-shape",
            "[ ] of ex:T has no constraint",
        ),
        (BOAT + NAMED + "ex:T sh:targetClass ex:Boat ; sh:and () .", "suspicious-shape", "all shapes of an empty list"),
        (BOAT + NAMED + "ex:T sh:targetClass ex:Boat .", "empty-shape", "without any constraint judges nothing"),
        (
            BOAT + NAMED + "ex:T sh:targetClass ex:Boat ; sh:property [ sh:path ex:p ; sh:name 'p' ] .",
            "empty-shape",
            "its property shapes without any constraint judge nothing",
        ),
        (
            BOAT + NAMED + "ex:T sh:targetClass ex:Boat ; sh:deactivated true ; sh:nodeKind sh:IRI .",
            "empty-shape",
            "a shape that is deactivated judges nothing",
        ),
        (BOAT + "sh:property [ sh:path ex:p ; sh:minCount -1 ] .", "suspicious-shape", "sh:minCount -1 is negative"),
        (BOAT + "sh:or () .", "suspicious-shape", "nothing can conform to one shape of an empty list"),
        (BOAT + "sh:ignoredProperties ( rdf:type ) .", "suspicious-shape", "no effect without sh:closed"),
        (BOAT + "sh:closed false ; sh:ignoredProperties () .", "suspicious-shape", "no effect without sh:closed"),
        (BOAT + 'sh:property [ sh:path ex:p ; sh:flags "i" ] .', "suspicious-shape", "no effect without sh:pattern"),
        (
            BOAT + NAMED + "ex:Boat rdfs:subClassOf ex:Vessel .",
            "suspicious-shape",
            "rdfs:subClassOf counts only in the",
        ),
        (
            BOAT + NAMED + 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/ns#" ] .',
            "suspicious-shape",
            "sh:namespace should be an xsd:anyURI",
        ),
        (
            BOAT + 'sh:sparql [ sh:prefixes ex:none ; sh:select "SELECT $this WHERE { FILTER (false) }" ] .',
            "suspicious-shape",
            "sh:prefixes ex:none leads to no sh:declare",
        ),
        (
            BOAT + "ex:one 1 . ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:one ] , [ sh:path ex:two ] ; "
            'sh:validator [ sh:ask "ASK { FILTER ($value = $one) }" ] .',
            "suspicious-shape",
            "ex:C has no effect without all of its parameters",
        ),
        (BOAT + "sh:rule [ a sh:TripleRule ] .", "not-run", "sh:rule is not run"),
        (BOAT + "sh:property [ sh:path ex:p ; sh:values [ sh:path ex:q ] ] .", "not-run", "sh:values is not run"),
        (BOAT + NAMED + "ex:f a sh:SPARQLFunction ; sh:returnType xsd:string .", "not-run", "sh:returnType is not run"),
        (BOAT + NAMED + "ex:Boat a sh:NodeShape ; sh:nodeKind sh:IRI .", "no-target", "judges nothing"),
        (BOAT + NAMED + "ex:m a owl:Ontology ; owl:imports ex:c .", "missing-imports", "is not among the files"),
        (
            BOAT + NAMED + "ex:m owl:imports 'http://example.org/c' .",
            "suspicious-shape",
            "a graph by its IRI, not by a text",
        ),
        ("ex:Boat a owl:Class , sh:NodeShape ; " + NAMED, "owl-class", "an owl:Class that is a shape"),
        (BOAT + NAMED + "ex:S <http://datashapes.org/dash#closedByTypes> true .", "suspicious-shape", "add dash.ttl"),
        (BOAT + NAMED + "ex:S ex:minLength 1 .", "suspicious-shape", "ex:minLength is not sh:minLength"),
        (BOAT + "sh:property [ sh:path ex:p ; sh:minCount 1 ; ex:class ex:C ] .", "suspicious-shape", "not sh:class"),
        (
            BOAT + NAMED + "ex:S ex:max 1 . ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:max ] .",
            "suspicious-shape",
            "ex:max judges nothing here",
        ),
        (
            BOAT + NAMED + "ex:S ex:max 1 . ex:C sh:parameter [ sh:path ex:max ] ; "
            'sh:validator [ sh:ask "ASK { FILTER ($value < $max) }" ] .',
            "suspicious-shape",
            "ex:max judges nothing here",
        ),
        (
            BOAT + NAMED + "ex:T sh:targetNode ex:none ; sh:nodeKind sh:IRI .",
            "suspicious-shape",
            "the target node ex:none is not in the data",
        ),
        *(
            (
                BOAT + f'sh:sparql [ sh:select "SELECT $this {where}" ] .',
                "suspicious-shape",
                f"{keyword} in a query finds nothing",
            )
            for keyword, where in (
                ("FROM", "FROM <urn:g> { $this ?p ?o }"),
                ("GRAPH", "{ GRAPH <urn:g> { $this ?p ?o } }"),
            )
        ),
    ],
)
def test_what_judges_less_than_it_seems_to_is_named(tmp_path: Path, shapes: str, kind: str, says: str) -> None:
    remarks = [each for each in document(tmp_path, shapes)["remarks"] if each["kind"] == kind]
    assert any(says in each["text"] for each in remarks), remarks


@pytest.mark.parametrize(
    ("shapes", "data"),
    [
        (BOAT + NAMED + "ex:S ex:class ex:C ; ex:note 1 .", "ex:b a ex:Boat ; ex:name 1 ."),
        (BOAT + NAMED + "ex:T sh:targetNode ex:name , 5 ; sh:nodeKind sh:IRIOrLiteral .",
         "ex:b a ex:Boat ; ex:name 1 ; ex:of ex:name ."),
        (BOAT + 'sh:sparql [ sh:select "SELECT $this { GRAPH $shapesGraph { <urn:x> ?p ?o } }" ] .',
         "ex:b a ex:Boat ."),
        (BOAT + "ex:max 9 . ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:max ] ; "
         'sh:validator [ sh:ask "ASK { FILTER (true || $value < $max) }" ] .', "ex:b a ex:Boat ."),
        ("ex:Boat a sh:ShapeClass ; " + NAMED, "ex:b a ex:Boat ; ex:name 1 ."),
        (BOAT + "sh:codeIdentifier 'boat' ; sh:intent 'that it has a name' ; " + NAMED, "ex:b a ex:Boat ; ex:name 1 ."),
    ],
)  # fmt: skip
def test_what_judges_what_it_seems_to_is_not_named(tmp_path: Path, shapes: str, data: str) -> None:
    report = document(tmp_path, shapes, data)
    assert (report["conforms"], report["remarks"]) == (True, [])


@pytest.mark.parametrize(
    "written",
    [
        "<https://www.w3.org/ns/shacl#property>",
        "<http://www.w3.org/ns/shacl/property>",
        "<http://w3.org/ns/shacl#property>",
    ],
)
def test_a_term_of_shacl_in_another_namespace_is_refused(tmp_path: Path, written: str) -> None:
    done = validated(tmp_path, f"{BOAT}{NAMED}ex:S {written} [ sh:path ex:q ; sh:minCount 1 ] .")
    assert done.code == 2
    assert done.err.startswith("kg: s.ttl:4:")
    assert "is not in the namespace of SHACL" in done.err
    assert "Did you mean <http://www.w3.org/ns/shacl#property>?" in done.err


def test_a_query_of_another_form_is_named(tmp_path: Path) -> None:
    for form in ("CONSTRUCT", "DESCRIBE"):
        query = "CONSTRUCT WHERE { ?s ?p ?o }" if form == "CONSTRUCT" else "DESCRIBE ?s { ?s ?p ?o }"
        errors = validated(tmp_path, BOAT + f'sh:sparql [ sh:select "{query}" ] .').err
        assert f"must be a SELECT query, and is {form}" in errors


def test_a_node_kind_of_shacl_1_2_is_told(tmp_path: Path) -> None:
    shapes = BOAT + "sh:property [ sh:path ex:n ; sh:nodeKind sh:TripleTerm ] ."
    assert "must be a triple term" in validated(tmp_path, shapes, "ex:b a ex:Boat ; ex:n 1 .").out


def test_a_bare_property_shape_says_which_property_a_closed_shape_allows(tmp_path: Path) -> None:
    shapes = BOAT + "sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property [ sh:path ex:name ] ."
    found = document(tmp_path, shapes, "ex:b a ex:Boat ; ex:name 'B' .")
    assert (found["conforms"], [each["kind"] for each in found["remarks"]]) == (True, [])


def test_an_empty_shape_keeps_the_verdict_of_the_standard_and_fails_only_where_warnings_do(tmp_path: Path) -> None:
    shapes = BOAT + "sh:nodeKind sh:IRI ; sh:node ex:Empty . ex:Empty a sh:NodeShape ."
    assert validated(tmp_path, shapes).code == 0
    assert validated(tmp_path, shapes, "ex:b a ex:Boat .", "--strict").code == 1
    negated = BOAT + "sh:not ex:Empty . ex:Empty a sh:NodeShape ."
    assert validated(tmp_path, negated).code == 1


def test_an_import_of_shacl_itself_is_not_missing(tmp_path: Path) -> None:
    shapes = BOAT + NAMED + "ex:m a owl:Ontology ; owl:imports <http://www.w3.org/ns/shacl#>"
    assert not any(remark["kind"] == "missing-imports" for remark in document(tmp_path, shapes + " .")["remarks"])
    both = document(tmp_path, shapes + ", ex:c .")["remarks"]
    assert any(remark["kind"] == "missing-imports" for remark in both)


def test_an_owl_class_that_is_a_shape_judges_its_instances(tmp_path: Path) -> None:
    assert document(tmp_path, "ex:Boat a owl:Class , sh:NodeShape ; " + NAMED)["counts"]["violation"] == 1


def test_names_of_ones_own_in_the_namespace_of_shacl_are_no_misspelt_terms(tmp_path: Path) -> None:
    shapes = "sh:boatShape a sh:NodeShape ; sh:targetClass ex:Boat ; sh:property sh:boatName . "
    found = document(tmp_path, shapes + "sh:boatName sh:path ex:name ; sh:minCount 1 .")
    assert found["counts"]["violation"] == 1


def test_imports_that_are_at_hand_belong_to_the_shapes(tmp_path: Path) -> None:
    common = "<http://example.org/common> a owl:Ontology . ex:nameShape sh:path ex:name ; sh:minCount 1 ."
    main = BOAT + "sh:property ex:nameShape . <http://example.org/main> a owl:Ontology ; owl:imports "
    (tmp_path / "common.ttl").write_text(HEAD + common)
    assert validated(tmp_path, main + "<http://example.org/common> .").code == 2
    assert document(tmp_path, main + "<common.ttl> .")["counts"]["violation"] == 1
    beside = document(tmp_path, main + "<common> .", "ex:b a ex:Boat .", "--shapes", "common.ttl")
    assert not [remark for remark in beside["remarks"] if remark["kind"] == "missing-imports"]
    mapped = main + "<http://example.org/common> ."
    assert document(tmp_path, mapped, "ex:b a ex:Boat .", "--ontology", "common.ttl")["counts"]["violation"] == 1
    settings = 'base = "http://example.org/"\n[imports]\n"http://example.org/common" = "common.ttl"\n'
    (tmp_path / "kg.toml").write_text(settings)
    found = document(tmp_path, mapped)
    assert found["counts"]["violation"] == 1
    assert not [each for each in found["remarks"] if each["kind"] == "missing-imports"]
    for name in ("shapes", "data"):
        (tmp_path / name).mkdir()
    (tmp_path / "s.ttl").rename(tmp_path / "shapes" / "s.ttl")
    (tmp_path / "d.ttl").rename(tmp_path / "data" / "d.ttl")
    assert call("validate", folder=tmp_path).code == 1


def test_a_file_that_is_only_an_ontology_header_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "header.ttl").write_text(HEAD + "<http://example.org/main> a owl:Ontology .")
    assert validated(tmp_path, BOAT + NAMED, "ex:b a ex:Boat .", "header.ttl").code == 1


# -- recursion

KNOWS = BOAT + "sh:property [ sh:path ex:next ; sh:node ex:S ] ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."


def focus_nodes(found: dict[str, Any]) -> list[str]:
    return sorted({result["focusNode"]["value"].rpartition("#")[2] for result in found["results"]})


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('ex:a a ex:Boat ; ex:name "a" ; ex:next ex:a .', []),
        ('ex:a a ex:Boat ; ex:name "a" ; ex:next ex:b . ex:b ex:name "b" ; ex:next ex:a .', []),
        ('ex:a a ex:Boat ; ex:name "a" ; ex:next ex:b . ex:b ex:name "b" ; ex:next ex:c .', ["a"]),
        ('ex:a a ex:Boat ; ex:name "a" ; ex:next ex:b . ex:b ex:next ex:a .', ["a"]),
        ('ex:a a ex:Boat ; ex:next ex:b . ex:b ex:name "b" .', ["a"]),
    ],
)
def test_a_node_conforms_to_a_recursive_shape_unless_a_finite_proof_says_otherwise(
    tmp_path: Path, data: str, expected: list[str]
) -> None:
    assert focus_nodes(document(tmp_path, KNOWS, data)) == expected


def test_recursive_property_shapes_report_each_node_that_they_reach_and_end(tmp_path: Path) -> None:
    shapes = BOAT + "sh:property ex:P . ex:P sh:path ex:next ; sh:nodeKind sh:IRI ; sh:property ex:P , ex:N . "
    shapes += "ex:N sh:path ex:name ; sh:minCount 1 ."
    data = "ex:a a ex:Boat ; ex:next ex:b . ex:b ex:next ex:c . ex:c ex:next ex:a ; ex:name 1 ."
    assert focus_nodes(document(tmp_path, shapes, data)) == ["a", "b"]


def test_recursion_through_alternatives_is_judged(tmp_path: Path) -> None:
    tree = BOAT + "sh:or ( [ sh:path ex:leaf ; sh:minCount 1 ] [ sh:path ex:part ; sh:minCount 1 ; sh:node ex:S ] ) ."
    good = "ex:a a ex:Boat ; ex:part ex:b , ex:c . ex:b ex:leaf 1 . ex:c ex:part ex:d . ex:d ex:leaf 1 ."
    assert focus_nodes(document(tmp_path, tree, good)) == []
    assert focus_nodes(document(tmp_path, tree, good.replace("ex:d ex:leaf 1 .", ""))) == ["a"]


# -- messages


@pytest.mark.parametrize(
    ("constraint", "message"),
    [
        ("sh:xone ( [ sh:path ex:one ; sh:minCount 1 ] [ sh:path ex:auto ; sh:minCount 1 ] )",
         "ex:b must conform to exactly one of "
         "“ex:one must have at least 1 value”, “ex:auto must have at least 1 value”"),
        ("sh:not [ sh:path ex:captain ; sh:maxCount 0 ]",
         "ex:b must not conform to “ex:captain must have at most 0 values”"),
        ('sh:or ( [ sh:path ex:captain ; sh:minCount 1 ; sh:message "a captain"@en , "x"@nl ] [ sh:class ex:S ] )',
         "ex:b must conform to one of “a captain”, “must be of the class ex:S”"),
        ("sh:node [ sh:name \"crew\" ; sh:property [ sh:path ex:mate ; sh:minCount 1 ] ]",
         "ex:b must conform to “crew”"),
        ("sh:node [ sh:property [ sh:path ex:mate ; sh:minCount 2 ] , [ sh:path ex:cook ; sh:minCount 1 ] ]",
         "ex:b must conform to “ex:mate must have at least 2 values and ex:cook must have at least 1 value”"),
        ("sh:node ex:T", "ex:b must conform to ex:T"),
        ("sh:property [ sh:path ex:p ; sh:qualifiedValueShape ex:T ; sh:qualifiedMinCount 1 ]",
         "ex:p must have at least 1 value that conforms to ex:T"),
    ],
)  # fmt: skip
def test_built_in_messages_tell_inner_shapes_in_words(tmp_path: Path, constraint: str, message: str) -> None:
    shapes = f"{BOAT}{constraint} . ex:T sh:path ex:q ; sh:minCount 1 ."
    messages = [result["message"] for result in document(tmp_path, shapes)["results"]]
    assert messages == [message]


def test_a_message_of_the_shape_is_told_as_it_is_written(tmp_path: Path) -> None:
    shapes = BOAT + 'sh:nodeKind sh:Literal ; sh:message "see <http://example.org/ns#help> and _:x" .'
    assert document(tmp_path, shapes)["results"][0]["message"] == "see <http://example.org/ns#help> and _:x"


def test_no_label_of_a_blank_node_is_told(tmp_path: Path) -> None:
    shapes = (
        "[] sh:targetClass ex:Boat ; sh:not [ sh:not [ sh:nodeKind sh:Literal ] ] ; sh:node [ sh:nodeKind sh:IRI ] ."
    )
    done = validated(tmp_path, shapes, "ex:a ex:has [ a ex:Boat ] .")
    assert done.code == 1
    assert "focus node: ex:a ex:has [ ]" in done.out
    assert "_:" not in done.out


@pytest.mark.parametrize("name", ["ex:Nope", "xx:S", "http://example.org/ns#nope"])
def test_a_shape_to_ignore_that_there_is_not_is_refused(tmp_path: Path, name: str) -> None:
    done = validated(tmp_path, BOAT + NAMED, "ex:b a ex:Boat .", "--ignore", name)
    assert done.code == 2
    assert "whose problems could be left out" in done.err


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sh:nodekind sh:IRI", "sh:nodeKind?"),
        ("sh:property [ sh:path ex:p ; sh:minCout 1 ]", "sh:minCount?"),
        ("a sh:nodeShape", "sh:NodeShape?"),
        ("sh:severity sh:Waring", "sh:Warning?"),
        ("sh:hasClass ex:C", None),
    ],
)
def test_what_may_stand_there_is_proposed_for_a_term_that_shacl_does_not_have(
    tmp_path: Path, written: str, meant: str | None
) -> None:
    errors = validated(tmp_path, BOAT + written + " .").err
    assert "SHACL has no term" in errors
    assert ("Did you mean" in errors, f"Did you mean {meant}" in errors) == (meant is not None,) * 2


def test_shapes_that_other_terms_use_are_not_said_to_judge_nothing(tmp_path: Path) -> None:
    target = 'sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE { ?this a <http://example.org/ns#Boat> }" ]'
    shapes = (
        f"ex:R a sh:NodeShape ; {target} ; sh:nodeKind sh:IRI . "
        "ex:f a sh:SPARQLFunction ; sh:parameter [ sh:path ex:x ; sh:datatype xsd:integer ] ; "
        'sh:returnType xsd:integer ; sh:select "SELECT ($x AS ?r) WHERE {}" .'
    )
    done = validated(tmp_path, shapes, "ex:b a ex:Boat .", "--advanced")
    assert (done.code, "judges nothing" in done.out) == (0, False), done.err
    shapes = BOAT + NAMED + "ex:S sh:targetWhere [ sh:class ex:C ] ."
    done = validated(tmp_path, shapes, "ex:b a ex:Boat .", "--ignore", "shacl12")
    assert (done.code, "judges nothing" in done.out) == (1, False), done.err


@pytest.mark.parametrize(
    ("members", "value", "meant"),
    [
        ("ex:Belgium ex:France", "ex:Belgum", "ex:Belgium"),
        ("ex:Belgium ex:France", "<https://example.org/ns#Belgium>", "ex:Belgium"),
        ('"red" "green"', '"Red"', '"red"'),
        ('"red" "green"', '"green"@en', '"green"'),
        ('"red" "green"', '"grene"', '"green"'),
        ("1 2", '"1"', "1"),
        ("ex:s1 ex:s2", "ex:s3", None),
        ('"en" "nl"', '"de"', None),
        ("ex:Belgium ex:France", "ex:Germany", None),
    ],
)
def test_the_member_of_a_list_that_a_value_is_spelt_like_is_proposed(
    tmp_path: Path, members: str, value: str, meant: str | None
) -> None:
    shapes = f"{BOAT}sh:property [ sh:path ex:p ; sh:in ( {members} ) ] ."
    done = validated(tmp_path, shapes, f"ex:b a ex:Boat ; ex:p {value} .")
    assert done.code == 1
    assert ("Did you mean" in done.out, f"help: Did you mean {meant}?" in done.out) == (meant is not None,) * 2


def test_two_letters_that_are_swapped_are_seen(tmp_path: Path) -> None:
    shapes = BOAT + "sh:closed true ; sh:ignoredProperties ( rdf:type ) ; " + NAMED
    assert "Did you mean ex:name?" in validated(tmp_path, shapes, 'ex:b a ex:Boat ; ex:nmae "B" .').out


def test_a_property_shape_without_an_iri_is_called_by_its_owner_and_path(tmp_path: Path) -> None:
    errors = validated(tmp_path, BOAT + "sh:property [ sh:path ex:p ; sh:minCount true ] .").err
    assert "the shape ex:S/ex:p is not well-formed: sh:minCount must be" in errors
