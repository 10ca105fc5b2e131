"""The statements in which two snapshots differ."""

from __future__ import annotations

from pathlib import Path

from kg import project as projects
from kg.history.snapshot import opened
from kg.history.statement_difference import StatementDifference, between


def difference(folder: Path, before: str, after: str) -> StatementDifference:
    project = projects.nearest(folder)
    with opened(project, before, folder) as earlier, opened(project, after, folder) as later:
        return between(earlier, later)


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return name


def test_the_order_of_statements_and_the_names_of_blank_nodes_do_not_matter(tmp_path: Path) -> None:
    one = write(tmp_path, "a.ttl", "<urn:s> <urn:p> [ <urn:q> 1 ], [ <urn:q> 2 ] . _:x <urn:r> ( 1 2 ) .")
    other = write(tmp_path, "b.nt", "")
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    lines = [
        *(f'_:{name} <urn:q> "{name[1]}"{integer} .\n<urn:s> <urn:p> _:{name} .' for name in ("z2", "y1")),
        f'_:l2 <{rdf}rest> <{rdf}nil> .\n_:l2 <{rdf}first> "2"{integer} .\n_:l1 <{rdf}rest> _:l2 .',
        f'_:l1 <{rdf}first> "1"{integer} .\n_:m <urn:r> _:l1 .',
    ]
    write(tmp_path, other, "\n".join(lines))
    assert not difference(tmp_path, one, other)


def test_relative_iris_of_files_say_the_same_wherever_the_file_lies(tmp_path: Path) -> None:
    names = [write(tmp_path, f"{folder}/data.ttl", "<#a> <urn:p> <b> .") for folder in ("one", "other")]
    assert not difference(tmp_path, *names)
    assert not difference(tmp_path, "one", "other")


def test_a_literal_that_is_written_otherwise_is_another_one(tmp_path: Path) -> None:
    one, other = (write(tmp_path, f"{n}.ttl", f"<urn:s> <urn:p> {n} .") for n in ("1.50", "1.5"))
    changed = difference(tmp_path, one, other)
    assert [quad.object.value for quad in (*changed.removed, *changed.added)] == ["1.50", "1.5"]


def test_a_statement_that_moved_to_another_graph_left_one_and_joined_the_other(tmp_path: Path) -> None:
    one, other = (write(tmp_path, f"{n}.trig", f"<urn:{n}> {{ <urn:s> <urn:p> 1 }}") for n in ("a", "b"))
    changed = difference(tmp_path, one, other)
    assert (len(changed.removed), len(changed.added)) == (1, 1)
    assert {str(quad.graph_name) for quad in changed.quads()} == {"<urn:a>", "<urn:b>"}
