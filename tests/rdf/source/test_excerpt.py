"""The statements about a few nodes are found in a large text without reading it all, or nothing is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.rdf.source.excerpt import spans
from kg.rdf.source.positions import locate
from kg.rdf.source.statements import Statements, read

from ...presence import present

BASE = "https://w3id.org/city-ties/"
TEXT = """\
BASE <http://example.org/>
PREFIX ex: <http://example.org/ns#>

<id/a> ex:p <id/b> .

<id/b>
    ex:p "id/a ." ; # of <id/a> .
    ex:q ex:a .

ex:a ex:p 1 . <id/c> ex:p ex:b .
"""


def read_of(text: str, iri: str) -> list[str]:
    node = NamedNode(iri)
    found = spans(text, [node])
    assert found is not None
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize("iri", ["http://example.org/id/a", "http://example.org/ns#a", "http://example.org/id/c"])
def test_what_a_text_says_of_a_node_is_the_same_as_in_the_whole(iri: str) -> None:
    node = NamedNode(iri)
    whole, part = read(TEXT, RdfFormat.TURTLE), read(TEXT, RdfFormat.TURTLE, subjects={node})
    assert about(part, node) == about(whole, node) != []


def about(statements: Statements, node: NamedNode) -> list[tuple[str, tuple[int, ...]]]:
    rows = [tuple(statements.rows[at + 3 : at + 9]) for at in range(0, len(statements.rows), 9)]
    return [(str(triple), row) for triple, row in zip(statements, rows, strict=True) if triple.subject == node]


def test_of_every_node_of_ghents_graph_the_same_is_found_as_in_the_whole(root: Path) -> None:
    path = root / "data" / "ghent.ttl"
    text = path.read_text("utf-8")
    whole = read(text, RdfFormat.TURTLE, BASE)
    nodes = dict.fromkeys(triple.subject for triple in whole)
    expected: dict[object, list[tuple[str, tuple[int, ...]]]] = {node: [] for node in nodes}
    rows = [tuple(whole.rows[at + 3 : at + 9]) for at in range(0, len(whole.rows), 9)]
    for triple, row in zip(whole, rows, strict=True):
        expected[triple.subject].append((str(triple), row))
    for node in present(list(nodes)[::7]):
        assert isinstance(node, NamedNode)
        assert spans(text, [node]) is not None
        assert about(read(text, RdfFormat.TURTLE, BASE, {node}), node) == expected[node]


def test_only_the_statements_that_mention_the_node_and_the_directives_are_read() -> None:
    lines = TEXT.splitlines(keepends=True)
    assert read_of(TEXT, "http://example.org/id/c") == [*lines[:2], f"\n{lines[-1]}"]


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("ns#>", "ns#a>"),  # ex: followed by the rest of a name
        TEXT.replace("<id/b>\n", "<>\n"),  # the base itself
        TEXT.replace('"id/a ."', '"""id/a .\n"""'),
        TEXT.replace("ex:a ex:p", "ex:\\a ex:p"),
        TEXT.replace("<id/a> ex:p", "<id/\\u0061> ex:p"),
        TEXT.replace("PREFIX ex:", "PREFIX\nex:"),
        TEXT.replace("\n", "\r"),
    ],
)
def test_where_a_node_may_be_written_in_another_way_nothing_is_said(text: str) -> None:
    assert spans(text, [NamedNode("http://example.org/id/a")]) is None


@pytest.mark.parametrize("iri", ["http://example.org/", "http://example.org/ns#"])
def test_a_node_without_a_last_part_is_not_looked_for(iri: str) -> None:
    assert spans(TEXT, [NamedNode(iri)]) is None


def test_escapes_in_texts_do_not_matter() -> None:
    assert (
        spans(TEXT.replace('"id/a ."', r'"a \"quote\", a \\, a \n"'), [NamedNode("http://example.org/a")]) is not None
    )


def test_many_nodes_and_nodes_mentioned_all_over_are_left_to_a_reading_of_the_whole() -> None:
    nodes = [NamedNode(f"http://example.org/{number}") for number in range(100)]
    assert spans(TEXT, nodes) is None
    text = TEXT + "<id/x> ex:p <id/a> .\n" * 1000
    assert spans(text, [NamedNode("http://example.org/id/a")]) is None
    assert spans(text, [NamedNode("http://example.org/id/c")]) is not None


@pytest.mark.parametrize(
    ("directives", "written"),
    [
        ("BASE <http://example.org/>", "<id/arles#period>"),
        ("BASE <http://example.org/>\nPREFIX a: <id/arles#>", "a:period"),
        ("BASE <http://example.org/id/arles>", "<#period>"),
        ("BASE <http://example.org/id/b>", "<arles#period>"),
        ("BASE <http://example.org/id/b>", "<../id/./arles#period>"),
        ("PREFIX a: <http://example.org/id/arles#>", "a:period"),
    ],
)
def test_a_fragment_that_many_addresses_have_is_found_however_it_is_written(directives: str, written: str) -> None:
    others = "".join(f"<http://example.org/id/{number}#period> a <urn:p:c> .\n" for number in range(600))
    node = NamedNode("http://example.org/id/arles#period")
    text = f"{directives}\n{others}{written} a <urn:p:c> .\n"
    assert about(read(text, RdfFormat.TURTLE, BASE, {node}), node) == about(read(text, RdfFormat.TURTLE, BASE), node)
    in_few = spans(text, [node])
    assert (in_few is not None) == ("/id/b>" in directives or written == "<id/arles#period>")
    for before, after in in_few or ():
        assert text[before:after].strip() == directives or written in text[before:after]


def test_a_document_that_is_the_base_from_outside_is_known_by_its_fragments() -> None:
    node = NamedNode("http://example.org/id/arles#period")
    text = "<#period> a <urn:p:c> .\n<id/b#period> a <urn:p:c> .\n"
    whole, part = (read(text, RdfFormat.TURTLE, "http://example.org/id/arles", nodes) for nodes in (None, {node}))
    assert about(part, node) == about(whole, node) != []


def test_a_place_in_a_large_file_is_found_in_n_triples_too(tmp_path: Path) -> None:
    path = tmp_path / "x.nt"
    lines = [f"<http://example.org/{number}> <urn:p> <urn:o> ." for number in range(2000)]
    path.write_text("\n".join(lines) + "\n")
    node = NamedNode("http://example.org/1999")
    (quad,) = [quad for quad in parse(path=path) if quad.subject == node]
    located = locate(path, BASE, (), {node}).statement(quad.subject, quad.predicate, quad.object)
    assert located is not None
    assert located.subject.line == 2000
