from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf.source.marks import Marks, Value, statements, suffix

P = NamedNode("http://e/p")


def test_a_marked_text_has_a_mark_at_the_end_of_each_value() -> None:
    marks = Marks()
    node = marks.node((0, 1))
    marks.mark(Value((2, 3), (1, 2), node), 3)
    marks.replace(Value((4, 5), (1, 2), node), (4, 5), "<", ">")
    assert marks.marked("ab c d") == f"ab {suffix(0)}c<{suffix(1)}>d"


def test_a_statement_without_marks_is_restored_and_has_the_places_of_its_marks() -> None:
    marks = Marks()
    node = marks.node((0, 1))
    marks.mark(Value((0, 1), (0, 1), -1, node), 1)
    marks.mark(Value((6, 9), (3, 4), node), 9)
    triple = Triple(NamedNode(f"http://e/s{suffix(0)}"), P, Literal(f"x{suffix(1)}", language="en"))
    read = statements([triple], marks)
    assert list(read) == [Triple(NamedNode("http://e/s"), P, Literal("x", language="en"))]
    assert list(read.rows[3:]) == [0, 1, 3, 4, 6, 9]


def test_a_statement_of_which_nothing_is_marked_has_no_place() -> None:
    assert len(statements([Triple(BlankNode("x"), P, BlankNode("y"))], Marks())) == 0
