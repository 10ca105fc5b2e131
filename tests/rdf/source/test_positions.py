from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.rdf import formats
from kg.rdf.namespaces import XSD
from kg.rdf.source.positions import Position, Positions, locate

from ...presence import present

BASE = "https://example.org/ties/"
NS = "https://example.org/ties/ns#"

GENT = """\
BASE <https://example.org/ties/>
PREFIX ct: <ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<city/gent>
    a ct:City ;
    ct:label "Gent"@nl , "Ghent"@EN , \"\"\"Gand
sur
l'Escaut 😀\"\"\" , 'Gent'@de ;
    ct:founded "0630"^^xsd:gYear ; ct:population 007 ;
    ct:centroid [
        ct:wkt "POINT(3.7 51.05)"
    ] ;
    ct:sisters ( <city/kanazawa> <city/melle> ) .

# <city/gent> ct:label "not this" .
<city/melle> a ct:City .
<city/gent> ct:label "Gent"@nl .
"""


def iri(name: str) -> NamedNode:
    return NamedNode(BASE + name)


def ct(name: str) -> NamedNode:
    return NamedNode(NS + name)


def written(folder: Path, text: str, name: str = "gent.ttl") -> Positions:
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    kind = formats.of_file(name)
    assert kind is not None
    quads = parse(text.removeprefix("\ufeff"), format=kind.codec, base_iri=BASE, rename_blank_nodes=True)
    return locate(path, BASE, [quad.triple for quad in quads])


def start(position: Position | None) -> tuple[int, int] | None:
    return position and (position.line, position.column)


@pytest.fixture
def gent(tmp_path: Path) -> Positions:
    return written(tmp_path, GENT)


def place(positions: Positions, subject: NamedNode, predicate: NamedNode, value: Literal | NamedNode) -> Position:
    found = positions.statement(subject, predicate, value)
    assert found is not None
    return found.object


def test_a_statement_has_the_places_of_its_subject_predicate_and_object(gent: Positions) -> None:
    found = gent.statement(iri("city/gent"), ct("label"), Literal("Ghent", language="en"))
    assert found is not None
    assert found.subject == Position(5, 1, 5, 12)
    assert found.predicate == Position(7, 5, 7, 13)
    assert found.object == Position(7, 26, 7, 36)


def test_a_literal_over_several_lines_ends_where_its_quotes_do(gent: Positions) -> None:
    assert place(gent, iri("city/gent"), ct("label"), Literal("Gand\nsur\nl'Escaut 😀")) == Position(7, 39, 9, 14)


def test_columns_after_an_emoji_count_it_as_one_character(gent: Positions) -> None:
    assert place(gent, iri("city/gent"), ct("label"), Literal("Gent", language="de")) == Position(9, 17, 9, 26)


def test_literals_are_found_by_their_lexical_form_as_written(gent: Positions) -> None:
    integer = NamedNode(XSD + "integer")
    assert start(place(gent, iri("city/gent"), ct("population"), Literal("007", datatype=integer))) == (10, 50)
    assert gent.statement(iri("city/gent"), ct("population"), Literal("7", datatype=integer)) is None
    year = Literal("0630", datatype=NamedNode(XSD + "gYear"))
    assert place(gent, iri("city/gent"), ct("founded"), year) == Position(10, 16, 10, 33)


def test_a_statement_that_is_written_twice_stands_at_its_first_place(gent: Positions) -> None:
    assert start(place(gent, iri("city/gent"), ct("label"), Literal("Gent", language="nl"))) == (7, 14)


def test_a_pair_stands_at_its_predicate_and_a_block_at_its_subject(gent: Positions) -> None:
    assert gent.pair(iri("city/gent"), ct("label")) == Position(7, 5, 7, 13)
    assert gent.pair(iri("city/melle"), ct("label")) is None
    assert gent.subject(iri("city/melle")) == Position(17, 1, 17, 13)
    assert gent.subject(iri("city/kanazawa")) is None


def test_a_node_that_is_never_a_subject_is_mentioned_as_an_object(gent: Positions) -> None:
    assert start(gent.mention(iri("city/kanazawa"))) == (14, 18)
    assert start(gent.mention(iri("city/melle"))) == (17, 1)
    assert gent.mention(iri("city/nowhere")) is None


