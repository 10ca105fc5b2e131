"""How fast the project's shapes are checked on the twin-town graph, beside every peer there is for Python.

Usage: python bench/validation.py PEERS [SIZE ...]. PEERS is the Python of an environment with bench/peers.txt; SIZEs
are triples (default 10000 100000 430000). Prints CPU seconds of whole processes, from files to report, the peak memory
of each, and the ratio to ours. A peer whose results differ from ours is marked: at 10000 triples pySHACL says who is
right.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, Quad, RdfFormat, parse, serialize

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
BASE = "https://w3id.org/city-ties/"
SPARQL = "http://www.w3.org/ns/shacl#sparql"
# CPU seconds after which a peer is stopped.
LIMIT = 300
# pySHACL needs minutes where the others need seconds; what it would take is known from the sizes that it can do.
TOO_LONG = {("pyshacl", "all", 100_000), ("pyshacl", "core", 430_000), ("pyshacl", "all", 430_000)}
PEERS = ("pyshacl", "pyshacl-turbo", "pyshifty", "shacl", "shacl-rust")


@dataclass(frozen=True)
class Run:
    """What one process cost, and its results: none if it was stopped or failed."""

    seconds: float
    megabytes: float
    results: Any


def run(command: list[str], directory: Path = ROOT) -> Run:
    """CPU seconds and peak memory of one process.

    A new process has the memory of its parent until it starts its program, so nothing big is held here before.
    """
    limited = ["bash", "-c", f'ulimit -t {LIMIT}; exec "$@"', "-", *command]
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(limited, cwd=directory, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        lines = out.read().decode().strip().splitlines()
    is_whole = process.returncode == 0 and lines and lines[-1].startswith(("{", "["))
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, json.loads(lines[-1]) if is_whole else None)


def best(command: list[str], times: int = 3, folder: Path = ROOT) -> Run:
    """The cheapest of some runs: what else the machine did is no part of it."""
    return min((run(command, folder) for _ in range(times)), key=lambda one: one.seconds)


def held(data: Path) -> Run:
    """What pyoxigraph needs to hold the data; its results are the number of triples."""
    return run([sys.executable, str(BENCH / "peer.py"), "store", str(data), "-"])


def data_of(size: int, folder: Path) -> tuple[Path, int]:
    """A slice of the twin-town graph with about so many triples."""
    path, partnerships = folder / f"{size}.ttl", round(size / 20)
    for _ in range(4):
        command = [sys.executable, str(BENCH / "twin_towns.py"), str(partnerships), str(path)]
        subprocess.run(command, check=True)
        triples = held(path).results["results"]
        if abs(triples - size) < size / 50 or partnerships >= 25_917:
            break
        partnerships = max(1, min(25_917, round(partnerships * size / triples)))
    return path, triples


def shapes_of(folder: Path) -> dict[str, Path]:
    """The project's shapes, whole and without SPARQL."""
    quads = list(parse(path=ROOT / "shapes" / "city-ties.ttl", format=RdfFormat.TURTLE, base_iri=BASE))
    chosen = {"core": [quad for quad in quads if quad.predicate.value != SPARQL], "all": quads}
    for name, kept in chosen.items():
        (folder / f"{name}.ttl").write_bytes(serialize((quad.triple for quad in kept), format=RdfFormat.TURTLE))
    return {name: folder / f"{name}.ttl" for name in chosen}


def compare(size: int, data: Path, shapes: dict[str, Path], peers: str) -> dict[str, Run]:
    """One table: ours and every peer on one slice."""
    ours: dict[str, Run] = {}
    for name, file in shapes.items():
        here = [sys.executable, str(BENCH / "peer.py"), "ours", str(data), str(file)]
        ours[name] = best(here)
        print(f"  {name:5} {'ours':14} {cost_of(ours[name])}")
        for peer in PEERS:
            if (peer, name, size) in TOO_LONG:
                continue
            command = [peers, str(BENCH / "peer.py"), peer, str(data), str(file)]
            theirs = run(command)
            if theirs.seconds < 30:
                theirs = min((theirs, best(command, 2)), key=lambda one: one.seconds)
            print(f"  {name:5} {peer:14} {cost_of(theirs)}  {verdict(ours[name], theirs)}", flush=True)
    return ours


def cost_of(one: Run) -> str:
    return f"{one.seconds:8.2f} s {one.megabytes:6.0f} MB {one.results['results'] if one.results else '-':>7}"


