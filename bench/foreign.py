"""Whether any RDF gets a site: serves folders of it without a project, and follows every link.

Usage: python bench/foreign.py FOLDER… Each folder is served by ``kg serve FOLDER`` and crawled from its start page and
its site map. A line tells statements, documents, pages and seconds, and what is wrong: answers of 500 and more, dead
links, and words of city relations on a page that the data does not have. Exits with 1 where anything is wrong.
"""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from kg import dataset as datasets
from kg import loose_files
from kg.errors import DatasetError
from kg.input.inputs import Inputs

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.crawl import Answer, Crawled, crawl

PORT = 6499
MOST = 4_000
"""Addresses of a site that are asked for: the first that a crawler meets."""
WORDS = re.compile(r"\b(ghent|gent|city|cities|partnerships?|sister|networks?|decisions?)\b", re.IGNORECASE)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of ``kg serve`` on a folder."""
    command = [str(Path(sys.executable).parent / "kg"), "serve", str(folder), "--port", str(PORT)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        line = process.stdout.readline()
        if not line:
            sys.exit(f"{folder} is not served.")
        yield line.split()[-1]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def fetcher(home: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(home).netloc, timeout=120)


def fetch(connection: http.client.HTTPConnection, address: str) -> Answer:
    parts = urlsplit(address)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection.request("GET", target, headers={"Accept": "text/html,*/*;q=0.5", "Accept-Language": "en"})
    response = connection.getresponse()
    body = response.read()
    kind = response.headers.get_content_type()
    text = body.decode("utf-8", "replace") if kind == "text/html" or kind.endswith("xml") else ""
    return Answer(response.status, kind, text, response.headers.get("Location", ""))


def words(crawled: Crawled, data: str) -> list[str]:
    """Words of city relations that stand on a page and not in the data."""
    own = {word.casefold() for word in WORDS.findall(data)}
    spoken = {(word.casefold(), address) for address, text in crawled.words() for word in WORDS.findall(text)}
    return sorted(f"{word} at {address}" for word, address in spoken if word not in own)


def measure(folder: Path) -> bool:
    """Serve, crawl and tell; whether nothing is wrong."""
    project = loose_files.to_look_at([str(folder)], Inputs(), here=folder)
    try:
        dataset = datasets.load(project)
    except DatasetError as error:
        print(f"{folder.name}: not read: {error}")
        return True
    subjects = {quad.subject.value.partition("#")[0] for quad in dataset.quads if isinstance(quad.subject, NamedNode)}
    begin = time.perf_counter()
    with served(folder) as home:
        ready = time.perf_counter()
        connection = fetcher(home)
        crawled = crawl(lambda address: fetch(connection, address), home, MOST)
    failed = [address for address, (status, _) in crawled.broken.items() if status >= 500]
    dead = [f"{address} ({status}, on {page})" for address, (status, page) in crawled.broken.items() if status < 500]
    spoken = words(crawled, " ".join(map(str, dataset.quads)))
    print(
        f"{folder.name}: {len(dataset.quads):,} statements, {len(subjects):,} documents, up in {ready - begin:.1f} s; "
        f"{len(crawled.pages):,} pages read in {time.perf_counter() - ready:.0f} s, {len(crawled.left_out):,} not; "
        f"{len(failed)} failed, {len(dead)} dead, {len(spoken)} words",
        flush=True,
    )
    for line in [*failed[:5], *dead[:5], *spoken[:5]]:
        print(f"  {line}")
    return not (failed or dead or spoken)


if __name__ == "__main__":
    results = [measure(Path(name).resolve()) for name in sys.argv[1:]]
    sys.exit(0 if results and all(results) else 1)
