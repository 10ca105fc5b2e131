from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from kg import dataset as datasets
from kg import project as projects
from kg.dataset import SHAPES_FOLDERS
from kg.errors import DatasetError
from kg.project import DATA, Project


@pytest.fixture
def small(tmp_path: Path) -> Project:
    (tmp_path / "kg.toml").write_text('base = "https://example.org/"\n', encoding="utf-8")
    (tmp_path / "data").mkdir()
    return projects.load(tmp_path)


def write(project: Project, name: str, content: str | bytes) -> None:
    (project.root / "data" / name).write_bytes(content.encode() if isinstance(content, str) else content)


def test_ghents_dataset_has_a_graph_for_each_file(project: Project) -> None:
    dataset = datasets.load(project)
    assert {name.value for name in dataset.graph_names()} == {project.graph_name(path).value for path in dataset.files}
    assert f"{project.base}graph/data/ghent" in {name.value for name in dataset.graph_names()}


def test_terms_are_untouched(project: Project) -> None:
    path = project.root / "data" / "ghent.ttl"
    read = datasets.read(path, project)
    assert [quad.triple for quad in read] == [
        quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE, base_iri=project.base)
    ]


def test_shapes_are_a_dataset_of_their_own(project: Project) -> None:
    shapes = datasets.load(project, SHAPES_FOLDERS)
    assert all(project.relative(path).startswith("shapes/") for path in shapes.files)
    assert shapes.digest != datasets.load(project).digest


def test_the_digest_changes_with_a_byte_and_not_with_a_second_reading(small: Project) -> None:
    write(small, "a.ttl", "<s> <p> 1 .")
    first = datasets.load(small)
    assert datasets.load(small).digest == first.digest == datasets.digest(small, first.files)
    write(small, "a.ttl", "<s> <p>  1 .")
    assert datasets.load(small).digest != first.digest


def test_the_digest_changes_with_the_name_of_a_file_which_names_its_graph(small: Project) -> None:
    one, other = (small.root / "data" / name for name in ("one.ttl", "other.ttl"))
    digests = [datasets.digest_of_contents(small, contents) for contents in ({one: "a"}, {other: "a"}, {one: "b"})]
    assert len(set(digests)) == 3


def test_a_union_holds_each_triple_once(small: Project) -> None:
    write(small, "a.ttl", "<s> <p> 1 .")
    write(
        small,
        "b.nt",
        '<https://example.org/s> <https://example.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    )
    dataset = datasets.load(small)
    assert len(dataset.quads) == 2
    assert len(list(dataset.triples())) == 1


def test_blank_nodes_of_two_files_are_two_nodes(small: Project) -> None:
    write(small, "a.ttl", "_:x <p> 1 .")
    write(small, "b.ttl", "_:x <p> 1 .")
    assert len({quad.subject for quad in datasets.load(small).quads}) == 2


def test_a_trig_file_names_its_graphs_itself(small: Project) -> None:
    write(small, "a.trig", "<s> <p> 1 . GRAPH <g> { <s> <p> 2 }")
    assert {name.value for name in datasets.load(small).graph_names()} == {
        "https://example.org/graph/data/a",
        "https://example.org/g",
    }


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ("<s> <p> 1 .\n<s> <é> foo .", 2, 9),
        ("<s> <p> 1 .\n<s> <p> ", 2, 9),
        ("<s> ct:party <o> .", 1, 5),
        (b'<s> <p> 1 .\n\n<s> <p> "caf\xe9" .', 3, 13),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(
    small: Project, content: str | bytes, line: int, column: int
) -> None:
    write(small, "a.ttl", content)
    with pytest.raises(DatasetError) as caught:
        datasets.load(small)
    assert (caught.value.file, caught.value.line, caught.value.column) == ("data/a.ttl", line, column)
    assert str(caught.value).startswith(f"data/a.ttl:{line}:{column}: ")


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        ("<s> <p> 1\n<t> <p> 2 .", "end it with a full stop"),
        ('<s> <p> "open .', "not closed"),
        ("<s> skos:prefLabel 1 .", "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"),
        ("<s> skoss:prefLabel 1 .", "did you mean skos:"),
        ("<s> 1 <o> .", "Expected a property"),
    ],
)
def test_a_syntax_error_says_what_was_expected_and_shows_the_line(small: Project, content: str, advice: str) -> None:
    write(small, "a.ttl", content)
    with pytest.raises(DatasetError) as caught:
        datasets.load(small)
    assert advice in str(caught.value)


