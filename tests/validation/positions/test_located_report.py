from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from kg import dataset as datasets
from kg.dataset import Dataset
from kg.project import Project
from kg.rdf.namespaces import RDF, SH, SKOS
from kg.rdf.source.positions import Position
from kg.sparql.property_path import Alternative, Inverse, Predicate, Repeated, Sequence
from kg.sparql.property_path import Path as PropertyPath
from kg.validation import Result, Severity, ValidationReport, validate
from kg.validation.formats import FORMS
from kg.validation.positions.data_positions import Place
from kg.validation.positions.located_report import Finding, LocatedReport, by_file, located

from ...presence import present

CT = "https://w3id.org/city-ties/ns#"
NODE = NamedNode(SH + "NodeConstraintComponent")
KANAZAWA = "id/partnership/jp-kanazawa--be-gent"


def iri(project: Project, name: str) -> NamedNode:
    return NamedNode(project.base + name)


def ct(name: str) -> Predicate:
    return Predicate(NamedNode(CT + name))


def found(report: LocatedReport, rule: str, node: str) -> Finding:
    (finding,) = (
        each
        for each in report.findings
        if each.rule.id == f"shape/{rule}" and report.names.term(each.result.focus_node) == f"<{node}>"
    )
    return finding


def words(finding: Finding) -> str:
    """The characters of the finding's line that a caret would stand under."""
    assert finding.place is not None
    assert finding.place.position is not None
    return finding.place.line[finding.place.position.column - 1 : finding.place.position.end_column - 1]


def test_every_result_of_a_report_has_a_file_a_line_and_a_column(broken_located: LocatedReport) -> None:
    assert len(broken_located.findings) == len(broken_located.report.results) >= 30
    for finding in broken_located.findings:
        assert finding.place is not None
        assert finding.place.position is not None
        assert finding.place.line


def test_results_stand_in_turtle_trig_and_n_triples(broken_located: LocatedReport) -> None:
    assert list(by_file(broken_located.findings)) == ["data/amiens.trig", "data/ghent.ttl", "data/lille.nt"]
    for finding in broken_located.findings:
        assert finding.place
        # Where a term of Turtle can be put, a misspelt one can be replaced.
        assert finding.place.is_turtle == (finding.place.file != "data/lille.nt")


def test_a_place_that_is_only_a_file_is_not_that_of_the_very_term() -> None:
    assert not Place("data/ghent.ttl").is_exact


def test_a_wrong_value_is_located_at_the_value(broken_located: LocatedReport) -> None:
    finding = found(broken_located, "Partnership-partnershipType", "id/partnership/be-gent--fr-saint-raphael")
    assert words(finding) == "<id/concept/partnership-type/sister-citi>"
    assert finding.place is not None
    assert finding.place.is_exact


def test_a_missing_property_is_located_at_the_block_of_its_subject(broken_located: LocatedReport) -> None:
    finding = found(broken_located, "Partnership-partnershipType", KANAZAWA)
    assert words(finding) == f"<{KANAZAWA}>"
    assert finding.place is not None
    assert finding.place.line == f"<{KANAZAWA}>"


def test_a_missing_value_of_a_property_that_is_there_is_located_at_the_property(broken_located: LocatedReport) -> None:
    finding = found(broken_located, "City-prefLabel-fr", "id/city/gb-nottingham")
    assert words(finding) == "skos:prefLabel"


def test_a_property_that_a_closed_shape_forbids_is_located_at_the_property(broken_located: LocatedReport) -> None:
    assert words(found(broken_located, "Resource-known-property", KANAZAWA)) == "ct:partnershipTyp"


def test_a_blank_node_is_located_at_its_bracket(broken_located: LocatedReport) -> None:
    places = {
        finding.place.line[finding.place.position.column - 1]
        for finding in broken_located.findings
        if finding.rule.id == "shape/Geometry-source" and finding.place and finding.place.position
    }
    assert places == {"["}


def test_findings_of_a_file_go_from_top_to_bottom(broken_located: LocatedReport) -> None:
    for findings in present(by_file(broken_located.findings).values()):
        assert findings == sorted(findings, key=Finding.sort_key)


def test_no_file_is_read_for_a_report_without_results(broken: Project, broken_shapes: Dataset, tmp_path: Path) -> None:
    dataset = Dataset((), (tmp_path / "gone.ttl",), "digest", {})
    report = located(ValidationReport("digest", "shapes", ()), broken, dataset, broken_shapes)
    assert report.findings == ()
    assert report.conforms


