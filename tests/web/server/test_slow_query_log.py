from __future__ import annotations

import pytest

from kg.query_engine.request_context import Run
from kg.web.server.observers import Observation
from kg.web.server.slow_query_log import SlowQueries

RUNS = (
    Run("ASK { ?fast ?p ?o }", 0.1, 0.4, outcome="answer"),
    Run("ASK { ?slow ?p ?o }", 0.9, 1.0, outcome="QueryTimeout"),
)


def test_a_query_is_printed_from_the_limit_on_waiting_included(capsys: pytest.CaptureFixture[str]) -> None:
    SlowQueries(1.0)(Observation("GET", "/sparql", 504, 1.1, 10, "", False, RUNS))
    printed = capsys.readouterr().err
    assert "?slow" in printed
    assert "QueryTimeout" in printed
    assert "?fast" not in printed


def test_a_query_that_did_not_come_to_its_end_is_printed_with_how_long_it_waited(
    capsys: pytest.CaptureFixture[str],
) -> None:
    SlowQueries(0)(Observation("GET", "/sparql", 504, 1.1, 10, "", False, RUNS[1:]))
    assert "waited 0.900 s" in capsys.readouterr().err
