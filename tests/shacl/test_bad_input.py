"""Bad input gets a clear message at its place and the right exit code: shapes and data, broken, empty or huge."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pyshacl
import pytest
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import Graph

from kg import dataset as datasets
from kg import project as projects
from kg.errors import ShapesError
from kg.rdf.namespaces import SH
from kg.shacl import evaluation, pyshacl_adapter, validator

from ..commands import edit, run
from ..presence import present

ABOUT = "    sh:class ct:Partnership ;\n    sh:maxCount 1 ;\n"  # the first of the shapes, ActivityFinding-about
COMMON = "BASE <https://w3id.org/city-ties/>\nPREFIX ct: <https://w3id.org/city-ties/ns#>\n"


def validated(folder: Path, *options: str) -> tuple[int, str, str]:
    answer = run("validate", *options, folder=folder)
    assert "Traceback" not in answer.stderr
    return answer.returncode, answer.stdout, answer.stderr


# -- shapes that cannot be used


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('sh:maxCount "one" ;', 'sh:maxCount must be an xsd:integer, not "one"'),
        ("sh:maxLength 1.5 ;", "sh:maxLength must be an xsd:integer"),
        ("sh:maxCount 1 ; sh:maxCount 2 ;", "sh:maxCount must not have more than one value"),
        ('sh:pattern "(" ;', 'sh:pattern "(" is not a valid regular expression'),
        ("sh:maxCuont 1 ;", "Did you mean sh:maxCount?"),
        ("sh:in ct:Partnership ;", "sh:in: ct:Partnership is not a well-formed list"),
        ("sh:in [ <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1 ] ;", "not a well-formed list"),
        ("sh:nodeKind sh:Violation ;", "sh:nodeKind sh:Violation is not one of the node kinds"),
        ("sh:datatype true ;", "sh:datatype must be an IRI"),
        ('sh:deactivated "maybe" ;', "sh:deactivated must be true or false"),
        ("sh:path ct:claim ;", "sh:path must not have more than one value"),
        ("sh:not [ sh:node <shape/ActivityFinding-about> ] ;", "depends on its own negation, through [ ] of shape/"),
        (
            "sh:property <shape/None> ;",
            "sh:property of the shape <shape/ActivityFinding-about> must be a property shape",
        ),
        (
            "sh:nodeByExpression [ sh:nodeKind sh:IRI ] ;",
            "sh:nodeByExpression belongs to SHACL 1.2, which is not supported",
        ),
        ("sh:target [ ] ;", "belongs to SHACL Advanced Features"),
    ],
)
def test_a_broken_shape_is_refused_at_its_place(copy: Path, written: str, says: str) -> None:
    path = copy / "shapes" / "city-ties.ttl"
    first = edit(path, ABOUT, f"    sh:class ct:Partnership ;\n    {written}\n")
    code, _, errors = validated(copy)
    assert code == 2
    assert says in errors
    place = re.match(r"kg: shapes/city-ties\.ttl:(\d+):(\d+): ", errors)
    assert place, errors
    head = path.read_text("utf-8").splitlines().index("<shape/ActivityFinding-about>") + 1
    assert head <= int(place[1]) <= first + 9


def test_a_wrong_parameter_is_shown_with_a_caret(copy: Path) -> None:
    line = edit(copy / "shapes" / "city-ties.ttl", ABOUT, '    sh:class ct:Partnership ;\n    sh:maxCount "one" ;\n')
    _, _, errors = validated(copy)
    shown = errors.splitlines()
    assert shown[0].startswith(
        f"kg: shapes/city-ties.ttl:{line + 1}:17: the shape <shape/ActivityFinding-about> is not"
    )
    assert shown[1:-1] == ['      sh:maxCount "one" ;', "                  ^"]
    assert shown[-1] == "--ignore invalid leaves out what has this problem, and judges the rest."


@pytest.mark.parametrize(
    ("old", "new", "column", "says"),
    [
        ("WHERE {", "WHREE {", 1, "cannot be read from WHREE on"),
        ("  FILTER(?longitude <", "  FLTER(?longitude <", 3, "cannot be read from FLTER on"),
        # Escapes before it in the line count as they are written.
        (
            r"STRAFTER(STR(?wkt), \"(\"), \")\")",
            r"STRAFTER(STR(?wkt), \"(\", 2), \")\")",
            43,
            "cannot be read from , on",
        ),
        (
            "  $this geo:hasCentroid ?value .",
            "  $this foo:hasCentroid ?value .",
            9,
            "prefix foo: is not declared by sh:",
        ),
    ],
)
def test_a_syntax_error_in_an_embedded_query_is_told_in_the_lines_of_the_file(
    copy: Path, old: str, new: str, column: int, says: str
) -> None:
    line = edit(copy / "shapes" / "city-ties.ttl", old, new)
    code, _, errors = validated(copy)
    assert code == 2
    assert says in errors
    assert errors.startswith(f"kg: shapes/city-ties.ttl:{line}:{column}: the query of <shape/")


def test_a_query_cut_short_anywhere_is_refused(root: Path) -> None:
    shapes = datasets.load(projects.load(root), ("shapes",))
    select = NamedNode(SH + "select")
    queries = [quad for quad in shapes.quads if quad.predicate == select]
    random = Random(3)
    for quad in present(random.sample(queries, 8)):
        text = quad.object.value
        cut = text[: random.randrange(10, text.rindex("}"))]
        broken = [Quad(q.subject, q.predicate, Literal(cut), q.graph_name) if q == quad else q for q in shapes.quads]
        with pytest.raises(ShapesError):
            validator.start((), broken)


def test_what_the_shapes_for_shapes_object_to_is_refused() -> None:
    """SHACL's own shapes for shapes judge the same mistakes: none that they see is let through."""
    shapes_for_shapes = Graph().parse(Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl")
    start = "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX ex: <http://example.org/> ex:s "
    mistakes = (
        "a sh:PropertyShape .", "a sh:PropertyShape ; sh:path ex:p , ex:q .", "a sh:NodeShape ; sh:path ex:p .",
        "a sh:NodeShape ; sh:targetClass 1 .", "a sh:NodeShape ; sh:targetNode [ ] .",
        "a sh:NodeShape ; sh:property 1 .",
        "a sh:NodeShape ; sh:minCount 1 .", "sh:path ex:p ; sh:minCount -1 , 2 .", 'sh:path ex:p ; sh:minCount "1" .',
        "sh:path ex:p ; sh:class 1 .", "sh:path ex:p ; sh:datatype ex:a , ex:b .", "sh:path ex:p ; sh:nodeKind ex:a .",
        "sh:path ex:p ; sh:in ex:a .", "sh:path ex:p ; sh:languageIn ( 1 ) .", "sh:path ex:p ; sh:uniqueLang 1 .",
        "sh:path ex:p ; sh:lessThan ex:a , [ ] .", "sh:path ex:p ; sh:pattern 1 .", "a sh:NodeShape ; sh:and ex:a .",
        "a sh:NodeShape ; sh:closed 1 .", "a sh:NodeShape ; sh:closed true ; sh:ignoredProperties ( 1 ) .",
        "sh:path [ ] .", "sh:path ( ex:p ) .", "sh:path [ sh:alternativePath ( ex:p ) ] .", "sh:path 1 .",
        "a sh:NodeShape ; sh:severity 1 .", "a sh:NodeShape ; sh:deactivated 1 .", "a sh:NodeShape ; sh:message 1 .",
        "sh:path ex:p ; sh:qualifiedValueShape [ ] , [ ] ; sh:qualifiedMinCount 1 .", "sh:path ex:p ; sh:node 1 .",
        "a sh:NodeShape ; sh:sparql 1 .", "a sh:NodeShape ; sh:sparql [ sh:select 1 ] .",
    )  # fmt: skip
    objected, let_through = 0, []
    for mistake in mistakes:
        graph = Graph().parse(data=start + mistake, format="turtle")
        if pyshacl.validate(graph, shacl_graph=shapes_for_shapes, inference="none", max_validation_depth=80)[0]:
            continue
        objected += 1
        quads = [
            Quad(pyshacl_adapter.from_rdflib(s), pyshacl_adapter.from_rdflib(p), pyshacl_adapter.from_rdflib(o))  # type: ignore[arg-type]
            for s, p, o in graph
        ]
        try:
            evaluation.validate((), quads)
            let_through.append(mistake)
        except ShapesError:
            pass
    assert let_through == []
    assert objected > 20


# -- nothing to validate_with_pyshacl, or nothing to judge by


def test_a_project_without_shapes_is_not_said_to_conform(copy: Path) -> None:
    for path in (copy / "shapes").iterdir():
        path.unlink()
    code, told, errors = validated(copy)
    assert (code, told) == (2, "")
    assert "There are no shapes" in errors


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "the file holds no statement, so no shape"),
        ("# all rules\nPREFIX sh: <http://www.w3.org/ns/shacl#>\n", "the file holds no statement, so no shape"),
        (f"{COMMON}<id/city/be-gent> a ct:City .\n", "the file holds no shape"),
    ],
)
def test_a_shapes_file_without_a_shape_is_refused(copy: Path, content: str, says: str) -> None:
    (copy / "shapes" / "more.ttl").write_text(content)
    code, _, errors = validated(copy)
    assert code == 2
    assert errors.startswith(f"kg: shapes/more.ttl: {says}")


