"""How fast queries are answered, beside oxigraph's own server and rdflib-endpoint, paired in one run.

Usage: python bench/query.py [--graph FILE] [--peers PYTHON] [--seconds N] [--only hot,cold,single,attack]. Without FILE
it is the project's own graph; bench/twin_towns.py makes the large one. PYTHON is that of an environment with
rdflib-endpoint. Needs wrk and, beside this Python, oxigraph (bench/peers.txt).

Hot: the queries of bench/queries, over and over. Cold: a number in each query is new each time, so that no answer is
remembered. The mix is what a page asks; those of HEAVY are timed singly. Everything runs on the loopback address, turn
by turn, so that what disturbs one disturbs the other.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from attack import ACCEPT, NEW, attack
from pyoxigraph import RdfFormat, serialize

from kg import project as projects
from kg import revision as revisions

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
HEAVY = ("box", "countries", "everything", "having", "reach", "rows", "shared-networks")
CLIENTS = (1, 8, 64)
LIMIT = 2
WRK = """
local texts = {}
for line in io.lines(os.getenv("TEXTS")) do texts[#texts + 1] = line end
local cold, path, next_one, threads = os.getenv("COLD") == "1", os.getenv("QUERY_PATH"), 0, 0
function setup(thread) threads = threads + 1; thread:set("mine", threads) end
function request()
  next_one = next_one + 1
  local text = texts[next_one % #texts + 1]
  if cold then text = text:gsub("0%%20%%3C%%201", "0%%20%%3C%%20" .. mine .. os.getenv("SEED") .. next_one) end
  return wrk.format("GET", path .. text, {["Accept"] = os.getenv("ACCEPT")})
end
function done(summary, latency)
  local bad = summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect
  print(string.format("RESULT %d %d %d %d %d", summary.requests, summary.duration, bad,
    latency:percentile(50), latency:percentile(99)))
end
"""


@dataclass(frozen=True)
class Server:
    """A server that runs, and the path at which it answers queries."""

    name: str
    port: int
    path: str

    def ask(self, text: str, seconds: float = 60) -> tuple[int, float]:
        """The status of an answer, and the seconds until it was read."""
        request = Request(f"http://127.0.0.1:{self.port}{self.path}{quote(text)}", headers={"Accept": ACCEPT})
        start = time.perf_counter()
        try:
            with urlopen(request, timeout=seconds) as answer:
                answer.read()
                return answer.status, time.perf_counter() - start
        except HTTPError as error:
            with error:
                error.read()
            return error.code, time.perf_counter() - start


@dataclass(frozen=True)
class Measured:
    """What wrk saw; times are in milliseconds."""

    per_second: float
    bad: int
    median: float
    p99: float


def measure(server: Server, texts: list[str], clients: int, seconds: float, *, cold: bool) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        script, lines = Path(folder) / "mix.lua", Path(folder) / "texts"
        script.write_text(WRK, "utf-8")
        lines.write_text("\n".join(map(quote, texts)) + "\n", "utf-8")
        environment = {**os.environ, "TEXTS": str(lines), "COLD": "1" if cold else "0", "QUERY_PATH": server.path}
        environment |= {"SEED": str(time.monotonic_ns() // 1000 % 10**9), "ACCEPT": ACCEPT}
        command = ["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--timeout", "30s", "-s", str(script)]
        done = subprocess.run(
            [*command, f"http://127.0.0.1:{server.port}"], env=environment, capture_output=True, text=True, check=True
        )
    requests, duration, bad, median, p99 = map(int, done.stdout.rpartition("RESULT ")[2].split())
    return Measured(requests / (duration / 1e6), bad, median / 1000, p99 / 1000)


def settled(seconds: float = 120) -> None:
    """Wait until the machine does nothing: a server that has started goes on to make what is asked for often."""
    deadline = time.monotonic() + seconds
    quiet = 0
    while quiet < 3 and time.monotonic() < deadline:
        before = Path("/proc/stat").read_text().split("\n", 1)[0].split()
        time.sleep(1)
        after = Path("/proc/stat").read_text().split("\n", 1)[0].split()
        idle, total = (sum(map(int, after[a:b])) - sum(map(int, before[a:b])) for a, b in ((4, 6), (1, 9)))
        quiet = quiet + 1 if idle > 0.9 * total else 0


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(name: str, path: str, command: list[str], **options: Any) -> Iterator[Server]:
    """A server of this name, from its first answer on; PORT in the command is where it listens."""
    server = Server(name, free(), path)
    process = subprocess.Popen(
        [part.replace("PORT", str(server.port)) for part in command],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            try:
                server.ask("ASK {}")
                break
            except (URLError, ConnectionError):
                time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        process.wait()


def large(graph: Path, folder: Path) -> Path:
    """A project of this graph alone: nothing is judged, for the large graph has what the shapes find."""
    for name in ("data", "shapes", "queries"):
        (folder / name).mkdir(parents=True)
    settings = (ROOT / "kg.toml").read_text("utf-8")
    (folder / "kg.toml").write_text(settings, "utf-8")
    shutil.copy(graph, folder / "data" / "towns.ttl")
    shape = "PREFIX sh: <http://www.w3.org/ns/shacl#>\n<urn:nobody> a sh:NodeShape ; sh:targetClass <urn:none> .\n"
    (folder / "shapes" / "none.ttl").write_text(shape, "utf-8")
    return folder


def queries(city: str) -> dict[str, str]:
    texts = {}
    for path in sorted((BENCH / "queries").glob("*.rq")):
        texts[path.stem] = path.read_text("utf-8").replace("be-antwerp", city)
    return texts


def ours(folder: Path) -> list[str]:
    return [str(Path(sys.executable).parent / "kg"), "--project", str(folder), "serve", "--port", "PORT"]


@contextmanager
def oxigraph(quads: Path) -> Iterator[Server]:
    program = str(Path(sys.executable).parent / "oxigraph")
    command = [program, "serve", "--union-default-graph", "--bind", "127.0.0.1:PORT"]
    with running("oxigraph", "/query?query=", command) as server:
        request = Request(f"http://127.0.0.1:{server.port}/store", quads.read_bytes(), method="POST")
        request.add_header("Content-Type", "application/n-quads")
        urlopen(request, timeout=300).close()
        yield server


def mixes(us: Server, peer: Server, texts: dict[str, str], seconds: float, only: set[str]) -> None:
    mix = [text for name, text in texts.items() if name not in HEAVY]
    work = {"mix": mix, "ASK": [texts["ask"]]}
    print("\n| work | clients | ours /s | oxigraph /s | ratio | ours p50, p99 ms | oxigraph p50, p99 ms | bad |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for kind in ("hot", "cold"):
        for name, chosen in work.items():
            for clients in CLIENTS if kind in only else ():
                pairs = [
                    [measure(engine, chosen, clients, seconds, cold=kind == "cold") for engine in (us, peer)]
                    for _ in range(3)
                ]
                a, b = sorted(pairs, key=lambda pair: pair[0].per_second / pair[1].per_second)[1]
                print(
                    f"| {kind} {name} | {clients} | {a.per_second:,.0f} | {b.per_second:,.0f} | "
                    f"{a.per_second / b.per_second:.2f} | {a.median:.2f}, {a.p99:.1f} | {b.median:.2f}, {b.p99:.1f} | "
                    f"{a.bad}, {b.bad} |",
                    flush=True,
                )


def single(us: Server, peer: Server, texts: dict[str, str]) -> None:
    print("\n| query, cold, 1 client | ours ms | oxigraph ms | ratio of time |\n| --- | --- | --- | --- |")
    for name, text in texts.items():
        times: tuple[list[float], list[float]] = ([], [])
        for number in range(1, 8):
            new = text.replace(NEW, f"0 < {time.monotonic_ns() + number}")
            for server, mine in zip((us, peer), times, strict=True):
                status, seconds = server.ask(new)
                assert status == 200, (server.name, name, status)
                mine.append(seconds * 1000)
        a, b = map(statistics.median, times)
        print(f"| {name} | {a:.1f} | {b:.1f} | {a / b:.2f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--only", default="hot,cold,single,attack")
    chosen = parser.parse_args()
    only = set(chosen.only.split(","))
    texts = queries("be-antwerp" if chosen.graph else "be-gent")
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as servers:
        folder = large(chosen.graph, Path(temporary) / "project") if chosen.graph else ROOT
        revision = revisions.current(projects.load(folder))
        quads = Path(temporary) / "all.nq"
        with quads.open("wb") as out:
            serialize(revision.quads(), out, RdfFormat.N_QUADS)
        print(json.dumps({"graph": str(chosen.graph or "ghent"), "quads": sum(1 for _ in revision.quads())}))
        us = servers.enter_context(running("ours", "/sparql?query=", ours(folder)))
        peer = servers.enter_context(oxigraph(quads))
        settled()
        mixes(us, peer, texts, chosen.seconds, only)
        if "single" in only:
            single(us, peer, texts)
        if "attack" in only:
            limited = Path(temporary) / "limited"
            shutil.copytree(folder, limited, ignore=shutil.ignore_patterns(".*", "node_modules"))
            settings = limited / "kg.toml"
            settings.write_text(settings.read_text("utf-8").replace("seconds = 10", f"seconds = {LIMIT}"), "utf-8")
            with running("limited", "/sparql?query=", ours(limited)) as server:
                settled()
                attack(server.port, 2 * chosen.seconds, LIMIT)
        if chosen.peers:
            triples = Path(temporary) / "all.nt"
            with triples.open("wb") as out:
                serialize((quad.triple for quad in revision.quads()), out, RdfFormat.N_TRIPLES)
            command = [str(chosen.peers.parent / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", "PORT"]
            mix = [text for name, text in texts.items() if name not in HEAVY]
            with running("rdflib-endpoint", "/?query=", [*command, str(triples)]) as slow:
                for clients in (1, 8):
                    a, b = (measure(engine, mix, clients, 2 * chosen.seconds, cold=True) for engine in (us, slow))
                    ratio = a.per_second / b.per_second if b.per_second else float("inf")
                    print(
                        f"rdflib-endpoint, cold mix, {clients} clients: {b.per_second:.1f} /s, ours {ratio:.0f} times"
                    )


if __name__ == "__main__":
    main()
