from __future__ import annotations

from random import Random

from kg.validation.stored_index.stored_tables import StoredTable, arrays_of


def stored(table: dict[int, tuple[int, ...]]) -> StoredTable:
    return StoredTable(*map(memoryview, arrays_of(table)))


def test_over_random_changes_it_is_what_a_dictionary_would_be() -> None:
    random = Random(4)
    expected = {random.randrange(500): tuple(range(random.randrange(1, 4))) for _ in range(200)}
    table = stored(expected)
    for _ in range(300):
        key = random.randrange(500)
        if key in expected and random.random() < 0.5:
            del expected[key], table[key]
        else:
            expected[key] = table[key] = (random.randrange(9),)
        assert len(table) == len(expected)
        assert (key in table) == (key in expected)
    assert dict(table) == expected
    assert table.keys() & {*range(0, 500, 7)} == expected.keys() & {*range(0, 500, 7)}
    assert [table.get(key) for key in range(500)] == [expected.get(key, ()) for key in range(500)]
    assert sorted(table.values()) == sorted(expected.values())


def test_a_table_without_keys_is_empty() -> None:
    table = stored({})
    assert not table
    assert list(table) == []
    assert table.get(0, (5,)) == (5,)