def test_a_file_of_prefixes_for_embedded_queries_serves_shapes(copy: Path) -> None:
    (copy / "shapes" / "prefixes.ttl").write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
        '<urn:prefixes> sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .\n'
    )
    assert validated(copy)[0] == 0


def test_a_project_without_data_is_refused(copy: Path) -> None:
    for folder in ("data", "ontology"):
        (copy / folder).rename(copy / f"no-{folder}")
    code, _, errors = validated(copy)
    assert code == 2
    assert "has no RDF file in data/" in errors


def test_a_data_file_of_0_bytes_is_remarked(copy: Path) -> None:
    (copy / "data" / "late.ttl").write_bytes(b"")
    code, told, _ = validated(copy)
    assert code == 0
    assert "warning: data/late.ttl holds no statement" in told
    assert "::warning file=data/late.ttl::" in validated(copy, "--format", "github")[1]


TARGETLESS = f"""{COMMON}PREFIX sh: <http://www.w3.org/ns/shacl#>
<shape/Lost> a sh:NodeShape ; sh:targetClass ct:Cty ; sh:property <shape/Lost-name> .
<shape/Lost-name> a sh:PropertyShape ; sh:path ct:nmae ; sh:minCount 1 .
"""


def test_shapes_that_look_at_nothing_are_warned_of_and_fail_where_targets_are_strict(copy: Path) -> None:
    (copy / "shapes" / "lost.ttl").write_text(TARGETLESS)
    code, told, _ = validated(copy)
    assert code == 0
    warning = "a shape in shapes/lost.ttl has no focus node in the data, so it judged nothing: shape/Lost"
    assert f"\nwarning: {warning}\n" in told
    code, told, _ = validated(copy, "--strict-targets")
    assert code == 1
    assert f"\nerror: {warning}\n" in told
    assert told.splitlines()[-1].startswith("Does not conform")
    assert re.search(
        r"^::error file=shapes/lost\.ttl,line=\d+::", validated(copy, "--strict-targets", "--format", "github")[1], re.M
    )


