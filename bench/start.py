"""From the start of a fresh process to its first answers, and the memory that all processes of the service take.

Usage: python bench/start.py [--graph FILE] [--runs N] [--wait SECONDS] [--reload N]. Without FILE it is the project in
this folder; bench/twin_towns.py makes the large one. One start is not counted: it judges the data and keeps the report.
A run waits for the answer to a query, and then, for as long as pages are made ahead, at most SECONDS (default 60). With
--reload, it has N reloads one after another, and measures the most memory until each is served, and SECONDS later.

Seconds are those on the wall and those of the processors, the memory is the sum of what each process has for itself and
its part of what it shares (PSS), which is the memory that would be free without the service.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import query

QUESTION = "/sparql?query=ASK%20%7B%3Fs%20%3Fp%20%3Fo%7D"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Start:
    """``seconds`` and ``busy`` until the first answer, the memory in MiB then, and once pages are made ahead.

    ``reloads`` is the most memory while each was made, and that when it was done with.
    """

    seconds: float
    busy: float
    memory: float
    warm: float
    reloads: list[tuple[float, float]] = field(default_factory=list)


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        below = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(process for child in below for process in tree(child))]


def memory(pids: list[int]) -> float:
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue  # it has just ended
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def busy(pids: list[int]) -> float:
    """Seconds of a processor that these have had, with those of their children that have ended."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))
    return total / TICKS


def start(folder: Path, patience: float, reloads: int = 0) -> Start:
    port = query.free()
    command = [part.replace("PORT", str(port)) for part in query.ours(folder)]
    begun = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        while True:
            try:
                urlopen(f"http://127.0.0.1:{port}{QUESTION}", timeout=60).close()
                break
            except (URLError, ConnectionError):
                if server.poll() is not None:
                    raise SystemExit("the server did not start") from None
                time.sleep(0.01)
        seconds, pids = time.perf_counter() - begun, tree(server.pid)
        spent, first = busy(pids), memory(pids)
        until_idle(server.pid, patience)
        warm = memory(tree(server.pid))
        return Start(seconds, spent, first, warm, [reload(server, patience) for _ in range(reloads)])
    finally:
        server.terminate()
        server.wait()


def reload(server: subprocess.Popen[str], patience: float) -> tuple[float, float]:
    assert server.stdout
    most = 0.0
    with ThreadPoolExecutor(1) as threads:
        server.send_signal(signal.SIGHUP)
        served = threads.submit(_line, server.stdout, "Serving revision")
        while not served.done():
            most = max(most, memory(tree(server.pid)))
            time.sleep(0.1)
    time.sleep(patience)
    return most, memory(tree(server.pid))


def _line(lines: Iterable[str], beginning: str) -> str:
    return next(line for line in lines if line.startswith(beginning))


def until_idle(pid: int, patience: float) -> None:
    """Wait until the processes have done next to nothing for two seconds."""
    deadline = time.monotonic() + patience
    before = -1.0
    # It falls where a process ends that nobody waits for: then something was going on as well.
    while time.monotonic() < deadline and abs(busy(tree(pid)) - before) > 0.1:
        before = busy(tree(pid))
        time.sleep(2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--wait", type=float, default=60)
    parser.add_argument("--reload", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = query.large(options.graph, Path(place)) if options.graph else query.ROOT
        start(folder, 0)
        runs = [start(folder, options.wait, options.reload) for _ in range(options.runs)]
    print("| | least | median | most |\n| --- | --- | --- | --- |")
    row("seconds to the first answer", [run.seconds for run in runs], ".2f")
    row("of a processor's time", [run.busy for run in runs], ".2f")
    row("MiB in all then", [run.memory for run in runs], ".0f")
    row("MiB in all with pages made ahead", [run.warm for run in runs], ".0f")
    for number, reloads in enumerate(zip(*(run.reloads for run in runs), strict=True), 1):
        row(f"MiB at most during reload {number}", [most for most, _ in reloads], ".0f")
        row(f"MiB {options.wait:g} s after reload {number}", [after for _, after in reloads], ".0f")


def row(name: str, figures: list[float], form: str) -> None:
    summary = (min(figures), statistics.median(figures), max(figures))
    print(f"| {name} | {' | '.join(format(figure, form) for figure in summary)} |")


if __name__ == "__main__":
    main()
