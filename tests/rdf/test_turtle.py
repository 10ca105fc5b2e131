from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, parse

from kg.errors import DatasetError
from kg.project import Project
from kg.rdf import formats, turtle
from kg.rdf.canonical import form as canonical_form
from kg.rdf.namespaces import WELL_KNOWN

from ..presence import present

BASE = "https://example.org/ties/"


def triples(text: str, base: str = BASE) -> list[Triple]:
    return [quad.triple for quad in parse(text.encode(), format=RdfFormat.TURTLE, base_iri=base)]


def isomorphic(left: list[Triple], right: list[Triple]) -> bool:
    datasets = [Dataset(Quad(t.subject, t.predicate, t.object) for t in each) for each in (left, right)]
    for each in datasets:
        each.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return datasets[0] == datasets[1]


def canonical(text: str) -> str:
    return canonical_form(text, base=BASE, prefixes={**WELL_KNOWN, "ct": BASE + "ns#"})


def test_every_positive_turtle_test_of_the_w3c_survives_the_canonical_writer(shared: Path) -> None:
    written = 0
    for path in sorted((shared / "suites" / "rdf-turtle").glob("*.ttl")):
        base = f"http://www.w3.org/2013/TurtleTests/{path.name}"
        try:
            read = triples(path.read_text(encoding="utf-8"), base)
        except (SyntaxError, UnicodeDecodeError):
            continue  # the negative tests of the suite
        text = turtle.write(read, base=None, prefixes=WELL_KNOWN)
        assert isomorphic(triples(text, base), read), path.name
        assert turtle.write(triples(text, base), base=None, prefixes=WELL_KNOWN) == text, path.name
        written += 1
    assert written > 200


def test_every_document_of_the_rdf_1_2_tests_that_is_read_survives_the_canonical_writer(shared: Path) -> None:
    written = set()
    for path in sorted((shared / "suites" / "rdf12").rglob("*.*")):
        kind = formats.of_file(path.name)
        try:
            quads = list(parse(path=path, format=kind.codec, base_iri=BASE)) if kind else []
        except SyntaxError:
            continue  # the negative tests of the suite
        read = [quad.triple for quad in quads]
        text = turtle.write(read, base=None, prefixes=WELL_KNOWN)
        assert isomorphic(triples(text), read), path.name
        assert turtle.write(triples(text), base=None, prefixes=WELL_KNOWN) == text, path.name
        written.add(path)
    assert len(written) > 400


def test_a_base_direction_and_a_triple_term_with_a_shared_blank_node_are_written() -> None:
    text = canonical('<a> <label> "x"@ar--rtl ; <p> <<( <a> <p> _:o )>> . _:o <p> 1.50 .')
    assert '<label> "x"@ar--rtl ;' in text
    assert "<p> <<( <a> <p> _:b0 )>> ;" in text
    assert "_:b0\n    <p> 1.50 ;" in text


def test_nested_lists_are_each_written_once() -> None:
    """Written twice at each level, sixty of them would take 2 to the 60 steps."""
    assert canonical(f"<a> <p> {'( ' * 60}1{' )' * 60} .").count("(") == 60


def test_blank_nodes_that_are_nested_deeper_than_calls_can_be_are_written() -> None:
    text = canonical(f"<a> <p> {'[ <q> ' * 500}1{' ]' * 500} .")
    assert text.count("[\n") == 500
    assert "_:" not in text
    assert len(triples(text)) == 501


def test_what_is_nested_too_deeply_to_be_laid_out_is_an_error_of_the_file() -> None:
    with pytest.raises(DatasetError, match="nested too deeply"):
        canonical(f"<a> <p> {'<<( <a> <p> ' * 2000}1{' )>>' * 2000} .")


def test_the_projects_own_files_are_canonical(project: Project) -> None:
    for path in present(project.files("ontology", "data", "shapes")):
        text = path.read_text(encoding="utf-8")
        assert canonical_form(text, base=project.base, prefixes=project.prefixes) == text, path