def test_terms_that_shapes_name_and_data_never_use_are_noted(copy: Path) -> None:
    (copy / "shapes" / "lost.ttl").write_text(TARGETLESS)
    remarks = json.loads(validated(copy, "--format", "json")[1])["remarks"]
    (unused,) = [remark for remark in remarks if remark["kind"] == "unused-term"]
    assert {"ct:Cty", "ct:nmae"} <= set(unused["items"])
    assert (unused["weight"], unused["fails"]) == ("info", False)


# -- data that cannot be read


def test_a_file_that_is_not_utf_8_is_named_with_the_byte(copy: Path) -> None:
    (copy / "data" / "latin.ttl").write_bytes(f'{COMMON}<id/a> ct:quote "caf'.encode() + b"\xe9")
    code, _, errors = validated(copy)
    assert code == 2
    assert errors.startswith("kg: data/latin.ttl:3:21: the file is not UTF-8: byte 0xe9")


@pytest.mark.parametrize("folder", ["data", "shapes", "ontology"])
def test_a_turtle_error_is_told_with_what_was_expected(copy: Path, folder: str) -> None:
    (copy / folder / "wrong.ttl").write_text(f"{COMMON}<id/a> a ct:City\n<id/b> a ct:City .\n")
    code, told, errors = validated(copy)
    assert (code, told) == (2, "")
    assert errors.startswith(f"kg: {folder}/wrong.ttl:4:1: ")
    assert "end it with a full stop" in errors


# -- too much of it


def test_a_literal_of_10_mb_is_judged_and_told_in_few_words(copy: Path) -> None:
    (copy / "data" / "big.ttl").write_text(
        f'{COMMON}<id/city/be-gent> <http://www.w3.org/2004/02/skos/core#note> "{"Gent " * 2_000_000}" .\n'
    )
    code, told, _ = validated(copy)
    assert code == 1
    assert "data/big.ttl:3:" in told
    assert len(told) < 20_000


def test_a_number_of_a_million_digits_is_judged(copy: Path) -> None:
    digits = "1" * 1_000_000
    path = copy / "data" / "big.ttl"
    path.write_text(
        f"{COMMON}PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
        f'<id/city/be-gent> ct:west "{digits}"^^xsd:integer ; ct:paragraph "{digits}"^^xsd:integer .\n'
    )
    (copy / "shapes" / "west.ttl").write_text(
        f"{COMMON}PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
        "<shape/West> a sh:PropertyShape ; sh:targetSubjectsOf ct:west ; sh:path ct:west ; sh:maxInclusive 180 .\n"
    )
    code, told, _ = validated(copy)
    assert code == 1
    assert "MaxInclusive" in told


def test_of_100_000_results_the_first_are_told_in_full_and_all_are_counted_by_shape(copy: Path) -> None:
    with (copy / "data" / "many.ttl").open("w") as file:
        file.write(COMMON)
        file.writelines(f"<id/city/x{number}> a ct:City .\n" for number in range(15_000))
    code, told, _ = validated(copy, "--max-results", "10", "--output", "json=report.json")
    assert code == 1
    assert len(re.findall(r"^data/.*: violation: ", told, re.M)) == 10
    assert re.search(r"^ +15000  shape/City-spatial$", told, re.M)
    assert re.search(r"shown: 10 of 10\d{4}$", told, re.M)
    document = json.loads((copy / "report.json").read_text("utf-8"))
    assert (len(document["results"]), document["isCut"]) == (10, True)
    assert sum(document["byShape"].values()) == sum(document["counts"].values()) > 100_000
