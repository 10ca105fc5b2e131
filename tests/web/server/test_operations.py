"""The server in operation, over a socket: reloads, an orderly end, metrics, a log, and a fair share for each client."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from kg import revision_process
from kg.compact import forked_build
from kg.query_engine.pool import index_server as index_process

from ...commands import KG
from ...presence import present
from ...waiting import until
from ...web.server.test_http_server import copy, descendants, free

SECONDS = 2
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SLOW = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 2000000 } }"
NAME = "ASK { ?city <http://www.w3.org/2004/02/skos/core#prefLabel> 'Gentopolis'@en }"
WITH_CONSTANTS = """
import sys
from importlib import import_module
from kg import cli
for pair in sys.argv.pop(1).split():
    place, _, value = pair.partition("=")
    module, _, name = place.rpartition(".")
    assert hasattr(import_module(module), name), place
    setattr(import_module(module), name, float(value))
cli.main()
"""


class Server:
    """`kg serve` on a copy of the project; ``settings`` stand in its kg.toml instead of the project's [query].

    ``constants`` are times of the program, by module and name, that are shorter than for the public.
    """

    def __init__(
        self, root: Path, folder: Path, settings: str, *options: str, constants: Mapping[str, float] | None = None
    ) -> None:
        self.project = copy(root, folder)
        file = self.project / "kg.toml"
        before, _, _ = file.read_text("utf-8").partition("[query]")
        file.write_text(f"{before}{settings}", "utf-8")
        self.port = free()
        self.log = folder / "server.log"
        shorter = " ".join(f"{name}={value}" for name, value in (constants or {}).items())
        program = [sys.executable, "-c", WITH_CONSTANTS, shorter] if constants else [KG]
        with self.log.open("wb") as log:
            command = [*program, "serve", "--port", str(self.port), *options]
            self.process = subprocess.Popen(command, cwd=self.project, stdout=log, stderr=log)
        until(lambda: "answers at" in self.told() or self.process.poll() is not None, 60)

    def told(self) -> str:
        return self.log.read_text("utf-8")

    def get(self, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=named)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(), dict(error.headers)

    def ask(self, query: str, **headers: str) -> tuple[int, str, dict[str, str]]:
        return self.get(f"/sparql?query={quote(query)}", **headers)

    def says(self, words: str, seconds: float = 30, before: str = "") -> bool:
        """Whether the words come, behind what was told ``before``."""
        return until(lambda: words in self.told()[len(before) :], seconds)

    def reload(self, words: str = "Serving revision") -> bool:
        """Ask for the files as they are now; whether these words come then."""
        before = self.told()
        self.process.send_signal(signal.SIGHUP)
        return self.says(words, before=before)

    def indexes(self) -> set[int]:
        """The processes that hold an index."""
        return {pid for pid in descendants(self.process.pid) if runs(pid, index_process.NAME)}


def runs(pid: int, name: str) -> bool:
    """Whether the process of this name runs: what has ended is listed until its parent has heard of it."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return False
    return f"({name}) " in status and f"({name}) Z" not in status


@contextmanager
def serving(
    root: Path, folder: Path, settings: str = "", *options: str, constants: Mapping[str, float] | None = None
) -> Iterator[Server]:
    server = Server(root, folder, settings, *options, constants=constants)
    try:
        yield server
    finally:
        server.process.terminate()
        server.process.wait(timeout=30)


def refuses(server: Server) -> bool:
    """Whether the server takes no connection."""
    try:
        server.get("/health")
    except (ConnectionError, urllib.error.URLError):
        return True
    return False


def rename(project: Path) -> None:
    file = project / "data" / "ghent.ttl"
    text = file.read_text("utf-8")
    assert '"Ghent"@en' in text
    file.write_text(text.replace('"Ghent"@en', '"Gentopolis"@en'), "utf-8")


