from __future__ import annotations

import tempfile
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg.errors import NotAcceptable, ServiceBusy
from kg.query_engine import guard
from kg.query_engine.answer import Gathering, evaluate_trusted
from kg.rdf.formats import CSV, TURTLE
from kg.settings.query import Limits

LARGE = (1 << 20) + 1


@pytest.mark.parametrize("size", [0, 10, LARGE - 1, LARGE, 3 * LARGE])
def test_an_answer_is_the_same_in_memory_and_in_a_file(size: int) -> None:
    body = bytes(index % 251 for index in range(size))
    gathering = Gathering()
    for start in range(0, size, 100_000):
        gathering.add(body[start : start + 100_000])
    with gathering.whole(CSV) as answer:
        assert answer.size == size
        assert isinstance(answer.content, bytes) == (size < LARGE)
        assert answer.read() == answer.read() == body
        assert b"".join(answer.chunks(5)) == body[5:]


def test_two_readers_of_one_file_do_not_disturb_each_other() -> None:
    gathering = Gathering()
    gathering.add(b"ab" * LARGE)
    with gathering.whole(CSV) as answer:
        one, other = answer.chunks(), answer.chunks()
        first = next(one)
        assert next(other) == first
        assert len(first) + sum(map(len, one)) == answer.size


def test_a_trusted_query_is_evaluated_in_this_process_in_a_format_that_fits_it() -> None:
    store = Store()
    store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), NamedNode("urn:o"), NamedNode("urn:g")))
    query = guard.check("SELECT ?s { ?s ?p ?o }", Limits())
    assert evaluate_trusted(store, query, CSV).read() == b"s\r\nurn:s\r\n"
    with pytest.raises(NotAcceptable):
        evaluate_trusted(store, query, TURTLE)


def test_without_a_temporary_folder_a_large_answer_is_an_error_that_says_when_to_try_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    gathering = Gathering()
    gathering.add(b"small")
    with pytest.raises(ServiceBusy, match="no room") as caught:
        gathering.add(b"x" * (1 << 20))
    assert caught.value.retry_after > 0


def test_on_a_full_disk_a_large_answer_is_an_error_that_says_when_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", partial(open, "/dev/full", "r+b"))
    with pytest.raises(ServiceBusy, match="No space left on device"):
        Gathering().add(b"x" * (2 << 20))


class ShortWrites(BytesIO):
    """A file on a disk that takes a part of what is written, as one that is almost full does."""

    def write(self, content: memoryview, /) -> int:  # type: ignore[override]
        return super().write(content[:70_000])


def test_what_the_disk_takes_in_parts_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    file = ShortWrites()
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: file)
    gathering, content = Gathering(), bytes(range(256)) * (8 << 10)
    for start in range(0, len(content), 500_000):
        gathering.add(content[start : start + 500_000])
    assert file.getvalue() == content
    assert gathering.whole(CSV).size == len(content)
