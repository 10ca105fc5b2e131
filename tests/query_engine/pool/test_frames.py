from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from kg.query_engine.pool.frames import About, Connection, Frame, Request


@pytest.fixture
def ends() -> Iterator[tuple[Connection, Connection, socket.socket]]:
    one, other = socket.socketpair()
    with one, other:
        yield Connection(one), Connection(other, 0.2), one


def test_frames_come_in_order_and_whole(ends: tuple[Connection, Connection, socket.socket]) -> None:
    sender, receiver, _ = ends
    content = [b"", b"a" * 10, b"b" * 70_000]
    for part in content:
        sender.send(Frame.DATA, part)
    sender.send(Frame.END, b"end")
    assert [receiver.receive() for _ in range(4)] == [*((Frame.DATA, part) for part in content), (Frame.END, b"end")]


def test_a_small_answer_waits_for_its_end(ends: tuple[Connection, Connection, socket.socket]) -> None:
    sender, receiver, _ = ends
    sender.send(Frame.DATA, b"small")
    with pytest.raises(TimeoutError):
        receiver.receive(wait=False)
    sender.send(Frame.END)
    assert receiver.receive(wait=False) == (Frame.DATA, b"small")


def test_half_a_frame_is_received_once_the_rest_has_come(ends: tuple[Connection, Connection, socket.socket]) -> None:
    _, receiver, raw = ends
    raw.sendall(b"E\0\0\0\5he")
    with pytest.raises(TimeoutError):
        receiver.receive()
    raw.sendall(b"llo")
    assert receiver.receive() == (Frame.END, b"hello")


def test_an_end_that_is_closed_is_the_end_of_file(ends: tuple[Connection, Connection, socket.socket]) -> None:
    _, receiver, raw = ends
    raw.close()
    with pytest.raises(EOFError):
        receiver.receive()


def test_a_request_and_what_a_worker_reports_are_read_back() -> None:
    request = Request("ASK {}", "json", False, (("urn:a",), ()), {"ex": "urn:ex:"}, None)
    assert Request.read(request.packed()) == request
    about = About(True, 90, 0.25, 1.5)
    assert About.read(about.packed() + b"rest") == (about, b"rest")