def verdict(ours: Run, theirs: Run) -> str:
    if theirs.results is None:
        return f"stopped or failed; {theirs.seconds / ours.seconds:.0f} times ours by then"
    same = "" if theirs.results == ours.results else ", OTHER RESULTS"
    return f"{theirs.seconds / ours.seconds:.2f} times ours{same}"


def incremental(data: Path) -> None:
    """One partnership edited: the validation of the change against that of the whole, both states in memory."""
    from kg.shacl.incremental import LiveValidation

    quads, shapes = (
        list(parse(path=path, format=RdfFormat.TURTLE, base_iri=BASE)) for path in (data, ROOT / "shapes/city-ties.ttl")
    )
    start = time.process_time()
    live = LiveValidation(quads, shapes)
    whole = time.process_time() - start
    for name, edit in (("ct:openAsOf", redated), ("ct:party", relinked)):
        statements = [quad for quad in quads if quad.predicate.value == f"{BASE}ns#{name[3:]}"]
        seconds = []
        for before in statements[:: max(1, len(statements) // 50)][:50]:
            after = edit(before, statements)
            start = time.process_time()
            live.change([after.triple], [before.triple])
            seconds.append(time.process_time() - start)
            live.change([before.triple], [after.triple])
        middle = statistics.median(seconds)
        print(
            f"  another {name}: {middle * 1000:.1f} ms, {whole / middle:.0f} times faster than the whole {whole:.2f} s"
        )


def redated(quad: Quad, _: list[Quad]) -> Quad:
    assert isinstance(quad.object, Literal)
    return Quad(quad.subject, quad.predicate, Literal("2026-01-31", datatype=quad.object.datatype))


def relinked(quad: Quad, statements: list[Quad]) -> Quad:
    return Quad(quad.subject, quad.predicate, statements[-1].object)


def command(data: Path, folder: Path) -> None:
    """The whole command on a project with this data: all of it, and what one edit since the last commit can affect."""
    for name in ("shapes", "data"):
        (folder / name).mkdir(parents=True)
    (folder / "kg.toml").write_text((ROOT / "kg.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "shapes/city-ties.ttl").write_bytes((ROOT / "shapes/city-ties.ttl").read_bytes())
    (folder / "data/twins.ttl").write_bytes(data.read_bytes())
    kg = str(Path(sys.executable).parent / "kg")
    run([kg, "format"], folder)
    for git in (["init", "-q"], ["add", "kg.toml", "shapes", "data"], ["commit", "-qm", "data"]):
        subprocess.run(
            ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org", *git], cwd=folder, check=True
        )
    text = (folder / "data/twins.ttl").read_text(encoding="utf-8")
    (folder / "data/twins.ttl").write_text(text.replace("2026-02-15", "2026-02-16", 1), encoding="utf-8")
    validate = [kg, "validate", "--max-results", "10"]
    commands = {"whole": validate, "--since HEAD": [*validate, "--since", "HEAD"]}
    costs = {name: without_cache(command, folder) for name, command in commands.items()}
    costs["--since HEAD again"] = best(commands["--since HEAD"], folder=folder)
    costs["kg --version"] = best([kg, "--version"], folder=folder)
    for name, cost in costs.items():
        ratio = costs["whole"].seconds / cost.seconds
        print(f"  kg validate, {name}: {cost_of(cost)}; the whole took {ratio:.2f} times as long")


def without_cache(command: list[str], folder: Path) -> Run:
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    return run(command, folder)


def main() -> None:
    peers, sizes = sys.argv[1], [int(size) for size in sys.argv[2:]] or [10_000, 100_000, 430_000]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shapes = shapes_of(folder)
        per_triple: dict[str, list[float]] = {"core": [], "all": []}
        for size in sizes:
            data, triples = data_of(size, folder)
            memory = held(data).megabytes
            print(f"{triples} triples; pyoxigraph holds them in {memory:.0f} MB")
            for which, ours in compare(size, data, shapes, peers).items():
                per_triple[which].append(ours.seconds / triples * 1e6)
                print(f"  {which:5} peak memory {ours.megabytes / memory:.2f} times pyoxigraph's")
        for which, costs in per_triple.items():
            print(f"{which}: µs a triple {', '.join(f'{cost:.1f}' for cost in costs)}")
        print("a change:")
        command(data, folder / "project")
        incremental(data)


if __name__ == "__main__":
    main()