@pytest.fixture(scope="module")
def operated(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that tells of itself in every way, and bounds what a client gets."""
    settings = f"""[query]\nseconds = 3\nclient_queries = 2\nsolutions = 100\n
[serve]\nclient_header = "X-Forwarded-For"\nrequest_log = "requests.jsonl"\nslow_seconds = 0.05
metrics = "127.0.0.1:{free()}"\n"""
    with serving(root, tmp_path_factory.mktemp("operated"), settings, "--explain") as server:
        yield server


def metrics(server: Server) -> Mapping[str, float]:
    """The values that the server tells, by their names with their labels."""
    address = re.findall(r'^metrics = "(.*)"', (server.project / "kg.toml").read_text("utf-8"), re.MULTILINE)[0]
    with urllib.request.urlopen(f"http://{address}/metrics") as answer:
        pairs = re.findall(r"^([^#\s]\S*(?:\{.*\})?) (\S+)$", answer.read().decode(), re.MULTILINE)
    return {name: float(value) for name, value in pairs}


@pytest.fixture(scope="module")
def watched(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = f'[serve]\nmetrics = "127.0.0.1:{free()}"\n'
    with serving(root, tmp_path_factory.mktemp("watched"), settings, "--reload") as server:
        yield server


@pytest.mark.alone
def test_a_reload_under_load_fails_no_request_and_brings_the_new_revision(root: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    statuses: list[int] = []
    with serving(root, tmp_path, f"[query]\nseconds = {SECONDS}\n") as server:

        def load(number: int) -> None:
            connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
            while not stop.is_set():
                fresh = f"# {number} {time.monotonic_ns()}\nSELECT * {{ ?s ?p ?o }} LIMIT {len(statuses) % 50 + 1}"
                for path in (f"/sparql?query={quote(fresh)}", f"/sparql?query={quote(NAME)}", "/doc/city/be-gent.ttl"):
                    connection.request("GET", path)
                    response = connection.getresponse()
                    response.read()
                    statuses.append(response.status)
            connection.close()

        with ThreadPoolExecutor(4) as threads:
            loads = [threads.submit(load, number) for number in range(4)]
            try:
                assert "false" in server.ask(NAME)[1]
                former = present(server.indexes())
                rename(server.project)
                assert server.reload()
                assert server.reload()
                assert "true" in server.ask(NAME)[1]
                assert until(lambda: server.indexes().isdisjoint(former), 2 * SECONDS + 20)
                enough = len(statuses) + 100
                assert until(lambda: len(statuses) > enough)
            finally:
                stop.set()
            assert not [each.exception() for each in loads if each.exception()]
        assert set(statuses) == {200}


def test_files_that_do_not_conform_are_reported_and_the_revision_before_is_served(operated: Server) -> None:
    file = operated.project / "data" / "ghent.ttl"
    good, before = file.read_text("utf-8"), operated.told()
    file.write_text(good.replace("    ct:party <id/city/jp-kanazawa> ;\n", ""), "utf-8")
    assert operated.reload("The revision before is.")
    assert operated.says("Partnership-party", before=before)
    assert operated.get("/ready")[0] == 200
    assert operated.ask("ASK {}")[0] == 200
    file.write_text(good, "utf-8")


def test_one_client_is_held_to_its_share_and_another_is_served(operated: Server) -> None:
    with ThreadPoolExecutor(2) as threads:
        # What the client itself wrote into the header stands before what the proxy wrote.
        running = [
            threads.submit(operated.ask, f"{ENDLESS} # {n}\n OFFSET {n}", X_Forwarded_For=f"10.0.0.{n}, 192.0.2.1")
            for n in range(2)
        ]
        assert until(lambda: metrics(operated)["kg_queries_inside"] == 2)
        status, body, headers = operated.ask("ASK { ?s ?p 1 }", X_Forwarded_For="192.0.2.1")
        assert status == 429
        assert int(headers["retry-after"]) >= 1
        assert json.loads(body)["title"] == "Too many queries"
        assert operated.ask("ASK { ?s ?p 2 }", X_Forwarded_For="192.0.2.2")[0] == 200
        assert {query.result()[0] for query in running} == {504}


def test_a_full_queue_is_503_and_pages_are_still_answered(root: Path, tmp_path: Path) -> None:
    settings = f"[query]\nseconds = {SECONDS}\nworkers = 1\nlong_workers = 1\nqueue = 1\n"
    with serving(root, tmp_path, settings) as server, ThreadPoolExecutor(6) as threads:
        running = [threads.submit(server.ask, f"{ENDLESS} OFFSET {n}") for n in range(6)]
        assert until(lambda: any(query.done() for query in running))
        assert server.get("/health")[0] == 200
        assert server.get("/doc/city/be-gent.ttl")[0] == 200
        answers = [query.result() for query in running]
        assert {status for status, _, _ in answers} == {503, 504}
        assert all("retry-after" in headers for status, _, headers in answers if status == 503)


def test_an_answer_over_the_cap_names_the_dump_and_limit(operated: Server) -> None:
    status, body, _ = operated.ask("SELECT * { ?s ?p ?o }")
    problem = json.loads(body)
    assert status == 413
    assert "100 solutions" in problem["detail"]
    assert "LIMIT" in problem["hint"]
    assert "dump" in problem["hint"]


def test_the_request_log_has_neither_addresses_nor_words_of_the_query(operated: Server) -> None:
    query = "SELECT * { ?s ?p 'Jane Doe' }"
    log = operated.project / "requests.jsonl"
    before = len(log.read_text("utf-8").splitlines())
    for _ in range(2):
        assert operated.ask(query)[0] == 200
    operated.ask("SELECT * { 'Jane Doe'")
    operated.get("/secret/Jane%20Doe")
    operated.get("/search?q=Jane+Doe")
    text = log.read_text("utf-8")
    assert "Doe" not in text
    assert "127.0.0.1" not in text
    assert "192.0.2." not in text
    lines = [json.loads(line) for line in text.splitlines()]
    first, second, malformed, unknown = lines[before : before + 4]
    assert first["query"] == second["query"]
    assert (first["hit"], second["hit"]) == (False, True)
    assert first["outcomes"] == ["answer"]
    assert {first["status"], second["status"]} == {200}
    assert (malformed["status"], unknown["status"], unknown["path"]) == (400, 404, None)
    assert all(line["seconds"] > 0 for line in lines)


def test_metrics_are_told_on_an_address_of_their_own(operated: Server) -> None:
    hits, answers, served = (
        'kg_http_requests_total{cache="hit",method="GET",status="200"}', 'kg_queries_total{outcome="answer"}',
        'kg_reloads_total{result="served"}',
    )  # fmt: skip
    before = metrics(operated)
    for _ in range(3):
        assert operated.ask("ASK { ?s ?p 3 }")[0] == 200
    assert operated.reload()
    assert until(lambda: metrics(operated).get(served, 0) == before.get(served, 0) + 1)
    after = metrics(operated)
    assert operated.get("/metrics")[0] == 404
    assert after[answers] == before.get(answers, 0) + 1
    assert after[hits] == before.get(hits, 0) + 2
    assert after["process_resident_memory_bytes"] > 1 << 20
    assert [name for name in after if name.startswith("kg_revision_info{")]


def test_a_slow_query_is_explained_to_the_operator(operated: Server) -> None:
    before = operated.told()
    query = SLOW.replace("2000000", "400000")
    assert operated.ask(query)[0] == 200
    assert operated.says("slow query", before=before)
    assert "first solution after" in operated.told()[len(before) :]
    assert query in operated.told()[len(before) :]


def test_a_server_without_an_index_is_not_ready_until_it_has_another(operated: Server) -> None:
    assert operated.get("/ready")[0] == 200
    assert operated.ask("ASK { ?s ?p 4 }")[0] == 200  # now the index runs, under its name
    former = present(operated.indexes())
    for index in former:
        os.kill(index, signal.SIGKILL)
    assert until(lambda: operated.indexes().isdisjoint(former))
    status, text, headers = operated.get("/ready")
    assert (status, headers["retry-after"]) == (503, "1"), text
    assert until(lambda: operated.get("/ready")[0] == 200)  # whoever asks only this gets another
    assert operated.ask("ASK { ?s ?p 5 }")[0] == 200


def test_processes_that_load_and_hold_the_data_are_started_again_in_a_running_server(operated: Server) -> None:
    before = operated.told()
    processes = descendants(operated.process.pid)  # one whose parent is killed is no descendant any more
    for name in (revision_process.NAME, forked_build.NAME):
        for pid in present(pid for pid in processes if runs(pid, name)):
            os.kill(pid, signal.SIGKILL)
    assert operated.says("The process kg-loader is lost: another is started.", before=before)
    assert operated.says("The process kg-maker is lost: another loads the files.", before=before)
    assert operated.reload()
    assert "until a reload" not in operated.told()[len(before) :]


def test_a_watched_project_is_served_as_it_is_edited(watched: Server) -> None:
    rename(watched.project)
    assert watched.says("Serving revision")
    assert "true" in watched.ask(NAME)[1]


def test_sigterm_lets_a_running_query_finish_and_refuses_new_ones(watched: Server) -> None:
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(watched.ask, SLOW)
        assert until(lambda: metrics(watched)["kg_queries_inside"] == 1)
        watched.process.send_signal(signal.SIGTERM)
        assert until(lambda: refuses(watched))
        status, body, _ = running.result()
        assert (status, "2000000" in body) == (200, True)
        assert watched.process.wait(timeout=20) == 0
