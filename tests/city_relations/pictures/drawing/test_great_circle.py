from __future__ import annotations

from itertools import pairwise

import pytest

from kg.city_relations.pictures.drawing import great_circle


def test_a_great_circle_to_japan_passes_the_arctic_circle() -> None:
    way = great_circle.between((3.72, 51.05), (136.62, 36.6))
    assert 65 < max(y for _, y in way) < 70
    parts = [great_circle.distance(a, b) for a, b in pairwise(way)]
    assert sum(parts) == pytest.approx(great_circle.distance(way[0], way[-1]), rel=1e-6)
