"""Several engines: each with its revision, read where they answer, pushed to together."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest

from kg.errors import ServiceBusy
from kg.query_engine.remote.endpoint import Endpoints
from kg.query_engine.remote.pushed_revision import Pointer
from kg.revision import Revision
from kg.settings.remote import RemoteSettings

from ...commands import call
from .engines import Process, Start, ask, engine_at, joined, push, push_all

DAY = "SELECT ?day { ?g <https://w3id.org/city-ties/ns#computedOn> ?day }"
NAMES = "SELECT ?x ?n { ?x <http://www.w3.org/2004/02/skos/core#prefLabel> ?n } ORDER BY ?x ?n"
MORE = '<https://example.org/more> <https://example.org/p> "more" .\n'


@pytest.fixture
def three(start: Start) -> tuple[RemoteSettings, list[Process]]:
    """The settings of three engines, and their processes."""
    processes, settings = zip(*(start() for _ in range(3)), strict=True)
    return joined(settings), list(processes)


def test_an_engine_that_is_gone_keeps_the_others_from_no_push(
    three: tuple[RemoteSettings, list[Process]], today: Revision, tomorrow: Revision
) -> None:
    settings, processes = three
    assert [done.problem for done in push_all(today, settings)] == [None, None, None]
    processes[1].kill()
    processes[1].wait()
    pushes = push_all(tomorrow, settings)
    assert [type(done.problem) for done in pushes] == [type(None), ServiceBusy, type(None)]
    assert [bool(done.uploaded) for done in pushes] == [True, False, True]
    with engine_at(settings, today) as engine:
        assert engine.state == tomorrow.digest[:32]
        for _ in range(3):
            assert "2026-11-25" in ask(engine, DAY)


def test_an_engine_that_a_push_has_not_reached_is_not_read(
    three: tuple[RemoteSettings, list[Process]], today: Revision, tomorrow: Revision
) -> None:
    settings, _ = three
    push_all(today, settings)
    first = RemoteSettings(settings.endpoints[0], settings.graph_stores[0])
    push(tomorrow, first)
    with engine_at(settings, today) as engine:
        assert {ask(engine, DAY) for _ in range(6)} == {"day\n2026-11-25\n".replace("\n", "\r\n")}
    push_all(tomorrow, settings)
    push(today, first)
    with engine_at(settings, today) as engine:
        assert engine.state == today.digest[:32], "what was switched to last counts, whatever most have"


def test_an_engine_that_answers_comes_before_one_that_has_the_revision_in_use_and_does_not() -> None:
    wanted, newer = (Pointer(digest, frozenset()) for digest in ("a" * 32, "b" * 32))
    settings = RemoteSettings(
        tuple(f"http://127.0.0.1:1/{name}" for name in ("gone", "busy", "idle", "newer", "other"))
    )
    endpoints = Endpoints(settings, "https://example.org/", frozenset())
    with closing(endpoints):
        gone, busy, idle, switched, other = endpoints._all
        for endpoint in (gone, busy, idle):
            endpoint.watch.seen = wanted
        gone.watch.answers, busy.running = False, 2
        switched.watch.seen, switched.watch.former = newer, wanted
        other.watch.seen = newer
        for _ in range(5):  # each begins with another
            assert list(endpoints.having(wanted)) == [idle, busy, switched, gone]


def test_one_of_three_read_only_engines_is_killed_under_load_and_no_reader_notices(
    start: Start, today: Revision, tmp_path: Path
) -> None:
    process, loading = start("--location", tmp_path)
    push(today, loading)
    process.terminate()
    process.wait()
    processes, several = zip(*(start("--location", tmp_path, command="serve-read-only") for _ in range(3)), strict=True)
    problems: list[Exception] = []
    answers: set[str] = set()
    counts = [0] * 6
    halfway, done = threading.Event(), threading.Event()
    settings = RemoteSettings(tuple(one.endpoints[0] for one in several))
    with engine_at(settings, today) as first:

        def read(place: int) -> None:
            while not done.is_set():
                try:
                    answers.add(ask(first.current(), NAMES))
                except Exception as error:
                    problems.append(error)
                counts[place] += 1
                if counts[place] >= 8:
                    halfway.set()

        readers = [threading.Thread(target=read, args=(place,)) for place in range(len(counts))]
        for reader in readers:
            reader.start()
        try:
            assert halfway.wait(60)
            processes[1].kill()
            processes[1].wait()
            before = sum(counts)
            while sum(counts) < before + 90 and not problems:
                readers[0].join(0.05)
        finally:
            done.set()
            for reader in readers:
                reader.join()
    assert problems == []
    assert len(answers) == 1


def test_the_command_pushes_a_patch_to_two_engines_and_says_which_failed(
    start: Start, empty: RemoteSettings, copy: Path
) -> None:
    process, other = start()
    settings = joined([empty, other])
    lines = "".join(
        f"{name} = {list(addresses)}\n".replace("'", '"')
        for name, addresses in (
            ("endpoint", settings.endpoints), ("graph_store", settings.graph_stores), ("update", settings.updates)
        )
    )  # fmt: skip
    toml = copy / "kg.toml"
    toml.write_text(toml.read_text("utf-8").replace("[query]\n", f"[query]\n{lines}"), "utf-8")

    first = call("push", folder=copy)
    assert first.code == 0, first.err
    assert first.out.count("answers from revision") == 2
    (copy / "data" / "more.ttl").write_text(MORE, "utf-8")
    second = call("push", "--patch", folder=copy)
    assert second.code == 0, second.err
    assert second.out.count("(as a patch)") == first.out.count("(whole)") > 0
    assert second.out.count("\n3 statements were sent.") == 2
    process.kill()
    process.wait()
    third = call("push", "--patch", folder=copy)
    assert third.code == 1
    assert f"The engine at {other.endpoint} failed and answers as before" in third.err
    assert f"The engine at {empty.endpoint} has this revision already" in third.out
    assert "Traceback" not in third.err
