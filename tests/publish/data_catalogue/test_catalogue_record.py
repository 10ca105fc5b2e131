"""The catalogue offers files that there are."""

from __future__ import annotations

from pathlib import Path

import pyshacl
from rdflib import RDF, RDFS, SH, SKOS, Graph, URIRef

from kg import project as projects
from kg import revision as revisions
from kg.publish.data_catalogue import catalogue_record
from kg.rdf.formats import TURTLE
from kg.revision import Revision

DATA = """PREFIX dcat: <http://www.w3.org/ns/dcat#> BASE <https://ties.example/>
<id/ties#ttl> dcat:downloadURL <dumps/ties.ttl> . <id/ties#old> dcat:downloadURL <dumps/town.ttl> .
<id/ties#other> dcat:downloadURL <https://other.example/dumps/x.ttl> ."""


def test_the_record_says_of_its_data_sets_that_nothing_checked_them(tmp_path: Path, revision: Revision) -> None:
    root, dct = "https://ties.example/", "http://purl.org/dc/terms/"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "ties.ttl").write_text(
        f"{DATA} <id/catalog> dcat:dataset <id/ties> . <id/ties> a dcat:Dataset .", "utf-8"
    )
    (tmp_path / "kg.toml").write_text(f'base = "{root}"\n[publish]\nrequire = "nothing"\n', "utf-8")
    unchecked = revisions.current(projects.load(tmp_path))
    record = Graph().parse(data=catalogue_record.represent(unchecked, {}, TURTLE, root).body, format="turtle")
    statements = {str(subject): node for subject, node in record.subject_objects(URIRef(f"{dct}provenance"))}
    assert statements.keys() == {f"{root}id/ties", f"{root}data#dataset"}
    (node,) = set(statements.values())
    assert {str(label) for label in record.objects(node, RDFS.label)} >= {"Not checked", "Non vérifié"}
    assert (node, RDFS.seeAlso, URIRef(f"{root}quality")) in record
    judged = catalogue_record.represent(revision, {}, TURTLE, root).body
    assert b"dct:provenance" not in judged


def test_the_record_keeps_dcat_ap_without_the_code_lists_of_its_values(revision: Revision, shared: Path) -> None:
    record = catalogue_record.represent(revision, {}, TURTLE, "https://ties.example/").body
    shapes = Graph().parse(shared / "suites" / "dcat-ap-3.0.1" / "dcat-ap-SHACL.ttl")
    for node, shape in list(shapes.subject_objects(SH.property)):
        if (shape, SH.path, None) not in shapes:  # two of its property shapes have no path, and pySHACL stops at them
            shapes.remove((node, SH.property, shape))
    data = Graph().parse(data=record, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    assert [
        str(report.value(result, SH.resultMessage)) for result in report.subjects(RDF.type, SH.ValidationResult)
    ] == []
    government = URIRef("http://publications.europa.eu/resource/authority/data-theme/GOVE")
    assert {label.language for label in data.objects(government, SKOS.prefLabel)} == {"de", "en", "fr", "nl"}
    english = URIRef("http://publications.europa.eu/resource/authority/language/ENG")
    assert set(data.objects(english, RDF.type)) == {URIRef("http://purl.org/dc/terms/LinguisticSystem")}
