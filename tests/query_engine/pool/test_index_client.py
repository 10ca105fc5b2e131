"""How the index comes to be, seen in a process of its own: this one may have threads that other tests have started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.query_engine.pool.index_server import NAME

from ...waiting import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there does a process tell its threads")
SCRIPT = """
import json, os, socket, sys, threading
from pathlib import Path
from kg import project, revision
from kg.query_engine.pool.index_client import Indexed, IndexProcess
from kg.settings.query import Limits

def children():
    return Path("/proc/self/task", str(os.getpid()), "children").read_text().split()

made = revision.current(project.load(Path(sys.argv[1])))
done = threading.Event()
if sys.argv[2] == "threads":
    threading.Thread(target=done.wait).start()
with socket.create_server(("127.0.0.1", 0)) as listening:
    index = IndexProcess(Indexed(made), Limits())
    (pid,) = children()
    connection = index.fork()
    while True:
        try:
            kind, worker = connection.receive()
            break
        except TimeoutError:
            pass  # while the index is loading
    files = [os.readlink(each) for each in Path("/proc", pid, "fd").iterdir()]
    print(json.dumps({
        "said": kind.name,
        "worker": Path("/proc", str(int.from_bytes(worker, "big")), "stat").read_text().rpartition(")")[2].split()[1],
        "index": pid,
        "name": Path("/proc", pid, "comm").read_text().strip(),
        "command": Path("/proc", pid, "cmdline").read_text(),
        "mine": Path("/proc/self/cmdline").read_text(),
        "session": os.getsid(int(pid)),
        "sockets": [each for each in files if each.startswith("socket:")],
        "listening": os.readlink(f"/proc/self/fd/{listening.fileno()}"),
        "input": os.readlink(f"/proc/{pid}/fd/0"),
    }), flush=True)
if sys.argv[2] == "leaves":
    os._exit(0)
done.set()
index.close()
assert not children()
"""


def facts(root: Path, how: str) -> dict[str, Any]:
    command = [sys.executable, "-c", SCRIPT, str(root), how]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_process_without_other_threads_forks_its_index(root: Path) -> None:
    found = facts(root, "alone")
    assert (found["said"], found["name"]) == ("HELLO", NAME)
    assert found["command"] == found["mine"]
    assert found["worker"] == found["index"]
    assert found["session"] == int(found["index"])


def test_no_file_of_the_process_that_it_was_forked_from_stays_open(root: Path) -> None:
    found = facts(root, "alone")
    assert len(found["sockets"]) == 1
    assert found["listening"] not in found["sockets"]
    assert found["input"] == os.devnull


def test_a_process_with_other_threads_starts_its_index_afresh(root: Path) -> None:
    found = facts(root, "threads")
    assert "kg.query_engine.pool.index_server" in found["command"]
    assert (found["said"], found["name"], len(found["sockets"])) == ("HELLO", NAME, 1)


def test_an_index_that_was_forked_ends_with_the_last_process_that_gives_it_orders(root: Path) -> None:
    index = facts(root, "leaves")["index"]  # its standard error is read to its end, so it has ended too
    stat = Path(f"/proc/{index}/stat")
    # Its last breath may come after its last word.
    assert until(lambda: not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z")


ENDING = """
import json, os, sys
from pathlib import Path
from pyoxigraph import Store
from kg.query_engine.pool.index_client import Indexed, IndexProcess
from kg.settings.query import Limits

class Nothing:
    store, quads = Store(), tuple

index = IndexProcess(Indexed(Nothing()), Limits())
(pid,) = map(int, Path("/proc/self/task", str(os.getpid()), "children").read_text().split())
kill, killed = os.kill, []
def recorded(number, signal):
    killed.append([os.getpid() == ours, number])
    kill(number, signal)
ours, os.kill = os.getpid(), recorded
if sys.argv[1] == "elsewhere":
    other = os.fork()
    if not other:
        index.end()
        os._exit(len(killed))
    assert os.waitpid(other, 0)[1] == 0
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
else:
    index.close()
    killed.clear()
index.end()
index.close()
print(json.dumps({"killed": killed, "index": pid, "is there": Path("/proc", str(pid)).exists()}))
"""


def ended(where: str) -> dict[str, Any]:
    command = [sys.executable, "-c", ENDING, where]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


def test_a_process_that_shares_the_index_ends_it_without_its_number() -> None:
    facts = ended("elsewhere")
    # Its parent kills it too, while the number is certainly its own, and once.
    assert (facts["killed"], facts["is there"]) == ([[True, facts["index"]]], False)


def test_an_index_that_has_ended_is_not_killed_again_by_a_number_that_may_be_another_process() -> None:
    facts = ended("here")
    assert (facts["killed"], facts["is there"]) == ([], False)