def test_one_more_value_is_one_more_line() -> None:
    one = canonical('<id/city/be-gent> <http://www.w3.org/2004/02/skos/core#prefLabel> "Gent"@nl .')
    two = canonical('<id/city/be-gent> <http://www.w3.org/2004/02/skos/core#prefLabel> "Gent"@nl , "Gand"@fr .')
    assert set(one.splitlines()) < set(two.splitlines())
    assert len(two.splitlines()) == len(one.splitlines()) + 1


def test_the_projects_iris_stand_relative_to_the_base_and_its_terms_by_prefix() -> None:
    text = canonical(f"<{BASE}id/a#b> <{BASE}ns#party> <{BASE}id/city/be-gent>, <https://example.org/other> .")
    assert f"BASE <{BASE}>" in text
    assert "<id/a#b>" in text
    assert "ct:party <id/city/be-gent> ;" in text
    assert "<https://example.org/other>" in text


@pytest.mark.parametrize("relative", ["a:b", "/x", "./x", "x/../y", "?q", "#f", "/", ""])
def test_an_iri_that_would_not_resolve_back_is_written_whole(relative: str) -> None:
    read = [Triple(*triples(f"<{BASE}s> <{BASE}p> 1 .")[0])]
    subject = type(read[0].subject)(BASE + relative)  # type: ignore[call-arg, arg-type]
    text = turtle.write([Triple(subject, read[0].predicate, read[0].object)], base=BASE, prefixes={})
    assert triples(text)[0].subject == subject


@pytest.mark.parametrize(
    "written",
    [
        "007",
        "1.50",
        "-0",
        '"300"^^xsd:byte',
        '"1"^^xsd:boolean',
        "1E0",
        '"2018"^^xsd:gYear',
        '" padded "',
        '"+5"^^xsd:integer',
    ],
)
def test_the_formatter_never_alters_a_literal(written: str) -> None:
    before = f"PREFIX xsd: <{WELL_KNOWN['xsd']}> <s> <p> {written} ."
    assert triples(canonical(before)) == triples(before)


def test_text_of_several_lines_stays_readable() -> None:
    text = canonical('<s> <p> "first \\"line\\"\\nsecond \\\\ line\\n\\tthird"@en .')
    assert 'third"""@en' in text
    assert text.count("\n") > 5


def test_the_comment_at_the_head_stays_and_one_further_down_is_refused_with_its_place() -> None:
    assert canonical("# a head\n\n<s> <p> <o> .").startswith("# a head\n\nBASE")
    with pytest.raises(DatasetError) as caught:
        canonical('<s> <p> "# no comment", <http://x/#frag> .\n<s> <q> 1 . # lost')
    assert (caught.value.line, caught.value.column) == (2, 13)


def test_a_shared_blank_node_keeps_a_label_and_a_list_stands_inline() -> None:
    text = canonical("<s> <p> _:x ; <q> (1 2 [ <r> _:x ]) . _:x <r> 3 .")
    assert text.count("_:b") == 3
    assert "( 1 2 [" in text


def test_the_same_graph_in_another_order_is_the_same_text() -> None:
    assert canonical("<b> <p> 1 . <a> <p> [ <q> 2 ; <p> 3 ], 4 .") == canonical("<a> <p> 4, [<p> 3; <q> 2]. <b> <p> 1.")


def test_a_long_list_has_a_line_for_each_member() -> None:
    short, long = (
        canonical("<s> <p> (1 2 3) ."),
        canonical(f"<s> <p> ({' '.join(f'<member{n}>' for n in range(20))}) ."),
    )
    assert "( 1 2 3 )" in short
    assert len(long.splitlines()) == 20 + 6


def test_the_empty_list_is_a_value_and_no_predicate() -> None:
    nil = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"
    before = f"<s> {nil} {nil} . {nil} <p> () ."
    assert set(triples(canonical(before))) == set(triples(before))
    assert "<p> () ;" in canonical(before).replace("<https://example.org/ties/p>", "<p>")
