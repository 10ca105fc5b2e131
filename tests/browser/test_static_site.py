"""The site as files: read from a folder, and searched and queried in a browser without a server that knows of it."""

from __future__ import annotations

import http.server
import json
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest

from kg.named_queries import named_query
from kg.publish.serialisations import dump
from kg.query_engine import evaluation, guard
from kg.query_engine.evaluation import OFFERS
from kg.rdf.formats import TRIG
from kg.release import output_folder
from kg.release.site import hosting, rendering_app
from kg.release.site.file_names import Address, FileNames
from kg.release.site.site_files import SiteFiles
from kg.revision import Revision

from ..sampling import sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PUBLIC = "https://ties.example/under/a/path/"
GEOSPARQL = "<http://www.opengis.net/def/function/geosparql/>"
QUESTION = "partners-on-a-day"
PAGES = (
    *(
        "/",
        "/sparql",
        "/sparql/terms.json",
        "/search",
        "/partnerships",
        "/doc/city/be-gent.html",
        "/doc/city/be-gent.ttl",
    ),
    *(f"/queries/{QUESTION}", f"/queries/{QUESTION}.rq", "/doc/partnership/be-gent--jp-kanazawa.html"),
)


@pytest.fixture(scope="module")
def folder(revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some pages of the site, with all that scripts need."""
    target = tmp_path_factory.mktemp("served") / "under" / "a path" / "site"
    with output_folder.replacing(target) as out:
        name = f"dumps/{dump.complete_name(revision)}.trig"
        out.write(name, [dump.represent(revision, dump.complete_name(revision), TRIG).body])
        hosting.write(out)
        with rendering_app.rendering(revision, out.staging / "dumps", "nl") as app:
            site = SiteFiles(revision, app, out, FileNames("nl"), PUBLIC)
            site.write_what_scripts_need()
            for path in PAGES:
                for language in ((), (("lang", "en"),)):
                    assert site.page(Address(path, language)).refusal == ""
    return target


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def home(folder: Path) -> Iterator[str]:
    """The address of the folder below two others, on Python's own server of files."""
    handler = partial(_Quiet, directory=str(folder.parents[2]))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/under/a%20path/site/"
        server.shutdown()


@pytest.fixture
def opened(chromium: Browser, home: str) -> Iterator[Callable[..., Page]]:
    """Opens a page; in the end, nothing was asked elsewhere and no script met an error."""
    contexts, wrongs = [], []

    def page(width: int = 1280, **reader: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **reader)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrongs.append(str(error)))
        page.on("console", lambda line: wrongs.append(line.text) if "Content Security Policy" in line.text else None)
        own = (home, "file://", "data:", "blob:", "http://127.0.0.1")
        page.on("request", lambda request: None if request.url.startswith(own) else wrongs.append(request.url))
        return page

    yield page
    for context in contexts:
        context.close()
    assert wrongs == []


@pytest.mark.parametrize("width", [390, 1280])
def test_a_folder_is_read_without_any_server(folder: Path, opened: Callable[..., Page], width: int) -> None:
    page = opened(width)
    page.goto((folder / "index.en.html").as_uri())
    assert "Ghent" in page.locator("h1").inner_text()
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != "serif"
    assert not page.locator("form:visible").count()  # what only a script can answer is not shown
    page.goto((folder / "partnerships.en.html").as_uri())
    page.locator("main").get_by_role("link", name=re.compile("Kanazawa")).first.click()
    assert page.url == (folder / "doc/partnership/be-gent--jp-kanazawa.en.html").as_uri()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    links = page.evaluate("[...document.querySelectorAll('img, source')].map((one) => one.srcset || one.src)")
    assert links
    assert not [link for link in links if link.startswith("/")]


def test_names_are_found_while_they_are_typed_and_by_an_address(home: str, opened: Callable[..., Page]) -> None:
    page = opened()
    page.goto(f"{home}index.en.html")
    page.get_by_role("combobox").first.fill("kanazaw")
    option = page.get_by_role("option").first
    assert "Kanazawa" in option.inner_text()
    page.goto(f"{home}search.en.html?q=ゲント")
    assert page.locator("section.hits a").first.inner_text() == "Ghent"
    page.goto(f"{home}search.html?q=nowhere%20at%20all")
    page.locator("main").get_by_text("Niets heet zo").wait_for()


