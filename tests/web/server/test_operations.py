"""The server in operation, over a socket: reloads, an orderly end, metrics, a log, and a fair share for each client."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from kg.query_engine.pool import index_server as index_process

from ...commands import KG
from ...web.server.test_http_server import copy, free

SECONDS = 4
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SLOW = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 2000000 } }"
NAME = "ASK { ?city <http://www.w3.org/2004/02/skos/core#prefLabel> 'Gentopolis'@en }"


class Server:
    """`kg serve` on a copy of the project; ``settings`` stand in its kg.toml instead of the project's [query]."""

    def __init__(self, root: Path, folder: Path, settings: str, *options: str) -> None:
        self.project = copy(root, folder)
        file = self.project / "kg.toml"
        before, _, _ = file.read_text("utf-8").partition("[query]")
        file.write_text(f"{before}{settings}", "utf-8")
        self.port = free()
        self.log = folder / "server.log"
        with self.log.open("wb") as log:
            command = [KG, "serve", "--port", str(self.port), *options]
            self.process = subprocess.Popen(command, cwd=self.project, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while "answers at" not in self.told() and self.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)

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

    def says(self, words: str, seconds: float = 30) -> bool:
        deadline = time.monotonic() + seconds
        while words not in self.told() and time.monotonic() < deadline:
            time.sleep(0.02)
        return words in self.told()


@contextmanager
def serving(root: Path, folder: Path, settings: str = "", *options: str) -> Iterator[Server]:
    server = Server(root, folder, settings, *options)
    try:
        yield server
    finally:
        server.process.terminate()
        server.process.wait(timeout=30)


def rename(project: Path) -> None:
    file = project / "data" / "ghent.ttl"
    text = file.read_text("utf-8")
    assert '"Ghent"@en' in text
    file.write_text(text.replace('"Ghent"@en', '"Gentopolis"@en'), "utf-8")


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
                rename(server.project)
                for _ in range(2):
                    before = server.told().count("Serving revision")
                    server.process.send_signal(signal.SIGHUP)
                    deadline = time.monotonic() + 30
                    while server.told().count("Serving revision") == before and time.monotonic() < deadline:
                        time.sleep(0.02)
                assert "true" in server.ask(NAME)[1]
                time.sleep(2 * SECONDS + 1)  # by then the first index is gone
            finally:
                stop.set()
            assert not [each.exception() for each in loads if each.exception()]
        assert len(statuses) > 100
        assert set(statuses) == {200}


def test_files_that_do_not_conform_are_reported_and_the_revision_before_is_served(root: Path, tmp_path: Path) -> None:
    with serving(root, tmp_path) as server:
        file = server.project / "data" / "ghent.ttl"
        good = file.read_text("utf-8")
        file.write_text(good.replace("    ct:party <id/city/jp-kanazawa> ;\n", ""), "utf-8")
        server.process.send_signal(signal.SIGHUP)
        assert server.says("The revision before is.")
        assert server.says("Partnership-party")
        assert server.get("/ready")[0] == 200
        assert server.ask("ASK {}")[0] == 200


def test_a_watched_project_is_served_as_it_is_edited(root: Path, tmp_path: Path) -> None:
    with serving(root, tmp_path, "", "--reload") as server:
        rename(server.project)
        assert server.says("Serving revision")
        assert "true" in server.ask(NAME)[1]


@pytest.mark.alone
def test_sigterm_lets_a_running_query_finish_and_refuses_new_ones(root: Path, tmp_path: Path) -> None:
    with serving(root, tmp_path) as server, ThreadPoolExecutor(1) as threads:
        running = threads.submit(server.ask, SLOW)
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        if not running.done():
            with pytest.raises((ConnectionError, urllib.error.URLError)):
                server.get("/health")
        status, body, _ = running.result()
        assert (status, "2000000" in body) == (200, True)
        assert server.process.wait(timeout=20) == 0


@pytest.mark.alone
def test_one_client_is_held_to_its_share_and_another_is_served(root: Path, tmp_path: Path) -> None:
    settings = f"""[query]\nseconds = {SECONDS}\nclient_queries = 2\n[serve]\nclient_header = "X-Forwarded-For"\n"""
    with serving(root, tmp_path, settings) as server, ThreadPoolExecutor(2) as threads:
        # What the client itself wrote into the header stands before what the proxy wrote.
        running = [
            threads.submit(server.ask, f"{ENDLESS} # {n}\n OFFSET {n}", X_Forwarded_For=f"10.0.0.{n}, 192.0.2.1")
            for n in range(2)
        ]
        time.sleep(1)
        status, body, headers = server.ask("ASK { ?s ?p 1 }", X_Forwarded_For="192.0.2.1")
        assert status == 429
        assert int(headers["retry-after"]) >= 1
        assert json.loads(body)["title"] == "Too many queries"
        assert server.ask("ASK { ?s ?p 2 }", X_Forwarded_For="192.0.2.2")[0] == 200
        assert {each.result()[0] for each in running} == {504}


