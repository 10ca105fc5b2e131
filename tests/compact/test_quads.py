from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg import dataset as datasets
from kg import project as projects
from kg.compact.quads import Quads
from kg.compact.rows import FEW, joined
from kg.project import Project

DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")
DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
SUBJECT, PREDICATE, GRAPH = (NamedNode(f"https://example.org/{name}") for name in ("s", "p", "g"))


@pytest.fixture(scope="session", params=[datasets.DATA_FOLDERS, datasets.SHAPES_FOLDERS])
def written(request: pytest.FixtureRequest, project: Project) -> tuple[Quad, ...]:
    """The quads of real files as objects; those of the shapes have blank nodes."""
    return tuple(datasets.load(project, request.param).quads)


@pytest.mark.parametrize("folders", [datasets.DATA_FOLDERS, datasets.SHAPES_FOLDERS])
def test_a_compact_dataset_is_the_dataset(project: Project, folders: tuple[str, ...]) -> None:
    plain, compact = datasets.load(project, folders), datasets.load_compact(project, folders)
    assert compact.quads == plain.quads
    assert list(map(str, compact.quads)) == list(map(str, plain.quads))
    assert (compact.digest, compact.files, compact.prefixes) == (plain.digest, plain.files, plain.prefixes)


def test_quads_are_found_by_subject_object_and_predicate_in_their_order(written: tuple[Quad, ...]) -> None:
    quads = Quads(written)
    quads.prepare()
    by_subject, by_object, by_predicate = defaultdict(list), defaultdict(list), defaultdict(list)
    for quad in written:
        by_subject[quad.subject].append(quad)
        by_object[quad.object].append(quad)
        by_predicate[quad.predicate].append(quad)
    assert {node: list(quads.about(node)) for node in by_subject} == by_subject
    nodes = [each for each in by_object if isinstance(each, NamedNode | BlankNode)]
    assert {node: list(quads.referring(node)) for node in nodes} == {node: by_object[node] for node in nodes}
    assert {each: list(quads.having(each)) for each in by_predicate} == by_predicate
    literals = [quad for quad in written if isinstance(quad.object, Literal)]
    assert literals
    assert list(quads.with_objects(lambda term: isinstance(term, Literal))) == literals
    assert list(quads.subjects()) == list(by_subject)
    assert quads.sizes() == Counter(quad.graph_name for quad in written)


def test_nothing_is_found_about_what_does_not_occur(written: tuple[Quad, ...]) -> None:
    quads = Quads(written)
    quads.prepare()
    assert not quads.about(NamedNode("urn:nobody"))
    assert not quads.referring(NamedNode("urn:nobody"))
    assert not list(quads.having(NamedNode("urn:nobody")))


def test_many_quads_of_one_node_are_a_sequence_like_few(project: Project) -> None:
    concept = NamedNode("http://www.w3.org/2004/02/skos/core#Concept")
    written = [quad for quad in datasets.load(project).quads if quad.object == concept] * 9
    quads = Quads(written)
    quads.prepare()
    found = quads.referring(concept)
    assert len(found) == len(written) > FEW
    assert (found[0], found[-1], list(found[3:9])) == (written[0], written[-1], written[3:9])
    assert list(found) == written


def test_a_literal_stays_as_it_was_written() -> None:
    literals = [Literal("1.50", datatype=DECIMAL), Literal("1.5", datatype=DECIMAL), Literal("Gent", language="nl")]
    quads = Quads(Quad(SUBJECT, PREDICATE, each, GRAPH) for each in literals)
    quads.prepare()
    assert [quad.object for quad in quads.about(SUBJECT)] == literals


def test_a_statement_made_twice_is_there_twice() -> None:
    quads = Quads([Quad(SUBJECT, PREDICATE, Literal("Gent"), GRAPH)] * 2)
    assert len(quads) == len(list(quads)) == 2


def test_blank_nodes_of_two_files_are_different_whatever_their_labels() -> None:
    quads = Quads()
    quads.extend(parse("_:x <urn:p> _:y . _:onen1 <urn:p> _:x .", format=RdfFormat.TURTLE), GRAPH, "one")
    quads.extend(parse("_:x <urn:p> _:onen1 .", format=RdfFormat.TURTLE), GRAPH, "two")
    subjects = [quad.subject for quad in quads]
    assert subjects == [BlankNode("one0"), BlankNode("one2"), BlankNode("two0")]
    assert quads[2].object == BlankNode("two1")
    quads.prepare()
    assert list(quads.about(BlankNode("one0"))) == [quads[0]]


def test_of_a_file_that_breaks_off_nothing_is_taken() -> None:
    quads = Quads([Quad(SUBJECT, PREDICATE, Literal("2018-01-01", datatype=DATE), GRAPH)])
    with pytest.raises(SyntaxError):
        quads.extend(parse("<urn:a> <urn:b> <urn:c> . <urn:a> <urn:b>", format=RdfFormat.TURTLE))
    quads.prepare()
    assert len(quads) == 1
    assert list(quads.subjects()) == [SUBJECT]
    assert not quads.about(NamedNode("urn:a"))


def test_graphs_that_a_file_names_stay_and_the_rest_is_put_in_the_file_s(project: Project, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "kg.toml").write_text((project.root / "kg.toml").read_text("utf-8"), "utf-8")
    text = "<urn:a> <urn:b> <urn:c> . <urn:g> { <urn:a> <urn:b> <urn:d> } _:g { <urn:a> <urn:b> _:e }"
    (tmp_path / "data" / "named.trig").write_text(text, "utf-8")
    small = projects.load(tmp_path)
    compact = datasets.load_compact(small)
    assert compact.quads == datasets.load(small).quads
    assert [quad.graph_name for quad in compact.quads].count(NamedNode(f"{small.base}graph/data/named")) == 2


def test_two_sequences_joined_are_one(written: tuple[Quad, ...]) -> None:
    for size, end in ((3, 9), (200, 400), (200, len(written))):
        first, second = written[:size], written[size:end]
        both = joined(first, second)
        assert len(both) == end
        assert list(both) == list(written[:end])
        assert (both[0], both[size], both[-1]) == (written[0], written[size], written[end - 1])
        assert list(both[size - 2 : size + 3]) == list(written[size - 2 : size + 3])
        assert (joined(first, ()), joined((), second)) == (first, second)


def test_distinct_quads_are_each_there_once_in_their_order() -> None:
    graph = NamedNode("urn:g")
    one, two = (Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(n), graph) for n in (1, 2))
    other = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(1), NamedNode("urn:h"))
    quads = Quads([one, two, one, other, two])
    assert list(quads.distinct()) == [one, two, other]
    assert quads.distinct().sizes() == {graph: 2, NamedNode("urn:h"): 1}
