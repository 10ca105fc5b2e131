"""Tasks run in forked processes, and an error of one is raised where the results are read."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading

import pytest

from kg.compact import forked_tasks
from kg.errors import UsageError


def squared(number: int) -> tuple[int, int]:
    if number < 0:
        raise UsageError(f"{number} is negative.")
    return number * number, os.getpid()


@pytest.mark.parametrize("alone", [False, True], ids=["shared processes", "a process for each"])
def test_every_item_has_a_result_from_another_process(alone: bool) -> None:
    results = list(forked_tasks.run(squared, range(9), each_alone=alone))
    assert sorted(result for result, _ in results) == [number * number for number in range(9)]
    if len(os.sched_getaffinity(0)) > 1:
        assert os.getpid() not in {process for _, process in results}


def test_an_error_of_a_task_is_raised_as_it_is() -> None:
    with pytest.raises(UsageError, match="-3 is negative"):
        list(forked_tasks.run(squared, [1, 2, -3, 4]))


def test_a_function_runs_beside_the_caller_in_another_process() -> None:
    with forked_tasks.beside(lambda: squared(3)) as result:
        number, process = result()
    assert number == 9
    assert (process == os.getpid()) is not forked_tasks.can_fork()


def test_an_error_of_what_runs_beside_is_raised_where_its_result_is_wanted() -> None:
    with forked_tasks.beside(lambda: squared(-3)) as result, pytest.raises(UsageError, match="-3 is negative"):
        result()


def test_a_process_that_is_ended_before_it_has_a_result_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forked_tasks, "can_fork", lambda: True)
    with (
        forked_tasks.beside(lambda: os.kill(os.getpid(), signal.SIGKILL)) as result,
        pytest.raises(RuntimeError, match="before it had a result"),
    ):
        result()


def test_what_nobody_waits_for_ends_with_the_context(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forked_tasks, "can_fork", lambda: True)
    with forked_tasks.beside(threading.Event().wait):
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()
