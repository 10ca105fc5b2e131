from __future__ import annotations

from random import Random

import pytest
from pyoxigraph import Literal, NamedNode

from kg.rdf.namespaces import XSD
from kg.shacl.literals.bounds import Bounds
from kg.shacl.literals.comparison import Value, compare, value_of

FORMS = {
    "integer": ["1", "2", "02", "9007199254740993", "nought"],
    "decimal": ["1.0", "2.5"],
    "double": ["1", "2.5E0", "NaN", "INF", "9007199254740992"],
    "string": ["a", "b", "é"],
    "boolean": ["true", "0"],
    "date": ["2020-01-01", "2020-01-02", "2020-01-01Z", "2020-01-02+14:00", "2020-02-30"],
    "dateTime": ["2020-01-01T12:00:00", "2020-01-01T12:00:00Z", "2020-01-02T02:00:00Z", "2020-01-02T02:00:01Z"],
    "duration": ["P1M", "P30D", "P31D", "P1Y", "PT1S"],
}
VALUES = [value_of(Literal(form, datatype=NamedNode(XSD + name))) for name, forms in FORMS.items() for form in forms]


def pairwise(value: Value | None, others: list[Value | None], allowed: tuple[int, ...]) -> int:
    return sum(value is None or other is None or compare(value, other) not in allowed for other in others)


@pytest.mark.parametrize(("or_equal", "allowed"), [(False, (-1,)), (True, (-1, 0))])
def test_as_many_values_fail_as_by_comparing_each_pair(*, or_equal: bool, allowed: tuple[int, ...]) -> None:
    random = Random(3)
    for size in (0, 1, 2, 5, 20, 60):
        others = random.choices(VALUES, k=size)
        bounds = Bounds(others)
        for value in VALUES:
            assert bounds.failing(value, or_equal=or_equal) == pairwise(value, others, allowed), (value, others)
