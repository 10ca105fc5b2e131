"""What one query may cost: the settings ``[query]`` of ``kg.toml``, each with a default that suits a small server."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from kg.errors import UsageError, refuse_unknown
from kg.settings import remote


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit of the query service; over one of them is an error, never a silently shortened answer.

    ``seconds`` run from arrival, waiting included. ``memory_mib`` is what a query may need beyond the index.
    ``request_bytes``, ``depth`` (brackets in brackets) and ``steps`` (patterns and operators in a chain) protect the
    parser, which breaks at several thousand. ``workers`` queries run at a time, and ``long_workers`` more that take
    long; ``queue`` others may wait. ``client_queries`` is how many of all these may be one client's.
    ``queries_per_worker`` is how many queries a process answers before a fresh one takes its place. ``cache_mib`` is
    what each server process may remember of its answers.
    """

    seconds: float = 10.0
    memory_mib: int = 512
    request_bytes: int = 131_072
    depth: int = 100
    steps: int = 1_000
    solutions: int = 1_000_000
    answer_mib: int = 256
    workers: int = 4
    long_workers: int = 4
    queue: int = 128
    client_queries: int = 96
    queries_per_worker: int = 1_000
    cache_mib: int = 64


def of_settings(settings: Mapping[str, Any]) -> Limits:
    """The limits that ``[query]`` sets, the rest by default; raises UsageError for one unknown, or no positive number.

    >>> of_settings({"seconds": 2}).seconds
    2
    """
    known = {each.name: each.default for each in fields(Limits)}
    refuse_unknown(settings, (*known, *remote.NAMES), "kg.toml", "query")
    settings = {name: value for name, value in settings.items() if name not in remote.NAMES}
    for name, value in settings.items():
        wanted = int | float if isinstance(known[name], float) else int
        if not isinstance(value, wanted) or isinstance(value, bool) or not 0 < value < math.inf:
            raise UsageError(f"kg.toml: {name} in [query] must be a positive number, not {value!r}.")
    return Limits(**settings)
