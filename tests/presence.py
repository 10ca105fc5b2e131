"""What a test goes through must be there: a loop over nothing would assert nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def present(values: Iterable[T]) -> list[T]:
    """The values, of which there is at least one."""
    listed = list(values)
    assert listed, "There is nothing to assert something of."
    return listed
