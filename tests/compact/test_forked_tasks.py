"""Tasks run in forked processes, and an error of one is raised where the results are read."""

from __future__ import annotations

import os

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
