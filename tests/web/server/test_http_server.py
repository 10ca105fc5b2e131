"""The server as strangers meet it: a process, a socket, and the clients that they use."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import rdflib
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from ...waiting import until

PARTNERSHIPS = """PREFIX ct: <https://w3id.org/city-ties/ns#>
SELECT ?partnership ?type WHERE { ?partnership a ct:Partnership ; ct:partnershipType ?type }"""
MAINTAINED = """PREFIX ct: <https://w3id.org/city-ties/ns#>
SELECT ?partnership WHERE {
  ?outcome ct:about ?partnership ; ct:verdict <https://w3id.org/city-ties/id/concept/verdict/maintain> }"""


def wrapper(address: str, query: str, form: str, method: str = "GET") -> SPARQLWrapper:
    client = SPARQLWrapper(f"{address}/sparql")
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setMethod(method)
    return client


def test_rdflib_follows_a_city_to_its_turtle(address: str) -> None:
    graph = rdflib.Graph().parse(f"{address}/id/city/be-gent")
    city = rdflib.URIRef("https://w3id.org/city-ties/id/city/be-gent")
    assert (city, rdflib.SKOS.prefLabel, rdflib.Literal("Gent", lang="nl")) in graph


def test_curl_gets_turtle_for_the_asking(address: str) -> None:
    request = urllib.request.Request(f"{address}/id/city/be-gent", headers={"Accept": "text/turtle"})
    with urllib.request.urlopen(request) as answer:
        assert answer.url == f"{address}/doc/city/be-gent.ttl"
        assert answer.headers["Content-Type"] == "text/turtle; charset=utf-8"
        assert len(rdflib.Graph().parse(data=answer.read(), format="turtle")) > 50


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_finds_twelve_partnerships_seven_and_five_ever(address: str, method: str) -> None:
    answer = wrapper(address, PARTNERSHIPS, JSON, method).queryAndConvert()
    types = [row["type"]["value"].rpartition("/")[2] for row in answer["results"]["bindings"]]
    assert (len(types), types.count("sister-city"), types.count("partner-city")) == (12, 7, 5)


def test_sparqlwrapper_finds_exactly_one_that_is_maintained(address: str) -> None:
    rows = wrapper(address, MAINTAINED, JSON).queryAndConvert()["results"]["bindings"]
    assert [row["partnership"]["value"] for row in rows] == [
        "https://w3id.org/city-ties/id/partnership/be-gent--jp-kanazawa"
    ]


def test_sparqlwrapper_reads_xml_csv_and_turtle(address: str) -> None:
    assert len(wrapper(address, PARTNERSHIPS, XML).queryAndConvert().getElementsByTagName("result")) == 12
    assert len(wrapper(address, PARTNERSHIPS, CSV).queryAndConvert().split()) == 13
    turtle = wrapper(
        address, "CONSTRUCT WHERE { ?s a <https://w3id.org/city-ties/ns#Network> }", TURTLE
    ).queryAndConvert()
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) > 1


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_every_dump_of_ghent_is_the_same_graph_for_rdflib(address: str) -> None:
    sizes = {}
    for suffix, name in {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}.items():
        with urllib.request.urlopen(f"{address}/dumps/ghent.{suffix}") as answer:
            sizes[suffix] = len(rdflib.Graph().parse(data=answer.read(), format=name))
    assert len(set(sizes.values())) == 1


def test_a_malformed_query_is_400_with_its_place(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{address}/sparql?query=SELECT%20%3Fx%20WHERE%20%7B%20%3Fx%20")
    with caught.value as answer:
        assert answer.code == 400
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.load(answer)["line"] == 1


def test_head_is_answered_without_a_body(address: str) -> None:
    request = urllib.request.Request(f"{address}/doc/city/be-gent.ttl", method="HEAD")
    with urllib.request.urlopen(request) as answer:
        assert int(answer.headers["Content-Length"]) > 1000
        assert answer.read() == b""


def test_an_address_that_is_taken_is_said_in_words(root: Path, address: str) -> None:
    done = run_server(root, PORT=address.rpartition(":")[2])
    assert done.returncode == 2
    assert "cannot be served: Address already in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_data_that_does_not_conform_is_not_served_and_the_report_says_why(root: Path, tmp_path: Path) -> None:
    project = copy(root, tmp_path)
    file = project / "data" / "ghent.ttl"
    text = file.read_text("utf-8")
    file.write_text(text.replace("    ct:party <id/city/jp-kanazawa> ;\n", ""), "utf-8")
    done = run_server(project)
    assert done.returncode == 1
    assert "data/ghent.ttl:" in done.stderr
    assert "Partnership-party" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_cannot_be_read_is_named_with_line_and_column(root: Path, tmp_path: Path) -> None:
    project = copy(root, tmp_path)
    (project / "data" / "more.ttl").write_text("<a> <b> .\n", "utf-8")
    done = run_server(project)
    assert done.returncode == 2
    assert "data/more.ttl:1:" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("ending", "host"), [(signal.SIGTERM, "127.0.0.1"), (signal.SIGINT, "::1")])
def test_a_signal_ends_the_server_and_all_its_processes(root: Path, ending: signal.Signals, host: str) -> None:
    if host == "::1" and not Path("/proc/net/if_inet6").is_file():
        pytest.skip("this machine has no IPv6")
    process = subprocess.Popen(
        [sys.executable, "server.py"],
        cwd=root,
        env={**os.environ, "HOST": host, "PORT": str(free())},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        urllib.request.urlopen(line.split()[-1] + "sparql?query=ASK%7B%7D").close()
        children = descendants(process.pid)
        assert children
        # The index was forked, so it shares the memory of the store: nothing imported before has started a thread.
        assert not [pid for pid in children if b"index_server" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        process.send_signal(ending)
        process.communicate(timeout=20)
        assert process.returncode == 0
        assert until(lambda: not [pid for pid in children if Path(f"/proc/{pid}").exists()], 5)
    finally:
        with contextlib.suppress(ProcessLookupError):  # as it should be: it has ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def run_server(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "PORT": str(free()), **environment}
    command = [sys.executable, "server.py"]
    return subprocess.run(command, cwd=project, env=settings, capture_output=True, text=True, timeout=120, check=False)


def copy(root: Path, folder: Path) -> Path:
    """The project's files in another place, so that they can be spoilt, with the reports that are kept of them."""
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / name, folder / name)
    for name in ("kg.toml", "server.py"):
        shutil.copy(root / name, folder / name)
    kept = folder / ".cache" / "reports"
    kept.mkdir(parents=True)
    for path in (root / ".cache" / "reports").glob("*.json"):
        with contextlib.suppress(FileNotFoundError):  # other tests may put another in its place
            shutil.copy(path, kept)
    return folder


def free() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def descendants(pid: int) -> list[int]:
    """The processes below this one, of which only Linux tells."""
    if not Path("/proc/self/task").is_dir():
        return []
    below: list[int] = []
    with contextlib.suppress(OSError):  # it may end meanwhile
        for thread in list(Path(f"/proc/{pid}/task").iterdir()):
            with contextlib.suppress(OSError):
                below += map(int, (thread / "children").read_text().split())
    return below + [process for child in below for process in descendants(child)]
