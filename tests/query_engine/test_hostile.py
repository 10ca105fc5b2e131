"""What strangers may send: each of these ends within its limit, as an error, and the service goes on answering.

Most never pass the guard. Those that do not are also sent past it, to the processes behind, which must hold by
themselves.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from pyoxigraph import Quad

from kg.errors import QueryError, QueryNotAllowed, QuerySyntaxError, QueryTimeout, QueryTooLarge
from kg.project import Project
from kg.query_engine import guard
from kg.query_engine.evaluation import OFFERS
from kg.query_engine.guard import CheckedQuery, QueryForm
from kg.query_engine.pool.query_pool import Pool
from kg.rdf.formats import CSV, JSON
from kg.settings.query import Limits

from ..presence import present

ANY = "!<urn:none>|^<urn:none>"
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
NAMES = "?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?name"


def _growing(function: str) -> str:
    steps = "".join(f"BIND({function.replace('?', f'?t{n}')} AS ?t{n + 1}) " for n in range(60))
    return f"SELECT (STRLEN(?t60) AS ?n) {{ {NAMES} BIND(STR(?name) AS ?t0) {steps} }}"


EXPENSIVE = {
    "a cross product counted": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "a cross product in order": f"SELECT * {{ {CROSS} }} ORDER BY ?i LIMIT 1",
    "a cross product of distinct solutions": f"SELECT DISTINCT * {{ {CROSS} }}",
    "a cross product as a graph": f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {CROSS} }}",
    "a cross product that no filter lets pass": f"ASK {{ {CROSS} FILTER(?c > ?f && ?f > ?i && ?i > ?c) }}",
    "a path of any length between any two nodes": f"SELECT (COUNT(*) AS ?n) {{ ?a ({ANY})* ?b . ?b ({ANY})+ ?c }}",
    "a path of stars in stars": f"SELECT (COUNT(*) AS ?n) {{ ?a ((({ANY})*/({ANY})*)*/({ANY})*)* ?b }}",
    "a long path of alternatives": "ASK { ?a " + "/".join([f"({ANY})"] * 20) + " <urn:none> }",
    "text joined by text": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER(CONTAINS(STR(?c), STR(?f))) }}",
    "a regular expression of repeats": f"ASK {{ {CROSS} FILTER(REGEX(STR(?c), '((.{{0,99}}){{0,99}}){{0,99}}$')) }}",
    "a regular expression of stars": f"ASK {{ {CROSS} FILTER(REGEX(CONCAT(STR(?c), STR(?f)), '^(a*)*(a|b)+$')) }}",
    "text doubled with CONCAT": _growing("CONCAT(?, ?)"),
    "text doubled with REPLACE": _growing("REPLACE(?, '.', '$0$0')"),
    "GROUP_CONCAT of a cross product": f"SELECT (GROUP_CONCAT(STR(?c)) AS ?all) {{ {CROSS} }}",
    "a pattern of 300 variables": "SELECT * {" + "".join(f"?s{n} ?p{n} ?o{n} . " for n in range(300)) + "}",
    "90 blank nodes in blank nodes": "SELECT * { ?s ?p " + "[ ?p " * 90 + "1" + "]" * 90 + " }",
    "300 patterns that are subtracted": "SELECT * {" + "?s ?p ?o MINUS { ?s ?q ?r } " * 300 + "}",
    "a question for every statement": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?c ?x ?d . ?y ?z ?f } }",
}

DEEP = {
    "3,000 groups in groups": "SELECT * {" + "{" * 3_000 + "}" * 3_000 + "}",
    "100,000 groups in groups": "SELECT * {" + "{" * 100_000 + "}" * 100_000 + "}",
    "10,000 parentheses": "SELECT * { FILTER" + "(" * 10_000 + "1" + ")" * 10_000 + " }",
    "5,000 unions": "SELECT * { {}" + " UNION {}" * 5_000 + " }",
    "10,000 unions": "SELECT * { {}" + " UNION {}" * 10_000 + " }",
    "100,000 unions": "SELECT * { {}" + " UNION {}" * 100_000 + " }",
    "a path of 20,000 steps": "SELECT * { ?s <urn:p>" + "/<urn:p>" * 20_000 + " ?o }",
    "a path of 100,000 alternatives": "SELECT * { ?s <urn:p>" + "|<urn:p>" * 100_000 + " ?o }",
    "500 blank nodes in blank nodes": "SELECT * { ?s ?p " + "[ ?p " * 500 + "1" + "]" * 500 + " }",
    "500 lists in lists": "SELECT * { ?s ?p " + "(" * 500 + ")" * 500 + " }",
    "100,000 functions in functions": "SELECT * { FILTER(" + "STR(" * 100_000 + "1" + ")" * 100_000 + ") }",
    "100,000 conditions": "SELECT * { FILTER(1" + "||1" * 100_000 + ") }",
    "100,000 negations": "SELECT * { FILTER(" + "!" * 100_000 + "1) }",
    "20,000 times EXISTS": "SELECT * {" + "FILTER EXISTS {" * 20_000 + "}" * 20_000 + "}",
    "20,000 queries in queries": "SELECT * {" + "{ SELECT * {" * 20_000 + "}}" * 20_000 + "}",
    "100,000 bindings": "SELECT * {" + "".join(f"BIND(1 AS ?v{n})" for n in range(100_000)) + "}",
}


def _forbidden(address: str) -> dict[str, str]:
    call, name = f"SERVICE <{address}> {{ ?s ?p ?o }}", f"PREFIX e: <{address}> PREFIX p: <urn:x#> SELECT * {{ "
    return {
        "SERVICE": f"SELECT * {{ {call} }}",
        "SERVICE SILENT": f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}",
        "SERVICE with an escape": f"SELECT * {{ {call} }}".replace("SERVICE", "S\\u0045RVICE"),
        "SERVICE that runs into a name": name + "SERVICEe:a { ?s ?p ?o } }",
        "SERVICE in a name that is no IRI": name + "?s ?p ?o MINUS { ?s ?p p:SERVICEe:a\\#b {} } }",
        "SERVICE in what seems an IRI": f"SELECT * {{ ?s ?p ?o FILTER(?s<?o)SERVICE#>\n<{address}> {{}} }}",
        "SERVICE in what seems a text": f"SELECT * {{ ?s ?p ?o FILTER(?o<?o#>'''\n||true) {call} #''')\n}}",
        "SERVICE named by data": f"SELECT * {{ VALUES ?service {{ <{address}> }} SERVICE ?service {{ ?s ?p ?o }} }}",
        "LOAD": f"LOAD <{address}>",
        "LOAD after a query": f"ASK {{}} ; LOAD <{address}>",
    }


@pytest.fixture(scope="module")
def limits() -> Limits:
    """Limits that are soon reached, as most of these queries run until they are."""
    return Limits(seconds=1, memory_mib=256, workers=2, answer_mib=32, solutions=200_000)


@pytest.fixture(scope="module")
def pool(quads: tuple[Quad, ...], limits: Limits, project: Project) -> Iterator[Pool]:
    with Pool(lambda: quads, limits, project.base) as pool:
        yield pool


def _outcome(pool: Pool, query: CheckedQuery) -> QueryError | None:
    """The error that a query ends with, if any; it has ended in time, and the service answers the next one."""
    start = time.monotonic()
    error = None
    try:
        pool.evaluate(query, OFFERS[query.form][0]).close()
    except QueryError as caught:
        error = caught
    ended = time.monotonic()
    assert ended - start < 2
    with pool.evaluate(CheckedQuery("ASK {}", QueryForm.ASK, {}, False, False, "ASK {}"), JSON) as answer:
        assert answer.read() == b'{"head":{},"boolean":true}'
    assert time.monotonic() - ended < 1
    return error


def _past_the_guard(text: str) -> CheckedQuery:
    return CheckedQuery(text, QueryForm(text.split()[0]), {}, False, False, text)


@pytest.mark.parametrize("name", EXPENSIVE)
def test_an_expensive_query_ends_within_its_limits(name: str, pool: Pool, limits: Limits) -> None:
    error = _outcome(pool, guard.check(EXPENSIVE[name], limits))
    assert error is None or isinstance(error, QueryTimeout | QueryTooLarge)


@pytest.mark.parametrize("name", DEEP)
def test_a_query_built_deeply_does_not_pass_the_guard(name: str, limits: Limits) -> None:
    with pytest.raises(QueryTooLarge):
        guard.check(DEEP[name], limits)


@pytest.mark.parametrize("name", DEEP)
def test_a_query_built_deeply_harms_nobody_past_the_guard(name: str, pool: Pool) -> None:
    _outcome(pool, _past_the_guard(DEEP[name]))


def test_what_must_not_get_out_does_not_pass_the_guard(listener: Any, limits: Limits) -> None:
    for text in present(_forbidden(listener.address).values()):
        with pytest.raises((QueryNotAllowed, QuerySyntaxError)):
            guard.check(text, limits)


def test_what_must_not_get_out_stays_inside_past_the_guard(listener: Any, pool: Pool) -> None:
    for text in _forbidden(listener.address).values():
        query = CheckedQuery(text, QueryForm.SELECT, {}, False, False, text)
        _outcome(pool, query)
    assert listener.heard == 0


def test_a_graph_is_never_fetched(listener: Any, pool: Pool, limits: Limits) -> None:
    for graph in (listener.address, "file:///etc/passwd"):
        for clause in (f"FROM <{graph}>", f"FROM NAMED <{graph}>"):
            query = guard.check(f"SELECT * {clause} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}", limits)
            with pool.evaluate(query, CSV) as answer:
                assert answer.read().count(b"\n") == 1
    assert listener.heard == 0
