from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.city_relations.pictures import relation_table
from kg.city_relations.pictures.relation import relations
from kg.city_relations.pictures.view import View

from ...city_relations.pictures.conftest import Drawn


def test_a_distance_is_that_of_the_great_circle(drawn: Drawn) -> None:
    drawing, _ = drawn("map")
    told = {row[0].text: int(row[6].text) for row in drawing.table.rows if row[6].text}
    assert told["Kanazawa"] == pytest.approx(9240, abs=2)
    assert told["Liège"] == pytest.approx(138, abs=1)


def test_verdicts_are_those_of_that_day_or_before(seen: Callable[..., View]) -> None:
    view = seen()
    kanazawa = next(each for each in relations(view).shown if each.name == "Kanazawa")
    assert relation_table.verdicts(view, kanazawa, date(2021, 1, 19)) == ""
    assert relation_table.verdicts(view, kanazawa, date(2021, 1, 20)) == "kept"
