"""How fast dumps are downloaded, beside nginx's sendfile on the same file and oxigraph's live dump, paired in one run.

Usage: python bench/dumps.py [--graph FILE] [--seconds N]. Without FILE it is the project's own graph;
bench/twin_towns.py makes the large one. Needs wrk, nginx (left out where PATH has none) and, beside this Python,
oxigraph (bench/peers.txt).

The file is everything as N-Quads, plain; everybody sends the same statements. nginx has one worker process, as we have
one process, and sends from the memory of the system, as we do. CPU is what the server's processes took for a gigabyte.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from kg import project as projects
from kg import revision as revisions
from kg.publish.serialisations import dump
from query import ROOT, free, large, ours, oxigraph, running

ROUNDS = 5
CLIENTS = (1, 8)
CODINGS = ("zstd", "br", "gzip")
NGINX = """
daemon off; worker_processes {workers}; pid {folder}/pid; error_log {folder}/errors; {user}
events {{ worker_connections 256; }}
http {{
  access_log off; keepalive_requests 1000000; sendfile on; tcp_nopush on; sendfile_max_chunk 0;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""
WRK = """
function done(summary)
  local bad = summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect
  print(string.format("RESULT %d %d %d", summary.bytes, summary.duration, bad))
end
"""


@dataclass(frozen=True)
class Source:
    """Where a dump is to be had."""

    name: str
    port: int
    path: str
    accept: str = "*/*"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"

    def download(self, **headers: str) -> tuple[bytes, float, str | None]:
        """The bytes, the seconds that they took, and their coding."""
        start = time.perf_counter()
        with urlopen(Request(self.url, headers={"Accept": self.accept, **headers}), timeout=600) as answer:
            body = answer.read()
            return body, time.perf_counter() - start, answer.headers["Content-Encoding"]

    def rate(self, clients: int, seconds: float) -> float:
        """Megabytes a second that this many clients get together."""
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(WRK)
            script.flush()
            command = ["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--timeout", "60s"]
            done = subprocess.run(
                [*command, "-s", script.name, "-H", f"Accept: {self.accept}", self.url],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
        size, duration, bad = map(int, done.stdout.rpartition("RESULT ")[2].split())
        assert not bad, done.stdout
        return size / duration


def spent(port: int) -> float:
    """Seconds of a processor that the processes listening on the port have had."""
    listing = subprocess.run(["ss", "-Htlnp", f"sport = :{port}"], capture_output=True, text=True, check=True).stdout
    ticks = 0
    for pid in set(re.findall(r"pid=(\d+)", listing)):
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def wait_until_idle(port: int) -> None:
    """After its start a server makes what will be asked for."""
    before, now = -1.0, spent(port)
    while now - before > 0.02:
        time.sleep(1)
        before, now = now, spent(port)


@contextmanager
def nginx(folder: Path, name: str, workers: int = 1) -> Iterator[Source]:
    """It serves the files of the folder; `name` is the one that is downloaded."""
    port = free()
    settings = folder / "nginx.conf"
    user = "user root;" if not os.getuid() else ""
    settings.write_text(NGINX.format(folder=folder, port=port, user=user, workers=workers), "utf-8")
    process = subprocess.Popen(["nginx", "-c", str(settings)], stderr=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        yield Source("nginx", port, f"/{name}")
    finally:
        process.terminate()
        process.wait()


def compare(us: Source, peer: Source, seconds: float) -> None:
    for clients in CLIENTS:
        costs = {server: spent(server.port) for server in (us, peer)}
        pairs = [[server.rate(clients, seconds) for server in (us, peer)] for _ in range(ROUNDS)]
        ratios = sorted(a / b for a, b in pairs)
        ours, theirs = (statistics.median(rates) for rates in zip(*pairs, strict=True))
        cost = [
            (spent(server.port) - costs[server]) / sum(rates) / max(1, round(seconds)) * 1000
            for server, rates in zip((us, peer), zip(*pairs, strict=True), strict=True)
        ]
        print(
            f"| {peer.name} | {clients} | {ours:,.0f} | {theirs:,.0f} | {statistics.median(ratios):.2f} | "
            f"{ratios[0]:.2f}–{ratios[-1]:.2f} | {cost[0]:.2f}, {cost[1]:.2f} |",
            flush=True,
        )


def twins(us: Source, size: int) -> None:
    print("\n| coding | bytes | of plain |\n| --- | --- | --- |")
    for coding in CODINGS:
        deadline = time.monotonic() + 60
        body, _, coded = us.download(**{"Accept-Encoding": coding})
        while coded != coding and time.monotonic() < deadline:
            time.sleep(0.5)
            body, _, coded = us.download(**{"Accept-Encoding": coding})
        print(f"| {coded} | {len(body):,} | {len(body) / size:.3f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--seconds", type=float, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as running_servers:
        enter = running_servers.enter_context
        folder = large(chosen.graph, Path(temporary) / "project") if chosen.graph else ROOT
        name = f"{dump.complete_name(revisions.current(projects.load(folder)))}.nq"
        server = enter(running("ours", "/sparql?query=", ours(folder)))
        us = Source("ours", server.port, f"/dumps/{name}")
        body, first, _ = us.download()
        _, again, _ = us.download()
        wait_until_idle(us.port)
        print(f"{name}: {len(body):,} bytes; the first download took {first:.2f} s, the next {again:.3f} s")
        twins(us, len(body))
        quads = Path(temporary) / name
        quads.write_bytes(body)
        quads.chmod(0o644)
        Path(temporary).chmod(0o755)
        print("\n| beside | clients | ours MB/s | theirs MB/s | ratio | from–to | CPU s/GB ours, theirs |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        if shutil.which("nginx"):
            compare(us, enter(nginx(Path(temporary), name)), chosen.seconds)
        else:
            print("nginx is not on PATH and is left out")
        peer = enter(oxigraph(quads))
        live = Source("oxigraph", peer.port, "/store", "application/n-quads")
        compare(us, live, chosen.seconds)
        a, b = (
            statistics.median(server.download(**{"Accept-Encoding": "zstd"})[1] for _ in range(5))
            for server in (us, live)
        )
        print(f"\none download by who accepts zstd: ours {a:.3f} s, oxigraph {b:.3f} s, ratio {b / a:.0f}")


if __name__ == "__main__":
    main()
