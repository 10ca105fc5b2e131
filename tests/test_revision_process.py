"""Revisions in processes of their own, tested in one without threads; this one may have some."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there does a process tell its threads")
BEGIN = """
import json, os, signal, socket, sys, threading, time, weakref
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from kg import project as projects
from kg.compact import forked_build
from kg.edition import Publication
from kg.errors import KgError
from kg.revision_process import Loader, _digest
from kg.web.application import create_app
from tests.commands import edit
from tests.waiting import until

PATHS = ("/", "/cities", "/doc/city/be-gent.html", "/queries/", "/search?q=gent",
         "/sparql?query=SELECT%20?s%20{?s%20<https://w3id.org/city-ties/ns#no>%20?o}")

def below(pid):
    processes = []
    with suppress(OSError):  # it may end meanwhile
        for thread in list(Path(f"/proc/{pid}/task").iterdir()):
            for child in map(int, (thread / "children").read_text().split()):
                name = Path(f"/proc/{child}/comm").read_text().strip()
                if name != "kg-index":
                    processes += [(child, name), *below(child)]
    return processes

def pages():
    client = application.test_client()
    return [client.get(path, headers={"Accept": "text/html"}).get_data() for path in PATHS]

def refused():
    try:
        publication.reload()
    except KgError as error:
        return str(error)

def builds():
    # whether there is a process that makes what is made of everything
    try:
        return forked_build.builder_of(publication.revision).build(_digest) == publication.revision.digest
    except OSError:
        return False

def renew():
    # reload, and wait until the process of the revision before has ended
    builder = forked_build.builder_of(publication.revision)
    publication.reload()
    if builder.pid:
        os.waitpid(builder.pid, 0)

def bounded(project, seconds):
    serve = replace(project.settings.serve, load_seconds=seconds)
    return replace(project, settings=replace(project.settings, serve=serve))

def names(number=2):
    # of the processes, once others have ended
    until(lambda: [name[:3] for _, name in below(os.getpid())] == ["kg-"] * number, 20)
    return [name for _, name in below(os.getpid())]

folder = Path(sys.argv[1])
project = projects.load(folder)
query = replace(project.settings.query, seconds=0.1)
project = replace(project, settings=replace(project.settings, query=query))
loader = Loader(project)
publication = Publication(project, loader.revision, loader=loader)
application = create_app(project, publication)
threading.Thread(target=threading.Event().wait, daemon=True).start()
"""
FORMER = """
first = pages()
former = weakref.ref(publication.revision)
builder = forked_build.builder_of(publication.revision)
publication.reload()
again = pages()
facts = {
    "former is gone": until(lambda: former() is None, 20),
    "its builder has ended": os.waitpid(builder.pid, 0)[1] == 0,
    "same pages": again == first,
    "store": publication.revision.has_store,
    "processes": names(),
}
edit(folder / "data" / "ghent.ttl", '"Kanazawa"@nl', '"Kanazawa-shi"@nl')
publication.reload()
digest = publication.revision.digest
(folder / "data" / "ghent.ttl").write_text("no Turtle")
facts["refused"] = refused()
ours, theirs = socket.socketpair()
socket.send_fds(loader._builder._orders, [b"C"], [theirs.fileno()])
ours.sendall(b"x")  # and dies before it has said what to do
for end in (ours, theirs):
    end.close()
publication.let_go()
facts["let go"] = not publication.has_edition
publication.resume()
facts["resumed"] = publication.revision.digest == digest
publication.close()
print(json.dumps(facts))
"""
KILLED = """
renew()
facts = {"builds": builds(), "before": names()}
(loading, _), (holding, _) = below(os.getpid())
for ended in (holding, loading):
    os.kill(ended, signal.SIGKILL)
os.waitpid(loading, 0)
assert until(lambda: not forked_build.builder_of(publication.revision).alive)
facts["builds without its process"] = builds()
same = pages()
publication.restore()
facts["restored"] = names()
facts["builds again"] = builds()
publication.revision.forget_results()
facts["same pages"] = pages() == same
digest = publication.revision.digest
edit(folder / "data" / "ghent.ttl", '"Kanazawa"@nl', '"Kanazawa-shi"@nl')
for ended, _ in reversed(below(os.getpid())):
    os.kill(ended, signal.SIGKILL)
