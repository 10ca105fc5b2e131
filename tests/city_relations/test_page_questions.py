from __future__ import annotations

from pathlib import Path

from kg.city_relations import page_questions


def test_every_query_beside_the_domain_has_a_name() -> None:
    named = {value for value in vars(page_questions).values() if isinstance(value, Path) and value.suffix == ".rq"}
    assert named == set(page_questions.CITIES.parent.glob("*.rq"))
