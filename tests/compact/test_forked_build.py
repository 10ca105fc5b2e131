"""Builds in child processes, tested in a process of their own: this one may have threads that other tests started."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ..waiting import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there does a process tell its threads and memory")
BEGIN = """
import json, os, sys
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad
from kg import project, revision
from kg.publish import faceted_list
from kg.compact import forked_build
from kg.resources import resource_graph
from kg.city_relations import facets, overview, partnerships
from kg.publish.search import name_index
from kg.publish.query_forms import service_description
from tests.waiting import until

def children():
    return [int(each) for each in Path("/proc/self/task", str(os.getpid()), "children").read_text().split()]

revision = revision.current(project.load(Path(sys.argv[1])))
"""
SAME = """
def made():
    table = name_index.of(revision)
    found = [
        overview.count(revision),
        dict(resource_graph.of(revision).documents),
        [partnerships.partnerships(revision, tag) for tag in ("nl", "en", "de")],
        [list(faceted_list.entries(revision, each, "nl")) for each in facets.LISTINGS],
        [table.find(text).hits for text in ("gent", "e", "zawa")],
        service_description._sizes(revision) if not children() else service_description._counted(revision),
    ]
    revision._kept.clear()
    for function in (overview.count, resource_graph.of, name_index.of, partnerships.partnerships,
                     partnerships._in_first_language, faceted_list.entries):
        if hasattr(function, "cache_clear"):
            function.cache_clear()
    return found

here = made()
forked_build.entrust(revision, forked_build.Builder.of(revision))
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
forked_build.entrust(revision, forked_build.Builder.of(revision))
print(json.dumps({"pid": children()[0]}), flush=True)
os._exit(0)
"""
LEAVES = """
import threading

def slow(revision):
    # Until the process that wants it has exited.
    assert until(lambda: not Path("/proc", main, "exe").exists())
    return bytes(1 << 22)

main = str(os.getpid())
forked_build.entrust(revision, forked_build.Builder.of(revision))
threading.Thread(target=forked_build.build, args=(revision, slow), daemon=True).start()
(builder,) = map(str, children())
assert until(lambda: Path("/proc", builder, "task", builder, "children").read_text())
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
forked_build.entrust(revision, forked_build.Builder.of(revision))
pid = os.fork()
if pid:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
states, answers = [private()], []
for ask in (lambda: forked_build.build(revision, counted), lambda: counted(revision)):
    answers.append(ask())
    states.append(private())
print(json.dumps({"answers": answers, "elsewhere": states[1] - states[0], "here": states[2] - states[1]}), flush=True)
os._exit(0)
"""


def facts(root: Path, script: str) -> dict[str, Any]:
    command = [sys.executable, "-c", BEGIN + script, str(root)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=100, check=False, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_build_whose_process_has_exited_is_no_error(root: Path) -> None:
    assert facts(root, LEAVES) == {}


def test_a_child_process_builds_the_same_as_this_process_also_after_the_builder_was_killed(root: Path) -> None:
    assert facts(root, SAME) == {"same": True, "same without it": True, "sockets": 1}


def test_a_builder_exits_with_the_last_process_that_could_send_it_orders(root: Path) -> None:
    pid = facts(root, ENDS)["pid"]
    assert until(lambda: not Path("/proc", str(pid), "exe").exists())


def test_a_query_over_everything_leaves_no_copied_memory_in_the_process_that_needs_its_result(root: Path) -> None:
    """In KiB: a query in this process copies each page that holds a quad which it visits."""
    found = facts(root, MEMORY)
    assert len(set(found["answers"])) == 1
    assert found["here"] > 8_000
    assert found["elsewhere"] < 2_000
