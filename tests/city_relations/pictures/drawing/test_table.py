from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from kg.city_relations.pictures import gallery
from kg.city_relations.pictures.view import View

NAMES = list(gallery.PICTURES)


@pytest.mark.parametrize("name", NAMES)
def test_csv_has_a_record_for_each_row_with_the_iris_of_what_it_names(seen: Callable[..., View], name: str) -> None:
    table = gallery.draw(name, seen()).table
    heading, *records = csv.reader(io.StringIO(table.csv()))
    assert len(records) == len(table.rows)
    assert len(heading) == len(table.columns) + sum(each.linked for each in table.columns)
    named = {cell.node.value for row in table.rows for cell in row if cell.node}
    assert named == {each for record in records for each in record if each.startswith(("http://", "https://"))}
