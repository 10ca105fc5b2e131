"""An hour of mixed load on a running service, with reloads, kills and hostile clients: what was wrong, lost or slow.

    python bench/soak.py [--seconds 3600] [--project FOLDER]

`kg serve` runs on a copy of the project. Four clients send a query whose answer is known, and ask for pages, documents
and dumps. Twice a minute the label of Ghent is edited and SIGHUP sent; four times a minute the process that answers, or
one of the index and its workers, is killed. Eight clients ask what is too much (attack.py), and one holds a thousand
idle connections; each has an address of its own.

An answer is *wrong* where it is of no state of the data that there was, or of an older one than was answered before;
*failed* where its status is 500 or more, 503 apart; *lost* where the connection ended, which a client may see only
within a second of a kill of the process that answers. Memory is that of all processes (PSS), each shared page once.
Exits with 1 where something was wrong, failed or lost, or memory at the end is a tenth more than in the first minute.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
LABEL = (
    "SELECT ?name { <https://w3id.org/city-ties/id/city/be-gent> <http://www.w3.org/2004/02/skos/core#prefLabel> ?name"
)
LABEL += " FILTER(LANG(?name) = 'en') }"
PATHS = (
    "/",
    "/partnerships",
    "/doc/city/be-gent.ttl",
    "/doc/city/jp-kanazawa.html",
    "/dumps/ghent.nt",
    "/search?q=gent",
    "/data",
)
CLIENTS, IDLE = 4, 1_000
EDIT_EVERY, KILL_EVERY, MEMORY_EVERY = 30.0, 15.0, 2.0
GRACE = 1.0
"""Seconds after a kill of the process that answers within which a connection may be lost."""


class Soak:
    """The service, the load on it, and what was seen."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.project, self.seconds = folder, seconds
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.slowest = 0.0
        self.memory: list[tuple[float, int]] = []
        self.killed_at = 0.0
        self.state = 0
        self.seen = 0
        """The newest state of the data that an answer was of."""
        command = [str(Path(sys.executable).parent / "kg"), "serve", "--port", str(self.port)]
        self.log = (folder / "soak.log").open("wb")
        self.process = subprocess.Popen(command, cwd=folder, stdout=self.log, stderr=self.log)
        while b"answers at" not in (folder / "soak.log").read_bytes():
            if self.process.poll() is not None:
                raise SystemExit((folder / "soak.log").read_text("utf-8"))
            time.sleep(0.1)
        self.start = time.monotonic()

    def left(self) -> float:
        return self.seconds - (time.monotonic() - self.start)

    def every(self, seconds: float, action: Callable[[], None]) -> None:
        while self.left() > seconds:
            time.sleep(seconds)
            action()

    def fault(self, text: str) -> None:
        self.faults.append(f"{time.monotonic() - self.start:.1f} s: {text}")

    def ask(self, number: int) -> None:
        """Send requests on one connection after another, and judge what comes."""
        generator, connection = random.Random(number), None
        while self.left() > 0:
            path = f"/sparql?query={quote(LABEL)}" if generator.random() < 0.5 else generator.choice(PATHS)
            if connection is None:
                source = (f"127.0.1.{number + 1}", 0)
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=source)
            before, begin = self.seen, time.monotonic()
            try:
                connection.request("GET", path, headers={"Accept": "text/csv, text/html, */*;q=0.5"})
                response = connection.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                connection = None
                now = time.monotonic()
                if begin - GRACE <= self.killed_at <= now or now - self.killed_at < GRACE:
                    self.counts["lost at a kill"] += 1
                else:
                    self.fault(f"lost: {path}: {error!r}")
                continue
            self.slowest = max(self.slowest, time.monotonic() - begin)
            self.counts[str(response.status)] += 1
            if response.status >= 500 and response.status != 503:
                self.fault(f"failed: {path}: {response.status} {body[:200]!r}")
            elif path.startswith("/sparql") and response.status == 200:
                self.judge(body.decode(), before)
            time.sleep(generator.random() / 20)
        if connection:
            connection.close()

    def judge(self, body: str, before: int) -> None:
        name = body.split("\r\n")[1] if "\r\n" in body else body
        match = re.fullmatch(r"Ghent(\d*)", name)
        state = int(match[1] or 0) if match else -1
        if state < before or state > self.state:
            self.fault(f"wrong: {name!r} after state {before}")
        self.seen = max(self.seen, state)

    def edit(self) -> None:
        """Put another label in place of the one of now, and have the service take it."""
        file = self.project / "data" / "ghent.ttl"
        text = file.read_text("utf-8")
        old = f'"Ghent{self.state or ""}"@en'
        if old not in text:
            raise SystemExit(f"There is no {old} in {file}.")
        self.state += 1
        file.with_suffix(".new").write_text(text.replace(old, f'"Ghent{self.state}"@en'), "utf-8")
        file.with_suffix(".new").replace(file)
        self.process.send_signal(signal.SIGHUP)

    def kill(self) -> None:
        """Kill a process below the one that listens."""
        victims = [(command_of(pid), pid) for pid in below(self.process.pid)[1:]]
        name = random.choice(sorted({name for name, _ in victims}))
        pid = random.choice([pid for other, pid in victims if other == name])
        if name == "kg":
            self.killed_at = time.monotonic()
        try:
            os.kill(pid, signal.SIGKILL)
            self.counts[f"killed {name}"] += 1
        except ProcessLookupError:
            return

    def weigh(self) -> None:
        self.memory.append((time.monotonic() - self.start, sum(map(pss, below(self.process.pid)))))

    def idle(self) -> None:
        """Hold connections that ask nothing; those that are closed are opened again."""
        held: list[socket.socket] = []
        while self.left() > 0:
            while len(held) < IDLE and self.left() > 0:
                connection = socket.socket()
                connection.bind(("127.0.0.3", 0))
                connection.settimeout(5)
                try:
                    connection.connect(("127.0.0.1", self.port))
                    held.append(connection)
                except OSError:
                    connection.close()
            time.sleep(5)
            for connection in held[: IDLE // 10]:
                connection.close()
            del held[: IDLE // 10]
        for connection in held:
            connection.close()

    def run(self) -> None:
        actions: list[Callable[[], object]] = [lambda number=number: self.ask(number) for number in range(CLIENTS)]  # type: ignore[misc]
        actions += [lambda: self.every(EDIT_EVERY, self.edit), lambda: self.every(KILL_EVERY, self.kill)]
        actions += [lambda: self.every(MEMORY_EVERY, self.weigh), self.idle, lambda: self.attack()]
        threads = [threading.Thread(target=action) for action in actions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def attack(self) -> None:
        """Eight hostile clients, who begin anew after ten seconds: a kill ends some of them."""
        command = [sys.executable, str(Path(__file__).with_name("attack.py")), str(self.port)]
        while self.left() > 0:
            seconds = str(max(1.0, min(10.0, self.left())))
            subprocess.run([*command, seconds], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def below(pid: int) -> list[int]:
    """A process and those that it has started, and they."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in below(int(child)))]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text("ascii").strip()
    except OSError:
        return "gone"


def pss(pid: int) -> int:
    """Bytes of memory, of a shared page the process's part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--project", type=Path, default=ROOT)
    options = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 8192)), hard))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in ("data", "ontology", "shapes", "queries", "pages"):
            shutil.copytree(options.project / name, folder / name)
        before, _, _ = (options.project / "kg.toml").read_text("utf-8").partition("[query]")
        (folder / "kg.toml").write_text(f"{before}[query]\nseconds = 2\n\n[serve]\ntrusted_proxies = []\n", "utf-8")
        soak = Soak(folder, options.seconds)
        try:
            soak.run()
        finally:
            soak.process.terminate()
            soak.process.wait(timeout=60)
            soak.log.close()
    minute = min(60.0, options.seconds / 4)
    first = statistics.median(size for at, size in soak.memory if minute / 4 <= at <= minute)
    last = statistics.median(size for at, size in soak.memory if at >= soak.memory[-1][0] - minute)
    print(dict(sorted(soak.counts.items())), f"slowest answer {soak.slowest:.2f} s, {soak.state} edits")
    print(
        f"Memory: {first / 2**20:.0f} MiB in the first minute, {last / 2**20:.0f} MiB in the last ({last / first:.2f})"
    )
    print(*soak.faults[:50], f"{len(soak.faults)} faults", sep="\n")
    raise SystemExit(1 if soak.faults or last > 1.1 * first else 0)


if __name__ == "__main__":
    main()
