"""The dataset of this project behind a pool with small limits, and a listener that must hear nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from pyoxigraph import Quad

from kg import dataset as datasets
from kg.project import Project
from kg.query import guard
from kg.query.limits import Limits
from kg.query.pool import Pool
from kg.query.results import AnswerFormat, GraphSelection
from kg.rdf.formats import CSV


@pytest.fixture(scope="session")
def limits() -> Limits:
    return Limits(seconds=2, memory_mib=256, workers=2, answer_mib=32, solutions=200_000)


@pytest.fixture(scope="session")
def quads(project: Project) -> tuple[Quad, ...]:
    return datasets.load(project).quads


@pytest.fixture(scope="session")
def pool(quads: tuple[Quad, ...], limits: Limits, project: Project) -> Iterator[Pool]:
    with Pool(lambda: quads, limits, project.base) as pool:
        yield pool


@pytest.fixture(scope="session")
def ask(pool: Pool, limits: Limits, project: Project) -> Callable[..., str]:
    """Guard, evaluate and read an answer; CSV unless another format is wanted."""

    def ask(text: str, answer_format: AnswerFormat = CSV, graphs: GraphSelection | None = None) -> str:
        with pool.evaluate(guard.check(text, limits, project.prefixes), answer_format, graphs) as answer:
            return answer.read().decode()

    return ask


class Listener:
    """A server on the loopback address that notes every caller."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.heard = 0
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            caller, _ = self._socket.accept()
            with caller:
                if caller.recv(4) == b"quit":
                    return
            self.heard += 1

    def close(self) -> None:
        with socket.create_connection(self._socket.getsockname()) as caller:
            caller.sendall(b"quit")
        self._thread.join()
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()
