from __future__ import annotations

from pyoxigraph import QuerySolutions, Store

from kg.sparql.extension_functions import offered


def test_each_offered_function_is_known_to_the_engine_and_an_unknown_one_is_not_offered() -> None:
    functions = offered()
    assert len(functions) > 10
    assert list(functions) == sorted(set(functions))
    assert not any(name.endswith("/nothing") for name in functions)


def test_a_distance_is_computed_by_an_offered_function() -> None:
    distance = next(name for name in offered() if name.endswith("/distance"))
    wkt = "<http://www.opengis.net/ont/geosparql#wktLiteral>"
    metre = "<http://www.opengis.net/def/uom/OGC/1.0/metre>"
    query = f'SELECT (<{distance}>("POINT(0 0)"^^{wkt}, "POINT(0 1)"^^{wkt}, {metre}) AS ?d) {{}}'
    solutions = Store().query(query)
    assert isinstance(solutions, QuerySolutions)
    value = next(solutions)["d"]
    assert value is None or 100_000 < float(value.value) < 120_000  # type: ignore[union-attr]