def test_only_so_many_results_are_located_and_all_are_counted(
    broken: Project, broken_data: Dataset, broken_shapes: Dataset, broken_report: ValidationReport
) -> None:
    report = located(broken_report, broken, broken_data, broken_shapes, max_results=3)
    assert len(report.findings) == 3
    assert report.is_cut
    assert sum(number for _, number in report.totals) == len(broken_report.results)
    numbers = [number for _, number in report.totals]
    assert numbers == sorted(numbers, reverse=True)


def test_files_are_named_from_where_the_reader_stands(
    broken: Project, broken_data: Dataset, broken_shapes: Dataset, broken_report: ValidationReport
) -> None:
    report = located(broken_report, broken, broken_data, broken_shapes, seen_from=broken.root.parent, max_results=1)
    assert report.findings[0].file == f"{broken.root.name}/data/ghent.ttl"


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (Inverse(ct("claim")), "id/partnership/be-gent--ee-tallinn", "<id/partnership/be-gent--ee-tallinn#in-force>"),
        (Sequence((Inverse(ct("claim")), ct("party"))), "id/city/ee-tallinn", "<id/city/ee-tallinn>"),
        (Alternative((ct("verdict"), ct("status"))), "id/concept/status/in-force", "<id/concept/status/in-force>"),
        (Sequence((ct("status"), Predicate(NamedNode(SKOS + "inScheme")))), "id/concept/status", "<id/concept/status>"),
        (Repeated(ct("status"), "+"), "id/concept/status/in-force", "<id/concept/status/in-force>"),
        (
            Sequence((ct("status"), Repeated(ct("party"), "*"))),
            "id/concept/status/in-force",
            "<id/concept/status/in-force>",
        ),
        (ct("status"), "id/concept/status/no-such", "ct:status"),
        (None, "id/concept/status/in-force", "<id/concept/status/in-force>"),
        (Inverse(Inverse(ct("status"))), "id/concept/status/in-force", "<id/concept/status/in-force>"),
    ],
)
def test_a_value_at_the_end_of_a_path_is_located_at_the_last_statement_of_the_path(
    broken: Project,
    broken_data: Dataset,
    broken_shapes: Dataset,
    path: PropertyPath | None,
    value: str,
    expected: str,
) -> None:
    shape = iri(broken, "shape/StatusPeriod")
    focus_node = iri(broken, "id/partnership/be-gent--ee-tallinn#in-force")
    result = Result(focus_node, path, iri(broken, value), NODE, shape)
    report = located(ValidationReport("", "", (result,)), broken, broken_data, broken_shapes)
    assert words(report.findings[0]) == expected


@pytest.mark.parametrize(
    ("focus_node", "expected"),
    [
        (NamedNode("https://sws.geonames.org/2797656/"), ("data/ghent.ttl", "<https://sws.geonames.org/2797656/>")),
        (Literal("Gand", language="fr"), ("data/ghent.ttl", '"Gand"@fr')),
        (NamedNode("https://example.org/nowhere"), ("shapes/city-ties.ttl", "<shape/City>")),
    ],
)
def test_a_focus_node_that_nothing_describes_is_located_where_it_is_mentioned_or_at_its_shape(
    broken: Project,
    broken_data: Dataset,
    broken_shapes: Dataset,
    focus_node: NamedNode | Literal,
    expected: tuple[str, str],
) -> None:
    result = Result(focus_node, None, None, NODE, iri(broken, "shape/City"))
    finding = located(ValidationReport("", "", (result,)), broken, broken_data, broken_shapes).findings[0]
    assert (finding.file, words(finding)) == expected


def test_a_node_and_a_shape_that_nothing_knows_have_no_place(
    broken: Project, broken_data: Dataset, broken_shapes: Dataset
) -> None:
    result = Result(BlankNode("elsewhere"), None, None, NODE, BlankNode("gone"))
    report = located(ValidationReport("", "", (result,)), broken, broken_data, broken_shapes)
    assert report.findings[0].place is None
    assert report.findings[0].rule.id == "anonymous-shape"
    assert list(by_file(report.findings)) == [None]


