from __future__ import annotations

from contextvars import copy_context
from threading import Thread

from kg.query_engine import request_context
from kg.query_engine.request_context import RequestContext


def test_runs_are_recorded_in_the_request_that_is_handled() -> None:
    outer, inner = RequestContext("client"), RequestContext("other")
    with outer:
        run = request_context.current().begin_run("ASK {}")
        with inner:
            request_context.current().begin_run("SELECT")
        assert request_context.current() is outer
    assert outer.runs == [run]
    assert [each.text for each in inner.runs] == ["SELECT"]
    assert run.outcome == "unfinished"


def test_outside_of_a_request_nothing_is_recorded_and_the_client_is_unknown() -> None:
    request_context.current().begin_run("ASK {}")
    assert request_context.current().runs == []
    assert request_context.current().client is None


def test_another_thread_has_the_context_only_if_it_is_given_it() -> None:
    seen: list[str | None] = []
    with RequestContext("client"):
        context = copy_context()
        for target in (lambda: seen.append(request_context.current().client), lambda: context.run(note)):

            def note() -> None:
                seen.append(request_context.current().client)

            thread = Thread(target=target)
            thread.start()
            thread.join()
    assert seen == [None, "client"]
