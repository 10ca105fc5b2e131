from __future__ import annotations

import pytest

from kg.query_engine.cache.lru import Memory

ENTRY = 512
"""What an entry takes beside its content."""


def test_the_least_recently_used_is_evicted_first() -> None:
    memory: Memory[str, bytes] = Memory(1 << 20)
    size = (1 << 20) // 256 - ENTRY
    for number in range(256):
        assert memory.put(str(number), b"", size)
    assert memory.get("0") == b""
    memory.put("one more", b"", size)
    assert (memory.get("0"), memory.get("1"), memory.get("2")) == (b"", None, b"")
    assert memory.size <= memory.capacity


def test_a_value_that_is_replaced_frees_its_size() -> None:
    memory: Memory[str, int] = Memory(1 << 20)
    memory.put("key", 1, 1_000)
    memory.put("key", 2, 500)
    assert (memory.get("key"), memory.size, len(memory)) == (2, 500 + ENTRY, 1)


@pytest.mark.parametrize(("size", "first", "second"), [
    ((1 << 20) // 256 - ENTRY, True, True),
    ((1 << 20) // 256 - ENTRY + 1, False, True),
    ((1 << 20) // 8 - ENTRY, False, True),
    ((1 << 20) // 8 - ENTRY + 1, False, False),
])  # fmt: skip
def test_a_large_value_is_admitted_the_second_time_and_a_huge_one_never(
    size: int, *, first: bool, second: bool
) -> None:
    memory: Memory[str, bytes] = Memory(1 << 20)
    assert memory.put("key", b"", size) is first
    assert memory.put("key", b"", size) is second