assert until(lambda: not loader._builder.alive and not forked_build.builder_of(publication.revision).alive)
publication.restore()
facts["too early for the files"] = names(1)
publication.reload()
facts["reloaded"] = publication.revision.digest != digest and builds()
publication.close()
print(json.dumps(facts))
"""
STOPPED = """
renew()
(folder / "stops").touch()
loader._project = bounded(project, 0.5)
facts = {"refused": refused().splitlines()[0]}
loader._project = project
(folder / "stops").unlink()
facts["processes"] = names()
facts["told"] = application.test_client().get("/ready").text.splitlines()[2:3]
publication.reload()
facts["told after a reload"] = application.test_client().get("/ready").text.splitlines()[2:]
names()
(loading, _), (holding, _) = below(os.getpid())
for stopped in (loading, holding):
    os.kill(stopped, signal.SIGSTOP)
with within(0.2):
    facts["builds"] = builds()
    facts["pages"] = len(set(pages()))
    with suppress(OSError):
        loader._builder.start(_digest)
os.waitpid(loading, 0)
publication.restore()
facts["restored"] = names()
facts["builds again"] = builds()
publication.close()
print(json.dumps(facts))
"""
STOPS = """
from contextlib import contextmanager
from kg import revision as revisions
current = revisions.current

def stopping(project, day):
    # a load that stops, as on a disk that does not answer
    if (project.root / "stops").exists():
        os.kill(os.getpid(), signal.SIGSTOP)
    return current(project, day)

@contextmanager
def within(seconds):
    before, forked_build._STARTED = forked_build._STARTED, seconds
    yield
    forked_build._STARTED = before

revisions.current = stopping
"""


def outcome(copy: Path, script: str) -> tuple[dict[str, Any], str]:
    """The facts that a script prints, and what it says on standard error."""
    command = [sys.executable, "-c", script, str(copy)]
    process = subprocess.run(
        command, capture_output=True, text=True, timeout=100, check=False, cwd=Path(__file__).parents[1]
    )
    assert process.returncode == 0, process.stderr
    assert "Traceback" not in process.stderr, process.stderr
    return json.loads(process.stdout), process.stderr


def test_nothing_of_a_former_revision_remains_and_what_was_published_survives(copy: Path) -> None:
    facts, _ = outcome(copy, BEGIN + FORMER)
    assert facts.pop("refused").startswith("data/ghent.ttl:1:")
    assert facts == {
        "former is gone": True,
        "its builder has ended": True,
        "same pages": True,
        "store": False,
        "processes": ["kg-loader", "kg-maker"],
        "let go": True,
        "resumed": True,
    }


def test_the_processes_that_load_and_hold_a_revision_are_started_again_when_they_are_killed(copy: Path) -> None:
    facts, errors = outcome(copy, BEGIN + KILLED)
    assert facts == {
        "before": ["kg-loader", "kg-maker"],
        "builds": True,
        "builds without its process": False,
        "restored": ["kg-loader", "kg-maker"],
        "builds again": True,
        "same pages": True,
        "too early for the files": ["kg-loader"],
        "reloaded": True,
    }
    assert errors.splitlines() == [
        "The process kg-loader is lost: another is started.",
        "The process kg-maker is lost: another loads the files.",
        "The process kg-loader is lost: another is started.",
    ]


def test_a_load_that_stops_is_ended_and_told_and_processes_that_stop_are_replaced(copy: Path) -> None:
    facts, errors = outcome(copy, BEGIN.replace("folder =", STOPS + "folder =", 1) + STOPPED)
    assert facts == {
        "refused": "The process that loads the files had not done so after 0.5 seconds, and was ended.",
        "processes": ["kg-loader", "kg-maker"],
        "told": [
            "A newer state of the files is not published: The process that loads the files had not done so after "
            "0.5 seconds, and was ended."
        ],
        "told after a reload": [],
        "builds": False,
        "pages": 6,
        "restored": ["kg-loader", "kg-maker"],
        "builds again": True,
    }
    assert errors.splitlines() == [
        "The process kg-loader is lost: another is started.",
        "The process kg-maker is lost: another loads the files.",
    ]
