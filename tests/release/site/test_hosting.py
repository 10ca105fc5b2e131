"""The settings for servers of files say what the service would send, and nginx and Caddy do as they say."""

from __future__ import annotations

import gzip
import http.client
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from kg.rdf.formats import GRAPH_FORMATS, RDF_FORMATS
from kg.release import output_folder
from kg.release.site import hosting
from kg.web.html.assets import YEAR
from kg.web.http.responses import policy

from ...presence import present
from ...waiting import until

NGINX = """daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  {site}
}}
"""
Get = Callable[..., http.client.HTTPResponse]


def test_each_kind_of_server_gets_media_types_and_policies(tmp_path: Path) -> None:
    with output_folder.replacing(tmp_path / "out") as folder:
        hosting.write(folder)
    for name in ("_headers", "hosting/nginx.conf", "hosting/Caddyfile"):
        text = (tmp_path / "out" / name).read_text("utf-8")
        assert policy() in text, name
        assert hosting.worker_policy() in text, name
        assert all(form.media_type in text for form in RDF_FORMATS), name
        assert text.count("wasm-unsafe-eval") == 1, name


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def get(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """Requests a path of a small site that the real program serves with the settings that were written for it."""
    if shutil.which(request.param) is None:
        # Debian has both; .ci/programs installs them where the gate runs.
        pytest.skip(f"{request.param} is not installed")
    place = tmp_path_factory.mktemp(request.param)
    with output_folder.replacing(place / "out") as folder:
        hosting.write(folder)
        for suffix in ("html", "txt", *hosting.media_types()):
            folder.write(f"doc/city/be-gent.{suffix}", [suffix.encode()])
        folder.write("doc/city/be-gent.ttl.gz", [gzip.compress(b"ttl")])
        for name in ("index.html", "about.html", "releases/index.html", hosting.WORKER, "static/fonts/a.woff2"):
            folder.write(name, [name.encode()])
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = _nginx(place, port) if request.param == "nginx" else _caddy(place, port)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def listens() -> bool:
        assert process.poll() is None, f"{command} ended"
        with closing(socket.socket()) as probe:
            return not probe.connect_ex(("127.0.0.1", port))

    def get(path: str, headers: Mapping[str, str] | None = None) -> http.client.HTTPResponse:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            connection.request("GET", path, headers=headers or {})
            return connection.getresponse()

    try:
        assert until(listens)
        yield get
    finally:
        process.terminate()
        process.wait(timeout=10)


def _nginx(place: Path, port: int) -> list[str]:
    site = (place / "out" / "hosting" / "nginx.conf").read_text("utf-8")
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("root /srv/site;", f'root "{place}/out";')
    user = "user root;" if place.owner() == "root" else ""
    (place / "nginx.conf").write_text(NGINX.format(folder=place, user=user, site=site), "utf-8")
    return ["nginx", "-e", f"{place}/error.log", "-c", f"{place}/nginx.conf"]


def _caddy(place: Path, port: int) -> list[str]:
    site = (place / "out" / "hosting" / "Caddyfile").read_text("utf-8")
    site = site.replace(":80 {", f"http://127.0.0.1:{port} {{").replace("/srv/site", f"{place}/out")
    (place / "Caddyfile").write_text("{\n  admin off\n}\n" + site, "utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", f"{place}/Caddyfile"]


def test_a_file_has_the_media_type_of_its_suffix(get: Get) -> None:
    wanted = {"html": "text/html; charset=utf-8", "txt": "text/plain; charset=utf-8", **hosting.media_types()}
    for suffix, media_type in present(wanted.items()):
        answer = get(f"/doc/city/be-gent.{suffix}")
        assert (answer.status, answer.getheader("Content-Type")) == (200, media_type)
        assert answer.headers.get_all("Content-Security-Policy") == [policy()]
        assert answer.getheader("X-Content-Type-Options") == "nosniff"


def test_a_thing_leads_to_its_document_in_the_format_that_is_wanted(get: Get) -> None:
    suffixes = {form.media_type: form.extension for form in GRAPH_FORMATS}
    others = ("", "*/*", "text/html,*/*", "text/html, text/turtle;q=0.5", "image/png")
    for accept, suffix in present({**suffixes, **dict.fromkeys(others, "html")}.items()):
        for thing, document in (("id/city", "doc/city"), ("shape", "doc/shape"), ("graph/data", "doc/graph/data")):
            answer = get(f"/{thing}/be-gent?day=2020-01-01", {"Accept": accept})
            assert (answer.status, answer.getheader("Location")) == (303, f"/{document}/be-gent.{suffix}")
            assert "Accept" in (answer.getheader("Vary") or "")
    assert get("/id/city/%C5%81%20x").getheader("Location") == "/doc/city/%C5%81%20x.html"


def test_only_the_worker_may_compile_and_fonts_are_kept_for_a_year(get: Get) -> None:
    assert get(f"/{hosting.WORKER}").headers.get_all("Content-Security-Policy") == [hosting.worker_policy()]
    font = get("/static/fonts/a.woff2")
    assert (font.getheader("Cache-Control"), font.headers.get_all("Content-Security-Policy")) == (YEAR, [policy()])


def test_what_was_compressed_ahead_is_sent_as_it_is(get: Get) -> None:
    answer = get("/doc/city/be-gent.ttl", {"Accept-Encoding": "gzip"})
    assert answer.getheader("Content-Encoding") == "gzip"
    assert answer.getheader("Content-Type") == "text/turtle; charset=utf-8"
    assert "Accept-Encoding" in (answer.getheader("Vary") or "")


def test_pages_need_no_suffix(get: Get) -> None:
    statuses = [get(path).status for path in ("/", "/about", "/releases/", "/doc/city/be-gent", "/nothing")]
    assert statuses == [200, 200, 200, 200, 404]
