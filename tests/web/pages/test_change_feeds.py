"""What changed, as a page and as feeds; whoever follows the feeds has what the newest release says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse
from werkzeug.serving import make_server

from kg import project as projects
from kg.history.releases import recording, release_history
from kg.publish.feeds import event_stream
from kg.rdf.namespaces import DCT, RDF
from kg.web.server import http_server

from ...fixtures.releases import record
from ...presence import present

BASE = "https://w3id.org/city-ties/"
ATOM = "{http://www.w3.org/2005/Atom}"
TREE, AS = "https://w3id.org/tree#", "https://www.w3.org/ns/activitystreams#"
START = "http://localhost/changes/ldes.trig"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture(scope="module")
def released(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with three releases: the second names Burgas otherwise and lacks a city, the third is longer."""
    folder = tmp_path_factory.mktemp("released") / "project"
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / name, folder / name)
    shutil.copy(root / "kg.toml", folder)
    text = (root / "data" / "ghent.ttl").read_text("utf-8")
    renamed = text.replace('skos:prefLabel "Burgas"@en', 'skos:prefLabel "Burgasse"@en')
    passing = text + '\n<id/city/xx-passing> rdfs:label "It comes and goes" .\n'
    extended = text + '\n<id/city/be-gent#feed> rdfs:label "feed" .\n'
    for day, state in ((1, passing), (2, renamed), (3, extended)):
        (folder / "data" / "ghent.ttl").write_text(state, "utf-8")
        assert record(folder, datetime(2026, 3, day, 12, tzinfo=UTC))
    (folder / "data" / "ghent.ttl").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def released_app(released: Path) -> Iterator[Flask]:
    application = http_server.application(projects.load(released))
    yield application
    application.extensions["publication"].close()


@pytest.fixture
def followed(released_app: Flask) -> FlaskClient:
    return released_app.test_client()


def quads_at(client: FlaskClient, address: str) -> list[Quad]:
    response = client.get(address.removeprefix("http://localhost"))
    assert (response.status_code, response.mimetype) == (200, "application/trig"), address
    return list(parse(response.data, RdfFormat.TRIG, base_iri=address))


def pages(client: FlaskClient) -> list[str]:
    """The pages of members, in the order of the root page."""
    root = quads_at(client, START)
    nodes = [
        quad.object.value
        for quad in root
        if quad.predicate.value == f"{TREE}node" and isinstance(quad.object, NamedNode)
    ]
    return sorted(nodes, key=lambda node: int(node.rpartition("/")[2].removesuffix(".trig")))


def replayed(client: FlaskClient) -> set[Triple]:
    """What the newest version of each thing says, for a client that knows nothing but the first page."""
    latest: dict[str, set[Triple]] = {}
    for page in pages(client):
        members: dict[str, dict[str, str]] = {}
        by_graph: dict[str, set[Triple]] = {}
        for quad in quads_at(client, page):
            if isinstance(quad.graph_name, NamedNode):
                by_graph.setdefault(quad.graph_name.value, set()).add(quad.triple)
            elif isinstance(quad.object, NamedNode | Literal):
                members.setdefault(str(quad.subject), {})[quad.predicate.value] = quad.object.value
        for subject, stated in members.items():
            if f"{DCT}isVersionOf" in stated:
                latest[stated[f"{DCT}isVersionOf"]] = by_graph.get(subject.strip("<>"), set())
                assert bool(latest[stated[f"{DCT}isVersionOf"]]) == (stated[f"{RDF}type"] != f"{AS}Delete")
    return set().union(*latest.values())


def newest(folder: Path) -> set[Triple]:
    history = release_history.of(projects.load(folder))
    return {quad.triple for quad in history.statements(present(history.releases)[-1])}


def test_whoever_replays_the_stream_has_what_the_newest_release_says(followed: FlaskClient, released: Path) -> None:
    assert replayed(followed) == newest(released)
    assert len(pages(followed)) > 1


def test_a_full_page_stays_for_ever_and_the_last_one_may_grow(followed: FlaskClient) -> None:
    *full, last = pages(followed)
    for page in present(full):
        response = followed.get(page.removeprefix("http://localhost"))
        assert "immutable" in response.headers["Cache-Control"]
        assert b"ldes:immutable true" in response.data
        members = {quad.object for quad in quads_at(followed, page) if quad.predicate.value == f"{TREE}member"}
        assert len(members) == event_stream.MEMBERS
    response = followed.get(last.removeprefix("http://localhost"))
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["ETag"]
    assert b"immutable" not in response.data


