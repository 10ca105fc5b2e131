"""Clients that ask and do not take the answer, or take it slowly: they hold their connections, and nothing else."""

from __future__ import annotations

import contextlib
import os
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import quote
from urllib.request import Request, urlopen
from zlib import crc32

import pytest

from kg.web.http.content_coding import CODINGS, LEAST

from ...presence import present
from ...waiting import settled, until
from ...web.server.test_http_server import copy, descendants
from ...web.server.test_operations import Server, serving

DUMP = "/dumps/city-ties.nq"
MANY = quote("SELECT ?a ?b { ?a ?p ?x . ?b ?q ?y } LIMIT 90000")
"""Its answer is so large that it is held in a file."""
NOTES = ("Geen gelezen bron zegt wanneer Gent toetrad.", "The press release says stadsbestuur;")
READERS = 60

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not name open files")


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Its dump of everything has 10 MB, and it takes a file as opened after a second."""
    folder = tmp_path_factory.mktemp("slow")
    (folder / "root").mkdir()
    project = copy(root, folder / "root")
    file = project / "data" / "ghent.ttl"
    text = file.read_text("utf-8")
    for note in NOTES:
        assert note in text
        text = text.replace(note, note + " And more." * 500_000)
    file.write_text(text, "utf-8")
    constants = {"kg.web.server.rsgi._OPENED": 1.0}
    with serving(project, folder, "[query]\nseconds = 10\n", constants=constants) as server:
        yield server


def memory(server: Server) -> int:
    """Bytes that the processes hold, what several share counted once: a child that builds a page shares nearly all."""
    total = 0
    for pid in descendants(server.process.pid):
        with contextlib.suppress(OSError, IndexError):  # it has ended
            status = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
            total += int(status.partition("Pss_Anon:")[2].split()[0]) << 10
    return total


@contextmanager
def slow_readers(server: Server, number: int, path: str) -> Iterator[list[socket.socket]]:
    """Connections of clients that have asked, and have not read yet."""
    with ExitStack() as stack:
        connections = [stack.enter_context(socket.socket()) for _ in range(number)]
        for connection in connections:
            connection.settimeout(60)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", server.port))
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        for connection in connections:
            assert connection.recv(1, socket.MSG_PEEK)
        yield connections


def answer_files(server: Server) -> int:
    """How often the processes have files of answers open: those without a name in the temporary folder.

    Dumps have none there, which are in the cache of the project.
    """
    names = []
    for pid in descendants(server.process.pid):
        with contextlib.suppress(OSError):  # it has ended
            for path in Path(f"/proc/{pid}/fd").iterdir():
                with contextlib.suppress(FileNotFoundError):  # it has just been closed
                    names.append(os.readlink(path))
    return sum(name.startswith(f"{gettempdir()}/#") and name.endswith("(deleted)") for name in names)


def is_made_ahead(server: Server) -> bool:
    """Whether every dump is there in every coding: pages come before them, and nothing after them takes memory."""
    names = set(re.findall(r'"(/dumps/[^"?#]+)"', server.get("/data", Accept="text/html")[1]))
    return all(is_coded(server, name, coding.name) for name in present(sorted(names)) for coding in CODINGS)


def is_coded(server: Server, path: str, coding: str) -> bool:
    request = Request(f"http://127.0.0.1:{server.port}{path}", headers={"Accept-Encoding": coding}, method="HEAD")
    with urlopen(request, timeout=30) as response:
        return "Content-Encoding" in response.headers or int(response.headers["Content-Length"]) < LEAST


def read(connection: socket.socket) -> bytes:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    return b"".join(iter(lambda: connection.recv(1 << 18), b"")).partition(b"\r\n\r\n")[2]


def test_what_slow_readers_have_not_taken_is_not_held_in_memory(server: Server) -> None:
    whole = server.get(DUMP)[1].encode()
    assert len(whole) > 10_000_000
    assert until(lambda: is_made_ahead(server), 60)
    before = settled(lambda: memory(server), within=1 << 20)
    with slow_readers(server, READERS, DUMP) as connections:
        assert settled(lambda: memory(server), within=1 << 20) - before < READERS * len(whole) // 5
        assert server.get("/health")[0] == 200
        assert server.ask("ASK {}")[0] == 200
        assert crc32(read(connections[-1])) == crc32(whole)


def test_parts_of_a_large_file_follow_each_other_on_one_connection(server: Server) -> None:
    whole = server.get(DUMP)[1].encode()
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    for part, start, stop in (
        ("0-0", 0, 1), ("4000000-6999999", 4_000_000, 7_000_000), ("-5", len(whole) - 5, len(whole)),
        ("8000000-", 8_000_000, len(whole)), (f"1-{len(whole) + 9}", 1, len(whole)),
    ):  # fmt: skip
        connection.request("GET", DUMP, headers={"Range": f"bytes={part}"})
        answer = connection.getresponse()
        assert answer.headers.get_all("Content-Range") == [f"bytes {start}-{stop - 1}/{len(whole)}"]
        assert answer.headers.get_all("Content-Length") == [str(stop - start)]
        assert (answer.status, crc32(answer.read())) == (206, crc32(whole[start:stop]))
    connection.close()


def test_a_long_answer_is_taken_slowly_to_its_end(server: Server) -> None:
    _, body, headers = server.get(f"/sparql?query={MANY}", Accept="text/csv")
    assert int(headers["content-length"]) == len(body.encode()) > 9_000_000
    assert until(lambda: answer_files(server) == 0)  # the file of that answer is held for a moment
    with slow_readers(server, 2, f"/sparql?format=csv&query={MANY}") as connections:
        assert until(lambda: answer_files(server) == 2)  # nobody but those who send them holds their files any more
        for connection in connections:
            assert crc32(read(connection)) == crc32(body.encode())
