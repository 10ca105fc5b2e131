"""Revisions in processes of their own, tested in one without threads; this one may have some."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there does a process tell its threads")
SCRIPT = """
import json, os, signal, socket, sys, threading, weakref
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from kg import project as projects
from kg.compact import forked_build
from kg.edition import Publication
from kg.errors import KgError
from kg.revision_process import Loader
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

def lost():
    try:
        loader.revision(publication.revision.day)
    except KgError as error:
        return str(error).splitlines()[0]

folder = Path(sys.argv[1])
project = projects.load(folder)
query = replace(project.settings.query, seconds=0.1)
project = replace(project, settings=replace(project.settings, query=query))
loader = Loader(project)
publication = Publication(project, loader.revision, loader=loader)
application = create_app(project, publication)
first = pages()
former = weakref.ref(publication.revision)
builder = forked_build.builder_of(publication.revision)
threading.Thread(target=threading.Event().wait, daemon=True).start()
publication.reload()
again = pages()
facts = {
    "former is gone": until(lambda: former() is None, 20),
    "its builder has ended": os.waitpid(builder.pid, 0)[1] == 0,
    "same pages": again == first,
    "store": publication.revision.has_store,
    "processes": [name for _, name in below(os.getpid())],
}
edit(folder / "data" / "ghent.ttl", '"Kanazawa"@nl', '"Kanazawa-shi"@nl')
publication.reload()
digest = publication.revision.digest
(folder / "data" / "ghent.ttl").write_text("no Turtle")
try:
    publication.reload()
except KgError as error:
    facts["refused"] = str(error)
ours, theirs = socket.socketpair()
socket.send_fds(loader._builder._orders, [b"C"], [theirs.fileno()])
ours.sendall(b"x")  # and dies before it has said what to do
for end in (ours, theirs):
    end.close()
publication.let_go()
facts["let go"] = not publication.has_edition
publication.resume()
facts["resumed"] = publication.revision.digest == digest
assert until(lambda: len(below(os.getpid())) == 2, 20)
(loading, _), (holding, _) = below(os.getpid())
os.kill(holding, signal.SIGKILL)
publication.revision.forget_results()
facts["without its builder"] = application.test_client().get("/cities").text.count("Kanazawa-shi") > 0
os.kill(loading, signal.SIGKILL)
os.waitpid(loading, 0)
facts["without the loader"] = lost()
publication.close()
print(json.dumps(facts))
"""


def test_nothing_of_a_former_revision_remains_and_what_was_published_survives(copy: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, str(copy)]
    process = subprocess.run(
        command, capture_output=True, text=True, timeout=100, check=False, cwd=Path(__file__).parents[1]
    )
    assert process.returncode == 0, process.stderr
    facts = json.loads(process.stdout)
    assert facts.pop("refused").startswith("data/ghent.ttl:1:")
    assert facts.pop("without the loader").startswith("data/ghent.ttl:1:")  # it reads them itself
    assert facts == {
        "former is gone": True,
        "its builder has ended": True,
        "same pages": True,
        "store": False,
        "processes": ["kg-loader", "kg-maker"],
        "let go": True,
        "resumed": True,
        "without its builder": True,
    }
    assert "kg-loader is lost" in process.stderr
    assert "Traceback" not in process.stderr
