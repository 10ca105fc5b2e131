from __future__ import annotations

from dataclasses import fields

import pytest

from kg.settings.declaration import is_valid, table
from kg.settings.query import Limits

PROPERTIES = table(Limits)["properties"]


@pytest.mark.parametrize("name", [field.name for field in fields(Limits)])
def test_a_limit_is_a_positive_number_and_its_default_is_valid(name: str) -> None:
    default = getattr(Limits(), name)
    assert is_valid(default, PROPERTIES[name])
    for value in (0, -1, "1", True, None, float("inf")):
        assert not is_valid(value, PROPERTIES[name]), value
    assert is_valid(1.5, PROPERTIES[name]) == isinstance(default, float)


def test_the_two_caches_share_their_memory() -> None:
    assert 2 * Limits(cache_mib=64).cache_bytes == 64 << 20