def test_the_editor_answers_a_question_without_a_server(home: str, opened: Callable[..., Page]) -> None:
    page = opened()
    page.goto(f"{home}queries/{QUESTION}.en.html")
    page.locator("input[name=day]").fill("1990-06-01")
    page.get_by_role("button", name="Ask again").click()
    page.wait_for_url(re.compile(r"sparql.*#query="))
    page.get_by_role("row").nth(2).wait_for()
    assert "Melle" in page.locator("main").inner_text()
    page.goto(f"{home}sparql.en.html#query=SELECT%20nonsense")
    page.get_by_text("The query cannot be answered").wait_for()


def _comparable(text: str) -> Any:
    """An answer without the order of its rows, and without the labels of blank nodes."""
    document = json.loads(text)
    if "results" not in document:
        return document
    rows = document["results"]["bindings"]
    for row in rows:
        for value in row.values():
            value["value"] = "" if value["type"] == "bnode" else value["value"]
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def test_every_named_question_has_the_answer_of_the_server(
    revision: Revision, home: str, opened: Callable[..., Page]
) -> None:
    page = opened()
    page.goto(f"{home}sparql.en.html")
    asking = "async (query) => (await fetch(location.pathname + '?' + new URLSearchParams({query}))).text()"
    differing = []
    for question in sample(list(named_query.questions(revision)), 12):
        text = question.bound({})
        query = guard.check(text, revision.project.settings.query, revision.project.prefixes)
        results = evaluation.evaluate(revision.store, query, base=revision.project.base)
        answer = page.evaluate(asking, text)
        if GEOSPARQL in text:  # npm's engine is built without these functions, so it must not answer
            assert "does not have the functions of GeoSPARQL" in answer
            continue
        form = OFFERS[query.form][0]
        if form.name != "json":
            differing += [question.name] if len(list(results)) != len(set(answer.splitlines())) else []
            continue
        body = results.serialize(format=form.codec)
        if _comparable(answer) != _comparable(body.decode()):
            differing.append(question.name)
    assert differing == []


NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors; {user}
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  include {folder}/site.conf;
}}
"""


@pytest.fixture(scope="module")
def hosted(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The folder behind nginx with the settings that were written for it."""
    place = tmp_path_factory.mktemp("nginx")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = (folder / "hosting" / "nginx.conf").read_text("utf-8")
    own = settings.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("root /srv/site;", f'root "{folder}";')
    (place / "site.conf").write_text(own, "utf-8")
    user = "user root;" if place.owner() == "root" else ""
    (place / "nginx.conf").write_text(NGINX.format(folder=place, user=user), "utf-8")
    process = subprocess.Popen(["nginx", "-c", str(place / "nginx.conf")], stderr=subprocess.PIPE)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.communicate(timeout=10)


def test_behind_nginx_only_the_worker_may_compile_and_the_editor_answers(
    hosted: str, opened: Callable[..., Page]
) -> None:
    page = opened()
    policies = {}
    page.on("response", lambda answer: policies.update({answer.url.removeprefix(hosted): answer.headers}))
    page.goto(f"{hosted}sparql.en.html#query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D")
    page.locator("main").get_by_text(re.compile("^(true|yes)$", re.I)).first.wait_for()
    allowing = [name for name, headers in policies.items() if "wasm" in headers.get("content-security-policy", "")]
    assert allowing == [hosting.WORKER]
    assert policies["static/oxigraph.wasm"]["content-type"] == "application/wasm"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [("text/turtle", "text/turtle; charset=utf-8"), ("text/html,*/*", "text/html; charset=utf-8")],
)
def test_nginx_leads_from_a_thing_to_its_document(hosted: str, accept: str, media_type: str) -> None:
    with urlopen(Request(f"{hosted}id/city/be-gent", headers={"Accept": accept}), timeout=10) as answer:
        assert answer.headers["Content-Type"] == media_type
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
