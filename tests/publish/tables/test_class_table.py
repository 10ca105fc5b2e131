from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg import loose_files
from kg import revision as revisions
from kg.errors import UsageError
from kg.input.inputs import Inputs
from kg.publish.tables import class_table
from kg.resources import resource_graph
from kg.resources.language_view import Reader

PLACES = """
PREFIX : <http://places.example/>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
:one a :Place ; rdfs:label "one"@en, "een"@nl ; geo:lat 51.05 ; geo:long 3.72 ;
    :seen "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .
:two a :Place ; rdfs:label "two"@en ; :near :one, [ rdfs:label "x" ] ; :size 12 .
"""


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder: Path = tmp_path_factory.mktemp("places")
    (folder / "places.ttl").write_text(PLACES)
    files = loose_files.to_look_at(["places.ttl"], Inputs(), here=folder)
    revision = revisions.of_files(files)
    return Reader(resource_graph.of(revision), "en")


def test_any_class_is_a_table_with_a_column_for_each_property(places: Reader) -> None:
    made = class_table.of_class(places, NamedNode("http://places.example/Place"))
    assert made.columns[0].name == "iri"
    by_name = {column.title.rpartition("/")[2].rpartition(":")[2]: column for column in made.columns}
    assert by_name["size"].kind == "integer"
    assert by_name["seen"].kind == "date"
    assert by_name["near"].repeats
    assert [row[:2] for row in made.rows] == [
        (("http://places.example/one",), ("one",)), (("http://places.example/two",), ("two",))
    ]  # fmt: skip
    assert made.geometries == [{"type": "Point", "coordinates": [3.72, 51.05]}, None]
    labels = next(number for number, column in enumerate(made.columns) if "label" in column.name)
    assert [row[labels] for row in made.rows] == [("one",), ("two",)]


def test_a_class_with_more_things_than_a_table_holds_says_where_to_take_it(
    places: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(class_table, "MOST", 1)
    with pytest.raises(UsageError, match="2 things are more than a table of 1 rows holds"):
        class_table.of_class(places, NamedNode("http://places.example/Place"))