def test_blank_nodes_are_found_under_the_labels_of_another_reading(gent: Positions) -> None:
    parsed = [each for each in gent.parsed if isinstance(each.object, BlankNode)]
    centroid = next(each for each in parsed if each.predicate == ct("centroid"))
    found = gent.statement(*centroid)
    assert found is not None
    assert (start(found.predicate), start(found.object)) == ((11, 5), (11, 17))
    assert start(gent.pair(centroid.object, ct("wkt"))) == (12, 9)
    assert start(gent.subject(centroid.object)) == (11, 17)


def test_an_item_of_a_collection_stands_where_it_is_written(gent: Positions) -> None:
    items = {start(each.object) for each in gent if each.triple.predicate.value.endswith("#first")}
    assert items == {(14, 18), (14, 34)}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_as_one_line(tmp_path: Path, newline: str) -> None:
    positions = written(tmp_path, GENT.replace("\n", newline))
    assert positions.subject(iri("city/melle")) == Position(17, 1, 17, 13)
    assert positions.line(17) == "<city/melle> a ct:City ."
    assert positions.line(18) == '<city/gent> ct:label "Gent"@nl .'


def test_a_byte_order_mark_is_no_character(tmp_path: Path) -> None:
    positions = written(tmp_path, "\ufeff<s> <p> 1 .")
    found = next(iter(positions))
    assert (found.subject.column, found.object.column) == (1, 9)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.nt", '<x:s> <x:p> "é😀" .\n<x:s> <x:q> <x:o> .\n', (2, 13)),
        ("a.nq", '<x:s> <x:p> "é😀" <x:g> .\n<x:s> <x:q> <x:o> <x:h> .\n', (2, 13)),
        ("a.trig", "<x:g> {\n  <x:s> <x:p> 1 ; <x:q> <x:o>\n}", (2, 25)),
    ],
)
def test_other_formats_are_located_too(tmp_path: Path, name: str, text: str, expected: tuple[int, int]) -> None:
    positions = written(tmp_path, text, name)
    assert start(place(positions, NamedNode("x:s"), NamedNode("x:q"), NamedNode("x:o"))) == expected


def test_a_line_is_located_as_pyoxigraph_locates_a_syntax_error_in_it() -> None:
    with pytest.raises(SyntaxError) as caught:
        list(parse(GENT + '<s> <p> "é😀" "x" .', format=RdfFormat.TURTLE))
    assert (caught.value.lineno, caught.value.offset) == (19, 14)


def test_formats_without_lines_and_unreadable_files_have_no_positions(tmp_path: Path) -> None:
    for name, content in (
        ("a.rdf", b"<rdf/>"),
        ("b.ttl", b"<s> <p> \xff"),
        ("c.ttl", b"<s> <p> x:y ."),
        ("d.txt", b""),
    ):
        (tmp_path / name).write_bytes(content)
        assert list(locate(tmp_path / name, BASE)) == []
    assert list(locate(tmp_path / "gone.ttl", BASE)) == []


def test_every_statement_of_the_w3c_shapes_is_located_at_its_own_tokens(shared: Path) -> None:
    """The text at the place of an object, read on its own, is that object."""
    files = sorted((shared / "suites" / "shacl" / "core").rglob("*.ttl"))
    assert len(files) > 100
    for path in files:
        positions = locate(path, BASE)
        head = "\n".join(line for line in positions.text.splitlines() if line.lower().startswith("@prefix"))
        written = [each for each in positions if not isinstance(each.triple.object, BlankNode)]
        tokens = ["()" if (token := _between(positions, each.object)) in "()" else token for each in written]
        objects = parse(f"{head} <x:s> <x:p> {' , '.join(tokens)} .", format=RdfFormat.TURTLE, base_iri=BASE)
        assert [quad.object for quad in objects] == [each.triple.object for each in written], path


def _between(positions: Positions, place: Position) -> str:
    lines = [positions.line(number) for number in range(place.line, place.end_line + 1)]
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return "\n".join(lines)


def test_a_statement_is_found_by_exactly_the_triple_that_was_parsed(gent: Positions) -> None:
    for triple in present(gent.parsed):
        assert isinstance(triple, Triple)
        assert gent.statement(*triple) is not None, triple
