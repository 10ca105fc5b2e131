"""Other validators of SHACL beside ours: how many cases of the W3C's suite are right, and what two graphs cost.

Usage: python bench/peers.py PYTHON NODE [SHARED]. PYTHON is that of an environment with bench/peers.txt, NODE a folder
in which npm has installed what bench/peer.mjs names; SHARED has suites/ and data/ (default: CITY_TIES_SHARED, or beside
the project). A case is right if focus nodes and constraint components are those that the suite expects. Of the graphs,
the results of pySHACL count as right. Seconds are those of a processor, from files to report, and the median of RUNS.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from peer import local, value_of
from pyoxigraph import Quad, RdfFormat, parse, serialize
from tests import w3c

from validation import BASE, BENCH, ROOT, Run, data_of, run, shapes_of

RUNS = 3
PYTHON = ("pyshacl", "pyshacl-turbo", "pyrudof", "shacl", "shacl-rust", "pyshifty")
NODE = ("rdf-validate-shacl", "shacl-engine")
ALL = ("ours", *PYTHON, *NODE)


class Peers:
    """How each validator is started."""

    def __init__(self, python: str, node: str) -> None:
        self._python = python
        self._node = Path(node)

    def run(self, name: str, *files: Path) -> Run:
        command = [str(BENCH / "peer.py"), name, *map(str, files)]
        if name in NODE:
            return run(["node", str(BENCH / "peer.mjs"), name, *map(str, files)], self._node)
        return run([sys.executable if name == "ours" else self._python, *command])


def written(quads: tuple[Quad, ...], path: Path) -> Path:
    path.write_bytes(serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES))
    return path


def cases(suite: Path, folder: Path) -> Iterator[tuple[str, Path, Path, list[str]]]:
    """Each case with its files, and what a line of a peer's results should be."""
    for number, case in enumerate(w3c.cases(suite / "manifest.ttl", suite)):
        if case.expected is not None:
            expected = Counter(f"{value_of(key[0])} {local(key[3])}" for key in case.expected.elements())
            data, shapes = (
                written(quads, folder / f"{number}-{kind}.ttl")
                for kind, quads in (("data", case.data), ("shapes", case.shapes))
            )
            yield case.name, data, shapes, sorted(expected.elements())


def right(peers: Peers, suite: Path, folder: Path) -> dict[str, str]:
    """For each validator, how many cases are right, and which are not."""
    known = list(cases(suite, folder))
    listed = folder / "cases.json"
    listed.write_text(json.dumps([[str(data), str(shapes)] for _, data, shapes, _ in known]))
    counts = {}
    for name in ALL:
        answers = peers.run(name, listed).results
        if not isinstance(answers, list):
            counts[name] = "the process ended"
            continue
        pairs = list(zip(known, answers, strict=True))
        wrong = [case[0] for case, lines in pairs if lines is None or sorted(lines) != case[3]]
        print(f"  {name}: {len(known) - len(wrong)} of {len(known)}; not {', '.join(wrong[:12])}", flush=True)
        counts[name] = f"{len(known) - len(wrong)}"
    return counts


def graphs(folder: Path) -> dict[str, tuple[Path, Path]]:
    """Slices of the twin-town graph with the project's Core shapes and all, and Ghent's data without its ontology."""
    shapes = shapes_of(folder)
    ghent = [quad for path in sorted(ROOT.glob("data/*.ttl")) for quad in _parsed(path)]
    return {
        "20k, Core": (data_of(20_000, folder)[0], shapes["core"]),
        "2k, all": (data_of(2_000, folder)[0], shapes["all"]),
        "Ghent, all": (written(tuple(ghent), folder / "ghent.ttl"), shapes["all"]),
    }


def _parsed(path: Path) -> Iterator[Quad]:
    return iter(parse(path=str(path), format=RdfFormat.TURTLE, base_iri=BASE))


def measured(peers: Peers, name: str, data: Path, shapes: Path) -> Run:
    """The median of some runs, of one if it is slow."""
    runs = [peers.run(name, data, shapes)]
    if runs[0].seconds < 5:
        runs += [peers.run(name, data, shapes) for _ in range(RUNS - 1)]
    middle = statistics.median_low(one.seconds for one in runs)
    return next(one for one in runs if one.seconds == middle)


def row(name: str, cases_right: str, runs: list[tuple[Run, Run]]) -> str:
    cells = []
    for one, judge in runs:
        if one.results is None:
            cells.append(f"fails after {one.seconds:.1f} s")
        else:
            same = "" if one.results == judge.results else f"; {one.results['results']} results, not the same"
            cells.append(f"{one.seconds:.2f} s, {one.megabytes:.0f} MB{same}")
    return f"| {name} | {cases_right} | {' | '.join(cells)} |"


def main() -> None:
    peers = Peers(*sys.argv[1:3])
    shared = Path(sys.argv[3] if len(sys.argv) > 3 else os.environ.get("CITY_TIES_SHARED", ROOT.parent / "shared"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("the W3C's Core suite:")
        counts = right(peers, shared / "suites" / "shacl" / "core", folder)
        inputs = graphs(folder)
        print(f"| validator | right | {' | '.join(inputs)} |\n| --- | --- | {' | '.join('---' for _ in inputs)} |")
        judges = [measured(peers, "pyshacl", *files) for files in inputs.values()]
        for one in ALL:
            runs = judges if one == "pyshacl" else [measured(peers, one, *files) for files in inputs.values()]
            print(row(one, counts[one], list(zip(runs, judges, strict=True))), flush=True)


if __name__ == "__main__":
    main()
