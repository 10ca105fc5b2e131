"""Results that functions keep: with the revision that they are of, or until there is a new one."""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from kg.revision import Revision

P = ParamSpec("P")
T = TypeVar("T")

_ABSENT = object()


def kept_by_revision(function: Callable[Concatenate[Revision, P], T]) -> Callable[Concatenate[Revision, P], T]:
    """Make a function of a revision keep its results, for as long as the revision itself is kept.

    So former revisions that are looked at do not displace what is known of the current one.
    """

    @wraps(function)
    def kept(revision: Revision, /, *arguments: P.args, **named: P.kwargs) -> T:
        key = (function, arguments, tuple(named.items()))
        result = revision._kept.get(key, _ABSENT)  # read once, as another thread may let go of results
        if result is _ABSENT:
            result = revision._kept[key] = function(revision, *arguments, **named)
        return cast(T, result)

    return kept


def cached_until_renewal(maxsize: int) -> Callable[[Callable[P, T]], _lru_cache_wrapper[T]]:
    """Make a function keep its latest results, of whatever revision, until ``forget_former_results`` is called."""

    def cached(function: Callable[P, T]) -> _lru_cache_wrapper[T]:
        wrapper = lru_cache(maxsize)(function)
        _CACHED.append(wrapper)
        return wrapper

    return cached


def forget_former_results() -> None:
    """Let go of former revisions, which results of functions refer to: each takes as much memory as the current one."""
    for function in _CACHED:
        function.cache_clear()


_CACHED: list[_lru_cache_wrapper[Any]] = []
