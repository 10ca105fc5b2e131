"""The table that Virtuoso 7 answers to ASK; that it does is tested in test_authentication.py."""

from __future__ import annotations

import pytest
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from kg.query_engine.remote import verdicts

VIRTUOSO = b"""{ "head": { "link": [], "vars": ["%s"] },
  "results": { "distinct": false, "ordered": true, "bindings": [
    { "%s": { "type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": "%d" }} ] } }"""


@pytest.mark.parametrize("holds", [True, False])
def test_the_table_of_virtuoso_is_a_boolean(holds: bool) -> None:
    column = b"__ASK_RETVAL"
    table = parse_query_results(VIRTUOSO % (column, column, holds), format=QueryResultsFormat.JSON)
    verdict = verdicts.of_ask(table)
    assert isinstance(verdict, QueryBoolean)
    assert bool(verdict) is holds


def test_anything_else_stays_what_it_is() -> None:
    table = parse_query_results(VIRTUOSO % (b"n", b"n", 1), format=QueryResultsFormat.JSON)
    assert isinstance(verdicts.of_ask(table), QuerySolutions)
    boolean = parse_query_results(b'{"head":{},"boolean":true}', format=QueryResultsFormat.JSON)
    assert verdicts.of_ask(boolean) is boolean
