"""How long the event stream of 26,000 members takes: made by the server's code, and replayed by a client.

    python bench/feeds.py [--members 26000]

The client knows the first page, follows its links and keeps the last version of each thing. Where
`npm ci --prefix tests/clients` was run, the LDES client of others (`ldes-client`) replays it too. Seconds of the clock,
and of the processor in parentheses: on a machine that does other things, only those mean something.
"""

from __future__ import annotations

import argparse
import logging
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import TypeVar
from urllib.parse import urljoin
from urllib.request import urlopen

from flask import Flask
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from werkzeug.serving import make_server

from kg import project as projects
from kg import revision as revisions
from kg.history.releases import recording, release_history
from kg.publish.feeds import event_stream
from kg.web.server import http_server

BASE = "https://feeds.example/"
CLIENTS = Path(__file__).resolve().parent.parent / "tests" / "clients"
T = TypeVar("T")


def timed(label: str, function: Callable[[], T]) -> T:
    """The result of the function; its time is printed, with that of the processor, child processes included."""
    started, before = time.perf_counter(), _processor()
    result = function()
    print(f"{label}: {time.perf_counter() - started:.1f} s ({_processor() - before:.1f} s)", flush=True)
    return result


def _processor() -> float:
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def write(folder: Path, things: int, changed: int) -> None:
    """The data: each thing has eight statements; those before ``changed`` have another name."""
    lines = [f"BASE <{BASE}> PREFIX ex: <{BASE}ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"]
    for number in range(things):
        name = f"Thing {number}" + (" renamed" if number < changed else "")
        values = " ; ".join(f'ex:p{place} "{number * place} of {number}"' for place in range(5))
        lines.append(
            f'<id/thing/{number}> a ex:Thing ; rdfs:label "{name}" ; ex:next <id/thing/{number + 1}> ; {values} .'
        )
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / "things.ttl").write_text("\n".join(lines), "utf-8")


def replay(address: str) -> tuple[int, set[Triple]]:
    """The number of members, and what the last version of each thing says."""
    latest: dict[str, list[Triple]] = {}
    members = 0
    with urlopen(address) as answer:
        root = parse(answer.read(), RdfFormat.TRIG, base_iri=address)
    nodes = [
        q.object.value for q in root if q.predicate.value.endswith("tree#node") and isinstance(q.object, NamedNode)
    ]
    for node in nodes:
        things: dict[str, str] = {}
        described: dict[str, list[Triple]] = {}
        with urlopen(urljoin(address, node)) as answer:
            for quad in parse(answer.read(), RdfFormat.TRIG, base_iri=node):
                if isinstance(quad.graph_name, NamedNode):
                    described.setdefault(quad.graph_name.value, []).append(quad.triple)
                elif quad.predicate.value.endswith("isVersionOf") and isinstance(quad.subject, NamedNode):
                    things[quad.subject.value] = str(quad.object)
        members += len(things)
        for member, thing in things.items():
            latest[thing] = described.get(member, [])
    return members, {triple for triples in latest.values() for triple in triples}


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of a server."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/changes/ldes.trig"
    finally:
        server.shutdown()
        thread.join()


def main() -> None:
    """Measure."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--members", type=int, default=26_000)
    wanted = options.parse_args().members
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "kg.toml").write_text(f'base = "{BASE}"\n', "utf-8")
        changed = wanted // 26
        for day, number in ((1, 0), (2, changed)):
            write(folder, wanted - changed, number)
            project = projects.load(folder)
            recording.record(revisions.of_files(project), datetime(2026, 3, day, tzinfo=UTC))
        history = release_history.of(projects.load(folder))
        stream = timed("pages made", lambda: event_stream.of(history, BASE))
        print(f"{len(stream.pages)} pages, {sum(len(page.body) for page in stream.pages):,} bytes")
        newest = {quad.triple for quad in history.statements(history.releases[-1])}
        app = http_server.application(projects.load(folder))
        try:
            with served(app) as address:
                members, triples = timed("replayed, with making the pages", lambda: replay(address))
                assert triples == newest
                print(f"{members:,} members, {len(triples):,} statements, as the newest release has them")
                timed("replayed again", lambda: replay(address))
                if (CLIENTS / "node_modules" / "ldes-client").is_dir():
                    command = ["node", str(CLIENTS / "ldes.mjs"), address]
                    done = timed(
                        "replayed by ldes-client",
                        lambda: subprocess.run(command, capture_output=True, text=True, check=True),
                    )
                    assert {quad.triple for quad in parse(done.stdout, RdfFormat.N_TRIPLES)} == newest
        finally:
            app.extensions["publication"].close()


if __name__ == "__main__":
    main()