def test_a_release_adds_members_and_changes_no_full_page(released: Path, followed: FlaskClient, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(released, folder, ignore=shutil.ignore_patterns(".cache"))
    before = {page: followed.get(page.removeprefix("http://localhost")).data for page in pages(followed)[:-1]}
    assert record(folder, datetime(2026, 3, 9, 12, tzinfo=UTC))
    history = release_history.of(projects.load(folder))
    stream = event_stream.of(history, BASE)
    assert [page.body for page in stream.pages[: len(before)]] == present(before.values())


def test_a_withdrawn_release_is_in_no_feed_and_its_pages_are_gone(released: Path, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(released, folder, ignore=shutil.ignore_patterns(".cache"))
    application = http_server.application(projects.load(folder))
    try:
        client = application.test_client()
        before = pages(client)
        assert "Burgasse" in "".join(client.get(page.removeprefix("http://localhost")).text for page in before)
        history = release_history.of(projects.load(folder))
        recording.withdraw(history.project, history.releases[1].name, {"en": "Private."}, datetime.now(UTC))
        after = pages(client)
        assert "Burgasse" not in "".join(
            client.get(page.removeprefix("http://localhost")).text for page in present(after)
        )
        gone = [client.get(page.removeprefix("http://localhost")).status_code for page in before]
        assert set(gone) == {404}
        assert replayed(client) == newest(folder)
        assert history.releases[1].name not in client.get("/changes").text
    finally:
        application.extensions["publication"].close()


def test_the_client_of_others_replays_the_same_in_the_order_of_time(
    root: Path, released: Path, released_app: Flask
) -> None:
    folder = root / "tests" / "clients"
    missing = [] if shutil.which("node") else ["node (https://nodejs.org, 18 or newer)"]
    if not (folder / "node_modules" / "ldes-client").is_dir():
        missing.append("tests/clients/node_modules (npm ci --prefix tests/clients)")
    if missing:
        reason = f"no LDES client to test with: {' and '.join(missing)} is not here"
        if os.environ.get("CITY_TIES_REQUIRE_COMUNICA"):
            pytest.fail(reason)
        # The client is installed by npm.
        pytest.skip(reason)
    server = make_server("127.0.0.1", 0, released_app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.port}/changes/ldes.trig"
        command = ["node", str(folder / "ldes.mjs"), address, "ascending"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=240)
    finally:
        server.shutdown()
        thread.join()
    triples = {quad.triple for quad in parse(done.stdout, RdfFormat.N_TRIPLES)}
    assert triples == newest(released)


def test_the_atom_feed_keeps_the_rules_of_its_specification(followed: FlaskClient) -> None:
    response = followed.get("/changes.atom?lang=nl")
    assert (response.status_code, response.mimetype) == (200, "application/atom+xml")
    feed = ElementTree.fromstring(response.data)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "nl"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 3
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):  # RFC 4287, 4.1.1 and 4.1.2: exactly one of each
            (child,) = element.findall(f"{ATOM}{name}")
            assert child.text
        assert _TIME.fullmatch(str(element.findtext(f"{ATOM}updated")))
        links = [(link.get("rel"), link.get("type")) for link in element.findall(f"{ATOM}link")]
        assert links.count(("alternate", "text/html")) == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "City Ties"
    (own,) = (link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self")
    assert followed.get(str(own).removeprefix("http://localhost")).data == response.data
    identifiers = [str(entry.findtext(f"{ATOM}id")) for entry in entries]
    assert len(set(identifiers)) == 3
    assert all(identifier.startswith("urn:uuid:") for identifier in identifiers)
    updated = [str(entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == updated[0]
    known = {"id", "title", "updated", "published", "author", "name", "link", "entry", "summary", "feed"}
    assert {element.tag.removeprefix(ATOM) for element in feed.iter()} <= known
    assert "Burgas" in str(entries[1].findtext(f"{ATOM}summary"))


def test_the_activities_lead_from_the_last_page_back_to_the_first(followed: FlaskClient) -> None:
    response = followed.get("/changes/activities.json")
    assert (response.status_code, response.mimetype) == (200, "application/activity+json")
    collection = json.loads(response.data)
    assert collection["@context"] == "https://www.w3.org/ns/activitystreams"
    items, address = [], collection["last"]["id"]
    while address:
        page = json.loads(followed.get(address.removeprefix("http://localhost")).data)
        assert (page["type"], page["partOf"]["id"]) == ("OrderedCollectionPage", collection["id"])
        items = page["orderedItems"] + items
        address = page.get("prev", {}).get("id")
    assert len(items) == collection["totalItems"] > 100
    assert [item["endTime"] for item in items] == sorted(item["endTime"] for item in items)
    later = [(item["type"], item["object"]["id"]) for item in items if item["endTime"] > "2026-03-02"]
    assert ("Update", f"{BASE}id/city/bg-burgas") in later
    assert {item["type"] for item in items} == {"Create", "Update", "Delete"}


def test_the_page_names_what_changed_and_leads_to_the_feeds(followed: FlaskClient) -> None:
    page = followed.get("/changes", headers={"Accept-Language": "en"}).text
    assert page.index("Release of 3 March 2026") < page.index("Release of 2 March 2026")
    assert re.search(r'href="[^"]*/city/bg-burgas["?.]', page)
    for address in present(re.findall(r'href="(/changes[^"]*)"', page)):
        assert followed.get(urljoin("/", address.replace("&amp;", "&"))).status_code == 200, address
    assert "http://localhost/changes<" in followed.get("/sitemap.xml").text


def test_without_a_release_the_feeds_are_empty_and_the_page_says_so(client: FlaskClient) -> None:
    assert "No release has been recorded" in client.get("/changes", headers={"Accept-Language": "en"}).text
    assert [quad.predicate.value for quad in quads_at(client, START)].count(f"{TREE}view") == 1
    assert pages(client) == []
    assert json.loads(client.get("/changes/activities.json").data)["totalItems"] == 0
    feed = ElementTree.fromstring(client.get("/changes.atom").data)
    assert feed.findtext(f"{ATOM}updated")
    assert "http://localhost/changes<" not in client.get("/sitemap.xml").text
