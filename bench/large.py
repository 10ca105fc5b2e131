"""Time and memory of ``kg validate`` on a graph larger than others: copies of the twin-town graph under other names.

Usage: python bench/large.py [COPIES [SHARED]]. 39 copies (the default) are 20.5 million triples and 1.1 GB on the disk.
Prints the CPU seconds and the peak memory of the whole command, from files to the printed report, by the project's
Core shapes, and the report's last line. What is wrong in the graph is wrong in each copy, so it does not conform.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from validation import BENCH, shapes_of

LIMITS = "Wanted for 20.5 million: at most 6 GB and 8 minutes on two cores."


def copies(folder: Path, count: int, shared: list[str]) -> Path:
    """A folder with so many copies, each with resources of its own."""
    original, data = folder / "twins.ttl", folder / "data"
    subprocess.run([sys.executable, str(BENCH / "twin_towns.py"), "25917", str(original), *shared], check=True)
    text = original.read_text(encoding="utf-8")
    data.mkdir()
    for number in range(count):
        # Concepts and the ontology are shared; cities, partnerships, sources and networks are not.
        copy = text
        for kind in ("city", "partnership", "source", "network", "agent"):
            copy = copy.replace(f"<id/{kind}/", f"<id/{kind}/{number}-")
        (data / f"{number}.ttl").write_text(copy, encoding="utf-8")
    return data


def main() -> None:
    count = int(sys.argv[1]) if sys.argv[1:] else 39
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, shapes = copies(folder, count, sys.argv[2:]), shapes_of(folder)["core"]
        start = time.monotonic()
        code = "from kg.cli import main; main()"
        command = [sys.executable, "-c", code, "validate", str(data), "--shapes", str(shapes), "--max-results", "10"]
        with tempfile.TemporaryFile() as out:
            process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.monotonic() - start
            out.seek(0)
            lines = out.read().decode().strip().splitlines()
        cpu = usage.ru_utime + usage.ru_stime
        print(f"{count} files: {cpu:.0f} s of a processor, {wall:.0f} s by the clock, {usage.ru_maxrss / 1024:.0f} MB")
        print(f"exit code {os.waitstatus_to_exitcode(status)}: {lines[-1] if lines else ''}")
        print(LIMITS)


if __name__ == "__main__":
    main()
