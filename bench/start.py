"""From the start of a fresh process to its first answer, for the project in this folder.

Usage: python bench/start.py [RUNS]. Prints seconds: minimum, median and maximum over RUNS starts (default 7), after one
start that is not counted (it judges the data and keeps the report). Peak memory is that of the largest process.
"""

from __future__ import annotations

import resource
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ("/health", "/sparql?query=ASK%20%7B%3Fs%20%3Fp%20%3Fo%7D")


def first_answer(question: str) -> float:
    """Seconds from starting `kg serve` until it answers ``question``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "kg"), "serve", "--port", str(port)]
    start = time.perf_counter()
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{port}{question}", timeout=30) as response:
                    response.read()
                return time.perf_counter() - start
            except (URLError, ConnectionError):
                if server.poll() is not None:
                    raise SystemExit("the server did not start") from None
                time.sleep(0.01)
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    for question in QUESTIONS:
        first_answer(question)
        seconds = [first_answer(question) for _ in range(runs)]
        print(f"{question:45} {min(seconds):.2f} {statistics.median(seconds):.2f} {max(seconds):.2f} s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"peak memory of the largest process: {peak / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
