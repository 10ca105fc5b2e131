from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import uvloop

from kg.query_engine.pool.frames import About, Connection, Frame, Request

from ...threads import in_own_thread


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


@pytest.fixture(params=[uvloop.new_event_loop, asyncio.new_event_loop], ids=["uvloop", "asyncio"])
def loop(request: pytest.FixtureRequest) -> Iterator[asyncio.AbstractEventLoop]:
    new: Callable[[], asyncio.AbstractEventLoop] = request.param
    with closing(new()) as loop:
        yield loop


def _run_until_told(loop: asyncio.AbstractEventLoop, receiver: Connection) -> None:
    """Run the loop until it tells that something can be received."""
    loop.call_soon(receiver.notify, loop, loop.stop)
    loop.run_forever()


@in_own_thread
def test_an_event_loop_tells_of_each_answer_and_of_the_end(
    ends: tuple[Connection, Connection, socket.socket], loop: asyncio.AbstractEventLoop
) -> None:
    sender, receiver, raw = ends
    for number in (b"1", b"2"):
        sender.send(Frame.END, number)
        _run_until_told(loop, receiver)
        assert receiver.receive(wait=False) == (Frame.END, number)
    raw.close()
    _run_until_told(loop, receiver)
    with pytest.raises(EOFError):
        receiver.receive(wait=False)


@in_own_thread
def test_what_nothing_on_the_loop_waits_for_is_left_to_a_thread(
    ends: tuple[Connection, Connection, socket.socket], loop: asyncio.AbstractEventLoop
) -> None:
    """Else the loop would turn until the thread has received it."""
    sender, receiver, _ = ends
    sender.send(Frame.END)
    _run_until_told(loop, receiver)
    sender.send(Frame.END, b"more")
    loop.run_until_complete(asyncio.sleep(0.01))
    while receiver.receive() != (Frame.END, b"more"):
        pass
    sender.send(Frame.END, b"later")
    _run_until_told(loop, receiver)
    assert receiver.receive(wait=False) == (Frame.END, b"later")


@in_own_thread
def test_a_connection_that_a_thread_closes_is_not_watched_any_more(
    ends: tuple[Connection, Connection, socket.socket], loop: asyncio.AbstractEventLoop
) -> None:
    sender, receiver, _ = ends
    sender.send(Frame.END)
    _run_until_told(loop, receiver)
    receiver.receive()
    closer = threading.Thread(target=receiver.close)
    closer.start()
    closer.join()
    loop.run_until_complete(asyncio.sleep(0))
    one, other = socket.socketpair()  # with the number that is free again
    with one, other:
        following = Connection(one)
        Connection(other).send(Frame.END, b"x")
        _run_until_told(loop, following)
        assert following.receive(wait=False) == (Frame.END, b"x")


@in_own_thread
def test_a_connection_whose_loop_has_ended_is_watched_by_another_and_closed(
    ends: tuple[Connection, Connection, socket.socket], loop: asyncio.AbstractEventLoop
) -> None:
    sender, receiver, _ = ends
    for own in (asyncio.new_event_loop(), loop):
        sender.send(Frame.END)
        _run_until_told(own, receiver)
        receiver.receive()
        if own is not loop:
            own.close()
    loop.close()
    receiver.close()
    with pytest.raises(BrokenPipeError):
        sender.send(Frame.END)


def test_a_request_and_what_a_worker_reports_are_read_back() -> None:
    request = Request("ASK {}", "json", False, (("urn:a",), ()), {"ex": "urn:ex:"}, None)
    assert Request.read(request.packed()) == request
    about = About(True, 90, 0.25, 1.5)
    assert About.read(about.packed() + b"rest") == (about, b"rest")
