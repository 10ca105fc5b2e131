"""What a build takes: dumps beside rdflib's serializers in one run, then the folder and the site, with their memory.

Usage: python bench/build.py [--graph FILE] [--site]. Without FILE it is the project in this folder; bench/twin_towns.py
makes the large one. Seconds are those of the processors, of all processes together; those on the wall depend on what
else the machine does. The memory is that of the largest process. After the first build, a second one follows an edit
of one label.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import rdflib

from kg import project as projects
from kg import revision as revisions
from kg.publish.serialisations import dump
from kg.rdf.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from kg.revision import Revision
from query import ROOT, large

KG = str(Path(sys.executable).parent / "kg")
RDFLIB = {TURTLE: "turtle", N_TRIPLES: "nt", RDF_XML: "xml", JSON_LD: "json-ld", TRIG: "trig", N_QUADS: "nquads"}
_LABEL = re.compile(rb'(skos:prefLabel|rdfs:label) "([^"]+)"')


@dataclass(frozen=True)
class Cost:
    """``busy`` seconds of the processors, ``seconds`` on the wall, MiB of the largest process, and what it printed."""

    busy: float
    seconds: float
    memory: float
    printed: str


def busy(function: Callable[[], object]) -> float:
    start = time.process_time()
    function()
    return time.process_time() - start


def formats(revision: Revision) -> None:
    """Each format of all graphs, by us and by rdflib, which has the same statements in memory."""
    name = dump.complete_name(revision)
    quads = dump.represent(revision, name, N_QUADS).body
    dataset = rdflib.Dataset(default_union=True)
    took = busy(lambda: dataset.parse(data=quads, format="nquads"))
    print(f"rdflib reads {len(dataset):,} statements in {took:.1f} s\n")
    merged = rdflib.Graph()
    for triple in dataset.triples((None, None, None)):
        merged.add(triple)
    print("| format | ours s | rdflib s | ratio |\n| --- | --- | --- | --- |")
    ours, theirs = 0.0, 0.0
    offered: tuple[Format, ...] = dump.dumps(revision)[0].formats
    for form in offered:
        source = dataset if form.named_graphs and form != JSON_LD else merged
        own = busy(lambda form=form: dump.represent(revision, name, form))
        other = busy(lambda form=form, source=source: source.serialize(format=RDFLIB[form], encoding="utf-8"))
        ours, theirs = ours + own, theirs + other
        print(f"| {form.label} | {own:.2f} | {other:.2f} | {other / own:.0f} |", flush=True)
    print(f"| all | {ours:.2f} | {theirs:.2f} | {theirs / ours:.0f} |\n")


def run(folder: Path, *arguments: str) -> Cost:
    start = time.perf_counter()
    process = subprocess.Popen([KG, "build", *arguments], cwd=folder, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    printed = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert not process.returncode, printed
    last = printed.strip().splitlines()[-1]
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024, last)


def edit(folder: Path) -> None:
    """Change the first label of the data."""
    for path in projects.load(folder).files("data"):
        content = path.read_bytes()
        if _LABEL.search(content):
            path.write_bytes(_LABEL.sub(rb'\1 "\2 (edited)"', content, count=1))
            return


def builds(folder: Path, out: Path, *options: str) -> None:
    for name in ("first", "nothing changed", "one label changed"):
        if name == "one label changed":
            edit(folder)
        before = {path: path.stat().st_ino for path in out.rglob("*") if path.is_file()}
        cost = run(folder, str(out), *options)
        written = sum(before.get(path) != path.stat().st_ino for path in out.rglob("*") if path.is_file())
        print(
            f"| {name} | {cost.busy:.1f} | {cost.seconds:.1f} | {cost.memory:,.0f} | {written:,} | {cost.printed} |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--site", action="store_true")
    parser.add_argument("--formats", action="store_true", help="only beside rdflib")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "project"
        if chosen.graph:
            large(chosen.graph, folder)
        else:
            ignored = shutil.ignore_patterns(".*", "tests", "src", "frontend", "out")
            shutil.copytree(ROOT, folder, ignore=ignored)
        formats(revisions.current(projects.load(folder)))
        if chosen.formats:
            return
        print("| build | busy s | wall s | MiB | files written | |\n| --- | --- | --- | --- | --- | --- |")
        builds(folder, Path(temporary) / "out", *(["--site"] if chosen.site else []))


if __name__ == "__main__":
    main()
