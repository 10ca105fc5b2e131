from __future__ import annotations

from dataclasses import replace

import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SH

from kg.dataset import Dataset
from kg.project import Project
from kg.shacl.pyshacl_adapter import to_rdflib, validate_with_pyshacl
from kg.sparql.property_path import Alternative, Inverse, Predicate, Repeated, Sequence
from kg.validation import Result, ValidationReport, outcome
from kg.validation.formats import report_turtle
from kg.validation.notes import Remark
from kg.validation.positions.located_report import LocatedReport, located


def test_turtle_is_the_results_graph_that_pyshacl_gives(
    broken_located: LocatedReport, broken_report: ValidationReport
) -> None:
    graph = rdflib.Graph().parse(data=report_turtle.write(broken_located), format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms) == rdflib.Literal(False)
    nodes = list(graph.objects(report, SH.result))
    assert len(nodes) == len(broken_report.results)
    for node in nodes:
        for predicate in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape):
            assert len(list(graph.objects(node, predicate))) == 1


def test_turtle_reads_back_isomorphic(broken_located: LocatedReport) -> None:
    quads = (Quad(each.subject, each.predicate, each.object) for each in report_turtle.triples(broken_located))
    assert isomorphic(to_rdflib(quads), rdflib.Graph().parse(data=report_turtle.write(broken_located), format="turtle"))


def test_turtle_writes_paths_as_shacl_does(broken: Project, broken_data: Dataset, broken_shapes: Dataset) -> None:
    step = Predicate(NamedNode(broken.base + "ns#claim"))
    path = Sequence((Inverse(step), Alternative((step, Repeated(step, "*")))))
    result = Result(NamedNode("x:s"), path, None, NamedNode("x:c"), NamedNode("x:shape"))
    written = report_turtle.write(located(ValidationReport("", "", (result,)), broken, broken_data, broken_shapes))
    expected = """
    PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX ct: <https://w3id.org/city-ties/ns#>
    [] a sh:ValidationReport ; sh:conforms false ; sh:result [ a sh:ValidationResult ; sh:focusNode <x:s> ;
        sh:sourceConstraintComponent <x:c> ; sh:sourceShape <x:shape> ; sh:resultSeverity sh:Violation ;
        sh:resultPath ( [ sh:inversePath ct:claim ]
            [ sh:alternativePath ( ct:claim [ sh:zeroOrMorePath ct:claim ] ) ] ) ] .
    """
    left, right = (rdflib.Graph().parse(data=each, format="turtle") for each in (written, expected))
    assert isomorphic(left, right)


def test_turtle_conforms_as_the_standard_says_and_not_as_fail_on_does(
    nasty: LocatedReport, clean: LocatedReport
) -> None:
    assert nasty.conforms
    assert "sh:conforms false" in report_turtle.write(nasty)
    assert "sh:conforms true" in report_turtle.write(clean)


def test_where_nothing_was_judged_a_comment_says_why_and_other_remarks_are_for_people(clean: LocatedReport) -> None:
    remarks = (Remark(outcome.KIND, "Nothing was judged:\nthere is no shape."), Remark("spelling", "Another remark."))
    assert report_turtle.write(replace(clean, remarks=remarks)) == "# Nothing was judged:\n# there is no shape.\n"


def test_a_results_graph_conforms_to_the_shapes_of_a_results_graph(broken_located: LocatedReport) -> None:
    shapes = """
    PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    [] a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
        sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:boolean ] ;
        sh:property [ sh:path sh:result ; sh:class sh:ValidationResult ] .
    [] a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
        sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ;
        sh:property [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] ;
        sh:property [ sh:path sh:value ; sh:maxCount 1 ] ;
        sh:property [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
        sh:property [ sh:path sh:resultMessage ; sh:or ( [ sh:datatype xsd:string ]
            [ sh:datatype <http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> ] ) ] .
    """
    data, rules = (list(parse(each, format=RdfFormat.TURTLE)) for each in (report_turtle.write(broken_located), shapes))
    assert validate_with_pyshacl(data, rules) == ()