def test_a_byte_order_mark_is_no_error(small: Project) -> None:
    write(small, "a.ttl", b"\xef\xbb\xbf<s> <p> 1 .")
    assert len(datasets.load(small).quads) == 1


def test_blank_nodes_have_the_same_labels_at_every_reading(small: Project) -> None:
    write(small, "a.ttl", "<s> <p> [ <q> _:x ], (1 2) . _:x <p> 3 .")
    assert datasets.load(small).quads == datasets.load(small).quads


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_end_where_the_parser_says_they_end(small: Project, ends: str) -> None:
    write(small, "a.ttl", f"# one{ends}# two{ends}<s> <p> ")
    with pytest.raises(DatasetError) as caught:
        datasets.load(small)
    assert caught.value.line == 3


@pytest.mark.parametrize(
    "turtle",
    [
        "PREFIX a: <urn:a:>\n# a comment\n@prefix b: <urn:b:> . # one more\nBASE <http://a.org/>\na:s b:p <o> .\n",
        "PREFIX a: <urn:a:> a:s a:p a:o .\n",
        "PREFIX a: <urn:a:>\na:s a:p a:o .\nPREFIX a: <urn:b:>\na:s a:p a:o .\n",
        "prefix\n  a:\n  <urn:a:>\na:s a:p [ a:q ( 1 2 ) ] .",
        '<s> <p> "{ }" . # no end of line',
        '<s> <p> """\nBASE <urn:x>\n""" .\n',
        "\r\nPREFIX a: <urn:a:>\r\n\r\na:s a:p a:o .\r\n",
        "",
    ],
)
def test_every_statement_of_a_turtle_file_is_in_its_graph_however_it_is_written(small: Project, turtle: str) -> None:
    path = small.root / "data" / "x.ttl"
    path.write_bytes(turtle.encode())
    plain = list(parse(turtle, format=RdfFormat.TURTLE, base_iri=small.base))
    prefixes: dict[str, str] = {}
    quads = datasets.read(path, small, prefixes)
    assert len(quads) == len(plain)
    assert {quad.graph_name for quad in quads} <= {small.graph_name(path)}
    assert [quad.predicate for quad in quads] == [quad.predicate for quad in plain]
    assert ("a" in prefixes) == ("a:" in turtle)


@pytest.mark.parametrize(
    "content", ["<s> <p> <o> . } <urn:g> { <s> <p> <o> .", "{ <s> <p> <o> }", "<s> <p> <o> . }", "<s> <p> <o>"]
)
def test_what_is_trig_and_no_turtle_is_refused_in_a_turtle_file(small: Project, content: str) -> None:
    (small.root / "data" / "x.ttl").write_text(content)
    with pytest.raises(DatasetError):
        datasets.load(small)


def test_every_turtle_test_of_the_w3c_is_read_or_refused_as_the_parser_alone_does(small: Project, shared: Path) -> None:
    files = sorted((shared / "suites" / "rdf-turtle").rglob("*.ttl"))
    assert len(files) > 300
    for file in files:
        write(small, "a.ttl", file.read_bytes())
        try:
            expected = [quad.predicate for quad in parse(path=file, base_iri=small.base)]
        except SyntaxError:
            expected = None
        try:
            found = [quad.predicate for quad in datasets.load(small).quads]
        except DatasetError:
            found = None
        assert found == expected, file.name


def test_a_blank_node_is_the_same_one_inside_and_outside_of_a_triple_term(small: Project) -> None:
    write(small, "a.ttl", b"<a> <p> <<( <a> <p> <<( _:o <p> _:n )>> )>> . _:o <p> 1 . _:n <p> 2 .")
    write(small, "b.ttl", b"<b> <p> <<( <b> <p> _:o )>> . _:o <p> 1 .")
    for quads in (
        datasets.load(small).quads,
        [quad for path in small.files(DATA) for quad in datasets.read(path, small)],
    ):
        inside = [quad.object for quad in quads if isinstance(quad.object, Triple)]
        nested, other = inside[0].object, inside[1].object
        assert isinstance(nested, Triple)
        subjects = [quad.subject for quad in quads if isinstance(quad.subject, BlankNode)]
        assert [nested.subject, nested.object, other] == subjects
        assert len(set(subjects)) == 3
