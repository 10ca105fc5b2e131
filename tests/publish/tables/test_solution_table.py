from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.publish.tables import solution_table
from kg.publish.tables.solution_table import WKT, Field
from kg.resources.language_view import Reader

GHENT = NamedNode("https://w3id.org/city-ties/id/city/be-gent")


def test_a_group_of_solutions_is_a_row_with_its_distinct_values(dutch: Reader) -> None:
    fields = (Field("name", "City", "city", is_named=True), Field("n", "Members", "n", missing=("0",)))
    groups = [[{"city": GHENT, "n": Literal(1)}, {"city": GHENT, "n": Literal(2)}], [{"city": GHENT}]]
    made = solution_table.of_groups(dutch, "t", "T", fields, groups)
    assert made.rows == [(("Gent",), ("1", "2")), (("Gent",), ("0",))]
    assert [(column.title, column.repeats) for column in made.columns] == [("Stad", False), ("Leden", True)]
    assert dict(made.about)["Rijen"] == "2"


def test_the_first_column_of_places_is_where_a_row_lies(reader: Reader) -> None:
    point = Literal("POINT(3.7 51)", datatype=NamedNode(WKT))
    made = solution_table.of_solutions(reader, "q", "Q", [("a", "A"), ("p", "P")], [(GHENT, point), (GHENT, None)])
    assert made.geometries == [{"type": "Point", "coordinates": [3.7, 51.0]}, None]
    assert not solution_table.of_solutions(reader, "q", "Q", [("a", "A")], [(GHENT,)]).has_places