def test_a_node_in_several_files_is_located_where_it_is_typed(
    broken: Project, broken_shapes: Dataset, tmp_path: Path
) -> None:
    project = replace(broken, root=tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.ttl").write_text("<x> <y> <z> .\n")
    (tmp_path / "data" / "b.ttl").write_text("<w> <y> <x> .\n<x> a <z> .\n")
    result = Result(iri(project, "x"), None, None, NODE, iri(broken, "shape/City"))
    report = located(ValidationReport("", "", (result,)), project, datasets.load(project), broken_shapes)
    place = report.findings[0].place
    assert place is not None
    assert place.position is not None
    assert (place.file, place.position.line) == ("data/b.ttl", 2)


@pytest.mark.parametrize(
    ("name", "text", "line", "marked"),
    [
        ("a.jsonld", '{"@id": "x",\n "@type": "y"}', 2, '"y"'),
        ("a.rdf", '<y xmlns="https://example.org/"\n xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
         ' rdf:about="https://example.org/x"/>', 1, "y"),
        ("a.nq", "<https://example.org/x>  <https://example.org/p> <https://example.org/q> .\n"
         f"<https://example.org/x> <{RDF}type> <https://example.org/y> .", 2, "<https://example.org/y>"),
    ],
)  # fmt: skip
def test_a_result_stands_at_its_value_in_every_format(
    broken: Project, broken_shapes: Dataset, tmp_path: Path, name: str, text: str, line: int, marked: str
) -> None:
    project = replace(broken, root=tmp_path, settings=replace(broken.settings, base="https://example.org/"))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / name).write_text(text)
    result = Result(iri(project, "x"), Predicate(NamedNode(RDF + "type")), iri(project, "y"), NODE, iri(broken, "s"))
    report = located(ValidationReport("", "", (result,)), project, datasets.load(project), broken_shapes)
    (finding,) = report.findings
    assert finding.place
    assert finding.place.position
    assert (finding.file, finding.place.position.line, words(finding)) == (f"data/{name}", line, marked)


def test_of_a_hundred_thousand_results_the_first_are_located_and_all_are_counted_by_shape(
    broken: Project, broken_data: Dataset, broken_shapes: Dataset
) -> None:
    shapes = [iri(broken, f"shape/{name}") for name in ("City", "Network")]
    node = iri(broken, "id/city/be-gent")
    results = tuple(Result(node, None, Literal(n), NODE, shapes[n % 10 == 0]) for n in range(100_000))
    report = located(ValidationReport("", "", results), broken, broken_data, broken_shapes, max_results=100)
    assert len(report.findings) == 100
    assert [(rule.id, number) for rule, number in report.totals] == [("shape/City", 90_000), ("shape/Network", 10_000)]


def test_a_literal_of_ten_megabytes_is_located_and_told_in_a_few_words(
    broken: Project, broken_shapes: Dataset, tmp_path: Path
) -> None:
    project = replace(broken, root=tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "long.ttl").write_text(f"<x> <note> 1 , '{'Gent ' * 2_000_000}' .\n")
    dataset = datasets.load(project)
    value = dataset.quads[1].object
    component, shape = NamedNode(SH + "LanguageInConstraintComponent"), iri(broken, "shape/Resource-text")
    result = Result(iri(project, "x"), Predicate(iri(project, "note")), value, component, shape)
    report = located(ValidationReport("", "", (result,)), project, dataset, broken_shapes)
    place = report.findings[0].place
    assert place is not None
    assert place.position == Position(1, 16, 1, 10_000_018)
    for name in FORMS.keys() - {"json", "turtle"}:
        assert len(FORMS[name](report).replace("Gent ", "")) < 200_000, name
        assert FORMS[name](report).count("Gent ") < 500, name


@pytest.mark.parametrize("name", ["Geometry-asWKT", "Partnership-key", "ActivityFinding-owner", "Claim-start-bounds"])
def test_a_nonconforming_example_is_located_in_its_own_file(
    root: Path, broken: Project, broken_shapes: Dataset, tmp_path: Path, name: str
) -> None:
    project = replace(broken, root=tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / f"{name}.ttl").write_bytes((root / "tests" / "nonconforming" / f"{name}.ttl").read_bytes())
    example, vocabulary = datasets.load(project), datasets.load(broken, ("ontology",))
    quads = (*example.quads, *vocabulary.quads)
    report = validate(quads, broken_shapes.quads, dataset_digest=example.digest, shapes_digest="")
    report = replace(report, notes=())  # they are about shapes, which lie in another project here
    findings = located(report, project, example, broken_shapes, fail_on=Severity.INFO).findings
    assert {finding.rule.id for finding in findings} == {f"shape/{name}"}
    assert all(finding.file == f"data/{name}.ttl" and finding.place and finding.place.position for finding in findings)
