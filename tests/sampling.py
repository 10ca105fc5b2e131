"""What is large runs as a sample, the same one each time; ``CITY_TIES_WHOLE=1`` runs all of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

WHOLE = bool(os.environ.get("CITY_TIES_WHOLE"))


def sample(cases: Sequence[T], size: int) -> list[T]:
    """``size`` of the cases in their order, chosen by a fixed seed; all of them when everything is to be run."""
    if WHOLE or size >= len(cases):
        return list(cases)
    return [cases[index] for index in sorted(Random(size).sample(range(len(cases)), size))]
