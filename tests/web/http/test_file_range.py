from __future__ import annotations

import tempfile

import pytest

from kg.web.http.file_range import FilePart

CONTENT = bytes(range(256)) * 1_200


@pytest.mark.parametrize(("start", "stop"), [(0, len(CONTENT)), (10, 20), (0, 0), (5, 5), (200_000, len(CONTENT))])
def test_a_part_has_the_bytes_from_its_start_to_before_its_stop(start: int, stop: int) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(CONTENT)
        file.flush()
        part = FilePart(file.fileno(), start, stop, file.close)
        assert b"".join(part) == b"".join(part) == CONTENT[start:stop]
        if part.path:
            with open(part.path, "rb") as again:
                assert again.read() == CONTENT


def test_a_file_that_has_become_shorter_is_an_error_and_no_end() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"short")
        file.flush()
        with pytest.raises(EOFError):
            list(FilePart(file.fileno(), 0, 10, file.close))
