"""What one query may cost: the settings of ``[query]``, each with a default that suits a small server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.settings.declaration import setting


def _limit(default: float, description: str) -> Any:
    must = f"a positive {'whole ' if isinstance(default, int) else ''}number"
    return setting(default, description, must, exclusiveMinimum=0)


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit of the query service; over one of them is an error, never a silently shortened answer.

    ``depth`` and ``steps`` protect the parser, which breaks at several thousand.
    """

    seconds: float = _limit(10.0, "The time of a query in seconds, from its arrival, waiting included.")
    memory_mib: int = _limit(512, "The memory that a query may need beyond the index, in MiB.")
    request_bytes: int = _limit(131_072, "The length of a query in bytes.")
    depth: int = _limit(100, "Brackets within brackets.")
    steps: int = _limit(1_000, "Patterns, and operators in a chain, of a query.")
    solutions: int = _limit(1_000_000, "The solutions of an answer.")
    answer_mib: int = _limit(256, "The size of an answer in MiB.")
    workers: int = _limit(4, "Queries that run at a time.")
    long_workers: int = _limit(4, "Queries that run beside these because they take long.")
    queue: int = _limit(128, "Queries that wait.")
    client_queries: int = _limit(96, "Queries of one client, running and waiting.")
    queries_per_worker: int = _limit(1_000, "Queries that a worker process answers before a new one replaces it.")
    past_editions: int = _limit(4, "Former states of the data that are kept ready for as-of, each with its index.")
    past_statements: int = _limit(2_000_000, "The statements of all these together.")
    cache_mib: int = _limit(64, "The memory of the caches of each server process, in MiB.")

    @property
    def cache_bytes(self) -> int:
        """What each of the two caches may hold: half of ``cache_mib`` for answers, half for responses as sent."""
        return self.cache_mib << 19
