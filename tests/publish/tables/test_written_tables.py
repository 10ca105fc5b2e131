from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from kg.city_relations import partnerships
from kg.city_relations.tables import tie_tables
from kg.publish.tables import geojson
from kg.publish.tables.written_tables import LARGE, WrittenTable, WrittenTables
from kg.resources.language_view import Reader


def test_a_large_file_is_written_once_for_all_who_want_it_and_a_small_one_is_not_kept(reader: Reader) -> None:
    revision = reader.known.revision
    ties = partnerships.partnerships(revision, reader.names)
    table = tie_tables.of_partnerships(reader, ties, revision.day)
    content = geojson.write(table)
    tables, times = WrittenTables(), {"large": 0, "small": 0}

    def write(size: str) -> WrittenTable:
        times[size] += 1
        repeated = content * (LARGE // len(content) + 1) if size == "large" else content[: LARGE - 1]
        return WrittenTable(table.name, repeated)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: tables.once("digest", lambda: write("large")), range(8)))
    assert (times["large"], len(set(answers))) == (1, 1)
    assert (answers[0].name, answers[0].content[: len(content)]) == ("partnerships", content)
    assert tables.once("another revision", lambda: write("large")) == answers[0]
    small = [tables.once("small", lambda: write("small")) for _ in range(2)]
    assert times == {"large": 2, "small": 2}
    assert small[0] == small[1]
