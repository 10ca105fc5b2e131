"""What judging gains from two processes, on eight files: seconds of a processor of each process, and of the whole.

Usage: python bench/processes.py [PARTNERSHIPS [PAIRS]]. The files are the twin-town graph with so many partnerships (by
default all 25,917: 526,000 statements), cut into eight. Judging is what comes after parsing and indexing: it takes as
long as the process with the most seconds. Of each side the cheapest of some runs (3) is taken, in turn; what else the
machine does is no part of it. Also told is the memory of its own that the second process comes to have. Exits with 1 if
two processes give other findings than one.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, parse, serialize

from validation import BASE, BENCH, shapes_of

FILES = 8
WANTED = 1.7


def seconds(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def private_megabytes() -> float:
    """The memory of this process that it shares with no other."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty")) / 1024


def judge(data: Path, shapes: Path, processes: int) -> dict[str, Any]:
    """One evaluation from files to findings, and what it cost."""
    from kg.compact.quads import Quads
    from kg.shacl import validator
    from kg.shacl.data_graph import collector_paused
    from kg.shacl.processes import findings_transfer, forked_evaluation

    memory = data.parent / "memory"
    pack = findings_transfer.packed

    def packed(*arguments: Any) -> bytes:
        memory.write_text(str(private_megabytes()), encoding="ascii")
        return pack(*arguments)

    findings_transfer.packed = packed
    with collector_paused():
        quads = Quads()
        for path in sorted(data.iterdir()):
            quads.extend(parse(path=path, format=RdfFormat.TURTLE, base_iri=BASE), labels=path.stem)
        rules = parse(path=shapes, format=RdfFormat.TURTLE, base_iri=BASE)
        evaluation = validator.start(quads, rules)
        roots = validator.Scope().roots(evaluation)
        before, clock = seconds(resource.RUSAGE_SELF), time.monotonic()
        findings = forked_evaluation.evaluated(evaluation, roots, processes)
        cost = [seconds(resource.RUSAGE_SELF) - before, seconds(resource.RUSAGE_CHILDREN)]
    return {
        "before": before,
        "judging": cost[:processes],
        "clock": time.monotonic() - clock,
        "memory": float(memory.read_text(encoding="ascii")) if processes > 1 else 0,
        "statements": len(quads),
        "findings": [
            [(node, len(of_node), of_node[0].violation.value) for node, of_node in by_focus.items()]
            for by_focus in findings
        ],
    }


def run(data: Path, shapes: Path, processes: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--judge", str(data), str(shapes), str(processes)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def pieces(folder: Path, partnerships: int) -> Path:
    """A folder with the graph in eight files of about one size."""
    whole, data = folder / "whole.ttl", folder / "data"
    data.mkdir()
    subprocess.run([sys.executable, str(BENCH / "twin_towns.py"), str(partnerships), str(whole)], check=True)
    triples = [quad.triple for quad in parse(path=whole, format=RdfFormat.TURTLE, base_iri=BASE)]
    size = len(triples) // FILES + 1
    for number in range(FILES):
        part = triples[number * size : (number + 1) * size]
        serialize(part, data / f"{number}.ttl", format=RdfFormat.TURTLE)
    return data


def compare(name: str, data: Path, shapes: Path, pairs: int) -> bool:
    runs = [(run(data, shapes, 1), run(data, shapes, 2)) for _ in range(pairs)]
    one = min((pair[0] for pair in runs), key=lambda cost: cost["judging"][0])
    two = min((pair[1] for pair in runs), key=lambda cost: max(cost["judging"]))
    alone, longest = one["judging"][0], max(two["judging"])
    before = min(cost["before"] for pair in runs for cost in pair)
    costs = " and ".join(f"{cost:.2f}" for cost in two["judging"])
    print(
        f"{name}: {one['statements']} statements in {FILES} files, {sum(map(len, one['findings']))} nodes with findings"
    )
    print(f"  judging: one process {alone:.2f} s, two {costs} s: {alone / longest:.2f} (wanted {WANTED})")
    whole = (before + alone) / (before + longest)
    print(f"  whole, with {before:.2f} s of parsing and indexing: {whole:.2f}")
    clocks = [min(cost["clock"] for cost in side) for side in zip(*runs, strict=True)]
    print(f"  judging by the clock: {clocks[0]:.2f} s and {clocks[1]:.2f} s")
    print(f"  the second process has {two['memory']:.0f} MB of its own", flush=True)
    return all(pair[0]["findings"] == pair[1]["findings"] for pair in runs)


def main() -> None:
    if sys.argv[1:2] == ["--judge"]:
        print(json.dumps(judge(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))))
        return
    partnerships = int(sys.argv[1]) if sys.argv[1:] else 25_917
    pairs = int(sys.argv[2]) if sys.argv[2:] else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = pieces(folder, partnerships)
        alike = [compare(which, data, shapes, pairs) for which, shapes in shapes_of(folder).items()]
    if not all(alike):
        print("the findings differ")
        sys.exit(1)


if __name__ == "__main__":
    main()
