"""What is made elsewhere, seen in a process of its own: this one may have threads that other tests have started."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there does a process tell its threads and memory")
BEGIN = """
import json, os, sys, time
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad
from kg import project, revision
from kg.publish import faceted_list
from kg.compact import forked_build
from kg.resources import overview, resource_graph
from kg.city_relations import partnerships
from kg.publish.search import name_index
from kg.publish.query_forms import service_description

def children():
    return [int(each) for each in Path("/proc/self/task", str(os.getpid()), "children").read_text().split()]

revision = revision.current(project.load(Path(sys.argv[1])))
maker.LARGE = 0
"""
SAME = """
def made():
    table = search.of(revision)
    found = [
        overview.count(revision),
        dict(resources.of(revision).documents),
        [partnerships.partnerships(revision, tag) for tag in ("nl", "en", "de")],
        [list(listing.entries(revision, each, "nl")) for each in (listing.CITIES, listing.NETWORKS, listing.SOURCES)],
        [table.find(text).hits for text in ("gent", "e", "zawa")],
        service._sizes(revision) if not children() else service._counted(revision),
    ]
    for each in (overview.count, resources.of, search.of, partnerships.partnerships, partnerships._in_first_language,
                 listing.entries):
        each.cache_clear()
    return found

here = made()
maker.start(revision)
(pid,) = children()
elsewhere = made()
files = [os.readlink(each) for each in Path("/proc", str(pid), "fd").iterdir()]
os.kill(pid, 9)
os.waitpid(pid, 0)
print(json.dumps({
    "same": here == elsewhere,
    "same without it": made() == here,
    "sockets": sum(each.startswith("socket:") for each in files),
}))
"""
ENDS = """
maker.start(revision)
print(json.dumps({"pid": children()[0]}), flush=True)
os._exit(0)
"""
LEAVES = """
import threading

def slow(revision):
    time.sleep(1)
    return bytes(1 << 22)

maker.start(revision)
threading.Thread(target=maker.made, args=(revision, slow), daemon=True).start()
time.sleep(0.3)
print("{}", flush=True)
os._exit(0)
"""
MEMORY = """
def private():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty:"))

def counted(revision):
    (found,) = revision.store.query("SELECT (COUNT(?o) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
    return int(found[0].value)

graph = NamedNode("https://example.org/graph")
predicate = NamedNode(f"{graph.value}#says")
revision.store.bulk_extend(Quad(graph, predicate, Literal(str(number)), graph) for number in range(80_000))
maker.start(revision)
pid = os.fork()
if pid:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
states, answers = [private()], []
for ask in (lambda: maker.made(revision, counted), lambda: counted(revision)):
    answers.append(ask())
    states.append(private())
print(json.dumps({"answers": answers, "elsewhere": states[1] - states[0], "here": states[2] - states[1]}), flush=True)
os._exit(0)
"""


def facts(root: Path, script: str) -> dict[str, Any]:
    command = [sys.executable, "-c", BEGIN + script, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_what_is_made_for_nobody_any_more_is_no_error(root: Path) -> None:
    assert facts(root, LEAVES) == {}


def test_what_is_made_elsewhere_is_what_would_be_made_here_also_where_the_maker_is_lost(root: Path) -> None:
    assert facts(root, SAME) == {"same": True, "same without it": True, "sockets": 1}


def test_a_maker_ends_with_the_last_process_that_could_ask_it(root: Path) -> None:
    pid = facts(root, ENDS)["pid"]
    deadline = 100
    while Path("/proc", str(pid), "exe").exists() and deadline:
        deadline -= 1
        subprocess.run(["sleep", "0.1"], check=True)
    assert deadline


def test_a_question_over_everything_leaves_nothing_copied_in_the_process_that_asks(root: Path) -> None:
    """In KiB; asked where the answer is wanted, each quad that is visited is copied with the page it is on."""
    found = facts(root, MEMORY)
    assert len(set(found["answers"])) == 1
    assert found["here"] > 8_000
    assert found["elsewhere"] < 2_000
