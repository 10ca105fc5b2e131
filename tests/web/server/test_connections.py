"""Many connections of one client, which a process of its own holds: nobody else waits, and no answer is cut."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from kg.web.server import connections
from kg.web.server.client_address import Clients
from kg.web.server.rsgi import SILENT, Answering

from ...waiting import until
from ...web.server.test_operations import SLOW, Server, serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how long a connection was silent")

TOTAL, SHARE = 120, 40
QUIET = 0.25
"""Seconds after which a connection is idle here."""
MANY, CLIENT, OTHER = "127.0.0.2", "127.0.0.2", "127.0.0.3"
LARGE = quote("SELECT ?a ?b { ?a ?p ?x . ?b ?q ?y } LIMIT 90000")
HOLD = """
import socket, sys
sender, port, number, request = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4].encode()
held = []
for _ in range(number):
    connection = socket.socket()
    connection.settimeout(20)
    connection.bind((sender, 0))
    connection.connect(("127.0.0.1", port))
    connection.sendall(request)
    if request.endswith(b"\\r\\n\\r\\n"):
        connection.recv(1 << 16)
    held.append(connection)
print("held", flush=True)
for _ in sys.stdin:
    closed = 0
    for connection in held:
        connection.setblocking(False)
        try:
            closed += not connection.recv(1 << 16)
        except BlockingIOError:
            pass
        except OSError:
            closed += 1
    print(closed, flush=True)
"""
IDLE, HALF, ANSWERED = "", "GET / HTTP/1.1\r\nHo", "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = f"[serve]\nconnections = {TOTAL}\nclient_connections = {SHARE}\ntrusted_proxies = ['127.0.0.9']\n"
    constants = {f"kg.web.server.{module}.SILENT": QUIET for module in ("rsgi", "connections")}
    with serving(root, tmp_path_factory.mktemp("many"), settings, constants=constants) as server:
        yield server


@contextmanager
def holding(server: Server, sender: str, number: int, request: str) -> Iterator[subprocess.Popen[str]]:
    """Another process, which holds so many connections, and says when it is asked how many of them were closed."""
    command = [sys.executable, "-c", HOLD, sender, str(server.port), str(number), request]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def closed(process: subprocess.Popen[str]) -> int:
    assert process.stdin
    assert process.stdout
    process.stdin.write("\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def get(server: Server, sender: str, path: str = "/health") -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20, source_address=(sender, 0))
    connection.request("GET", path, headers={"Accept": "text/csv"})
    response = connection.getresponse()
    body = response.status, response.read()
    connection.close()
    return body


@pytest.mark.parametrize("request_text", [HALF, ANSWERED], ids=["half", "keep-alive"])
def test_a_client_with_more_connections_than_there_can_be_keeps_nobody_waiting(
    server: Server, request_text: str
) -> None:
    with holding(server, MANY, TOTAL * 2, request_text) as process:
        for _ in range(3):
            assert get(server, OTHER)[0] == 200
        assert until(lambda: closed(process) >= 2 * TOTAL - SHARE - 1)


def test_no_answer_that_runs_or_is_read_slowly_is_cut(server: Server) -> None:
    whole = get(server, OTHER, f"/sparql?query={LARGE}")[1]
    with ThreadPoolExecutor() as threads, socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.bind((CLIENT, 0))
        slow.connect(("127.0.0.1", server.port))
        slow.settimeout(20)
        slow.sendall(f"GET /sparql?query={LARGE} HTTP/1.0\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n".encode())
        running = threads.submit(get, server, CLIENT, f"/sparql?query={quote(SLOW)}")
        with holding(server, MANY, SHARE + 20, IDLE) as process, holding(server, OTHER, SHARE, IDLE):
            received = b""
            for _ in range(20):
                received += slow.recv(2048)
                time.sleep(QUIET / 5)  # a client that takes little and often is what this is about
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            received += b"".join(iter(lambda: slow.recv(1 << 18), b""))
            assert running.result()[0] == 200
            assert until(lambda: closed(process) >= 20)
    assert received.partition(b"\r\n\r\n")[2] == whole


def test_a_trusted_proxy_has_only_the_bound_on_all_connections(server: Server) -> None:
    with holding(server, "127.0.0.9", 2 * SHARE, IDLE) as process:
        time.sleep(4 * QUIET)  # that nothing is closed shows only after the time in which others would be
        assert get(server, OTHER)[0] == 200
        assert closed(process) == 0


def test_a_request_that_is_answered_is_remembered_until_the_system_has_its_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    answering = Answering()
    answering.begin("192.0.2.7:1")
    now += 60
    answering.forget()
    assert "192.0.2.7:1" in answering
    answering.end("192.0.2.7:1")
    now += SILENT / 2
    assert "192.0.2.7:1" in answering
    now += SILENT
    assert "192.0.2.7:1" not in answering
    answering.forget()
    assert not answering._ends


def test_only_connections_to_the_port_that_is_served_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    with ExitStack() as stack:
        listeners = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2)]
        clients, accepted = [], []
        for listener in listeners * 3:
            clients.append(stack.enter_context(socket.create_connection(listener.getsockname())))
            accepted.append(stack.enter_context(listener.accept()[0]))
        monkeypatch.setattr(connections, "SILENT", QUIET)
        time.sleep(1.2 * QUIET)  # the connections are idle once nothing has been sent for so long
        port = listeners[0].getsockname()[1]
        bounds = connections.Connections(Answering(), Clients("", []), port, total=100, share=1)
        assert bounds.trim() == 2
        open_ones = []
        for client in clients:
            client.setblocking(False)
            try:
                open_ones.append(client.recv(1) != b"")
            except BlockingIOError:
                open_ones.append(True)
        assert sum(open_ones[::2]) == 1
        assert all(open_ones[1::2])


FLOOD = """
import select, socket, sys
sender, port, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
held = []
for year in range(number):
    connection = socket.socket()
    connection.settimeout(60)
    connection.bind((sender, 0))
    connection.connect(("127.0.0.1", port))
    day = f"{1100 + year}-06-01"
    connection.sendall(f"GET /partnerships?on={day} HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n".encode())
    held.append(connection)
print("sent", flush=True)
sys.stdin.readline()
waiting = select.poll()
for connection in held:
    waiting.register(connection, select.POLLIN)
print(len(waiting.poll(0)), flush=True)
"""


def test_a_client_that_sends_hundreds_of_requests_without_reading_is_served_beside_others(
    root: Path, tmp_path: Path
) -> None:
    with serving(root, tmp_path, "[serve]\nclient_connections = 1000\ntrusted_proxies = []\n") as server:
        assert get(server, OTHER)[0] == 200
        command = [sys.executable, "-c", FLOOD, CLIENT, str(server.port), "900"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdin
        assert process.stdout
        try:
            assert process.stdout.readline() == "sent\n"
            assert get(server, OTHER) == (200, b"ok\n")
            process.stdin.write("\n")
            process.stdin.flush()
            # In the order of their arrival all but those that threads work on, some 150, would be answered by now.
            assert int(process.stdout.readline()) < 450
        finally:
            process.kill()
            process.communicate()
