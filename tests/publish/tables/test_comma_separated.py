from __future__ import annotations

import csv
import io

from kg.publish.tables import comma_separated
from kg.publish.tables.comma_separated import Header
from kg.publish.tables.tidy_table import Column, Table

TABLE = Table("t", "T", "en", (Column("a", "One"), Column("b", "Two")), [(("x, y",), ()), (("=1+1",), ('a "b"\nc',))])


def test_lines_end_as_the_standard_has_it_and_cells_are_quoted_where_they_must_be() -> None:
    body = comma_separated.write(TABLE, Header.NAMES)
    assert body == b'a,b\r\n"x, y",\r\n=1+1,"a ""b""\nc"\r\n'
    assert list(csv.reader(io.StringIO(body.decode(), newline="")))[1:] == list(TABLE.texts())


def test_the_header_is_for_people_for_programs_or_absent_and_a_mark_of_the_encoding_comes_on_request() -> None:
    first = {header: comma_separated.write(TABLE, header).partition(b"\r\n")[0] for header in Header}
    assert first == {Header.TITLES: b"One,Two", Header.NAMES: b"a,b", Header.NONE: b'"x, y",'}
    assert comma_separated.write(TABLE, bom=True) == b"\xef\xbb\xbf" + comma_separated.write(TABLE)