@pytest.mark.alone
def test_a_full_queue_is_503_and_pages_are_still_answered(root: Path, tmp_path: Path) -> None:
    settings = f"[query]\nseconds = {SECONDS}\nworkers = 1\nlong_workers = 1\nqueue = 1\n"
    with serving(root, tmp_path, settings) as server, ThreadPoolExecutor(6) as threads:
        running = [threads.submit(server.ask, f"{ENDLESS} OFFSET {n}") for n in range(6)]
        time.sleep(1)
        assert server.get("/health")[0] == 200
        assert server.get("/doc/city/be-gent.ttl")[0] == 200
        answers = [each.result() for each in running]
        assert {status for status, _, _ in answers} == {503, 504}
        assert all("retry-after" in headers for status, _, headers in answers if status == 503)


def test_an_answer_over_the_cap_names_the_dump_and_limit(root: Path, tmp_path: Path) -> None:
    with serving(root, tmp_path, "[query]\nsolutions = 100\n") as server:
        status, body, _ = server.ask("SELECT * { ?s ?p ?o }")
        problem = json.loads(body)
        assert status == 413
        assert "100 solutions" in problem["detail"]
        assert "LIMIT" in problem["hint"]
        assert "dump" in problem["hint"]


def test_the_request_log_has_neither_addresses_nor_words_of_the_query(root: Path, tmp_path: Path) -> None:
    query = "SELECT * { ?s ?p 'Jane Doe' }"
    with serving(root, tmp_path, '[serve]\nrequest_log = "requests.jsonl"\n') as server:
        for _ in range(2):
            assert server.ask(query)[0] == 200
        server.ask("SELECT * { 'Jane Doe'")
        server.get("/secret/Jane%20Doe")
        server.get("/search?q=Jane+Doe")
        text = (server.project / "requests.jsonl").read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert "Doe" not in text
    assert "127.0.0.1" not in text
    first, second, malformed, unknown = [each for each in lines if each["path"] != "/health"][:4]
    assert first["query"] == second["query"]
    assert (first["hit"], second["hit"]) == (False, True)
    assert first["outcomes"] == ["answer"]
    assert {first["status"], second["status"]} == {200}
    assert (malformed["status"], unknown["status"], unknown["path"]) == (400, 404, None)
    assert all(each["seconds"] > 0 for each in lines)


def test_metrics_are_told_on_an_address_of_their_own(root: Path, tmp_path: Path) -> None:
    port = free()
    with serving(root, tmp_path, f'[serve]\nmetrics = "127.0.0.1:{port}"\n') as server:
        for _ in range(3):
            server.ask("ASK { ?s ?p 3 }")
        server.process.send_signal(signal.SIGHUP)
        assert server.says("Serving revision")
        time.sleep(0.2)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            told = answer.read().decode()
        assert server.get("/metrics")[0] == 404
    assert 'kg_queries_total{outcome="answer"} 1.0' in told
    assert 'kg_http_requests_total{cache="hit",method="GET",status="200"} 2.0' in told
    assert 'kg_reloads_total{result="served"} 1.0' in told
    assert "kg_revision_info{" in told
    assert "process_resident_memory_bytes" in told


def test_a_slow_query_is_explained_to_the_operator(root: Path, tmp_path: Path) -> None:
    with serving(root, tmp_path, "[serve]\nslow_seconds = 0.05\n", "--explain") as server:
        server.ask(SLOW)
        assert server.says("slow query")
        assert "first solution after" in server.told()
        assert SLOW in server.told()


def test_a_server_without_an_index_is_not_ready_until_it_has_another(root: Path, tmp_path: Path) -> None:
    with serving(root, tmp_path) as server:
        assert server.get("/ready")[0] == 200
        assert server.ask("ASK { ?s ?p 4 }")[0] == 200  # now the index runs, under its name
        below = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
        index = next(pid for pid in below if Path(f"/proc/{pid}/comm").read_text().strip() == index_process.NAME)
        os.kill(int(index), signal.SIGKILL)
        time.sleep(0.2)
        status, text, headers = server.get("/ready")
        assert (status, headers["retry-after"]) == (503, "1"), text
        deadline = time.monotonic() + 20
        while server.get("/ready")[0] != 200 and time.monotonic() < deadline:  # whoever asks only this gets another
            time.sleep(0.05)
        assert server.get("/ready")[0] == 200
        assert server.ask("ASK { ?s ?p 5 }")[0] == 200
