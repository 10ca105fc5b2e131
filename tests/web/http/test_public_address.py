"""The address by which people know the site: by settings, by a trusted proxy, and behind nginx with TLS."""

from __future__ import annotations

import json
import re
import signal
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.web.http.public_address import PublicAddress

from ...crawl import Answer, crawl
from ...fixtures.proxies import nginx

FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "data.stad.gent", "X-Forwarded-Prefix": "/ties"}
PUBLIC = "https://data.stad.gent/ties/"
FROM_THE_ROOT = re.compile(r'\s(?:href|src|action|data-[a-z]+)="/')
PAGES = ["/", "/doc/city/be-gent.html", "/pictures/map", "/pictures/", "/data", "/sparql", "/embed/map", "/nowhere/at"]


@pytest.mark.parametrize("path", PAGES)
def test_under_a_path_no_page_links_from_the_root(client: FlaskClient, browser: dict[str, str], path: str) -> None:
    page = client.get(path, headers={**browser, **FORWARDED}).text
    assert FROM_THE_ROOT.search(page) is None
    assert "http://localhost" not in page
    assert 'href="' in page


@pytest.mark.parametrize("path", ["/", "/doc/city/be-gent.html", "/queries/partners-on-a-day"])
def test_relative_links_lead_to_the_same_pages(client: FlaskClient, browser: dict[str, str], path: str) -> None:
    plain, under = (client.get(path, headers={**browser, **more}).text for more in ({}, FORWARDED))
    targets = [re.findall(r'<a [^>]*?href="([^"#]+)', page) for page in (plain, under)]
    there = [urljoin(f"{PUBLIC}{path[1:]}", target).removeprefix(PUBLIC) for target in targets[1]]
    assert there == [
        urljoin(f"http://localhost{path}", target).removeprefix("http://localhost/") for target in targets[0]
    ]


def test_absolute_addresses_are_those_of_the_proxy(client: FlaskClient, browser: dict[str, str]) -> None:
    locations = re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml", headers=FORWARDED).text)
    assert len(locations) > 100
    assert all(location.startswith(PUBLIC) for location in locations)
    robots = client.get("/robots.txt", headers=FORWARDED).text
    assert f"Sitemap: {PUBLIC}sitemap.xml" in robots
    assert "Disallow: /ties/sparql" in robots
    assert f"<{PUBLIC}sparql>" in client.get("/sparql", headers={"Accept": "text/turtle", **FORWARDED}).text
    page = client.get("/doc/city/be-gent.html", headers={**browser, **FORWARDED}).text
    (about,) = re.findall('<script type="application/ld.json">(.*?)</script>', page)
    assert json.loads(about)["url"] == f"{PUBLIC}doc/city/be-gent.html"
    assert f'<link rel="canonical" href="{PUBLIC}doc/city/be-gent.html">' in page


def test_a_redirection_and_its_links_are_relative(client: FlaskClient) -> None:
    response = client.get("/id/city/be-gent", headers={"Accept": "text/turtle", **FORWARDED})
    assert response.headers["Location"] == "../../doc/city/be-gent.ttl"
    assert "<../../doc/city/be-gent.html>" in response.headers["Link"]


def test_the_forwarded_header_of_rfc_7239_is_read_too(client: FlaskClient) -> None:
    forwarded = {"Forwarded": 'for=192.0.2.1;proto=http, for=192.0.2.7;host="data.stad.gent";proto=https'}
    assert "Sitemap: https://data.stad.gent/sitemap.xml" in client.get("/robots.txt", headers=forwarded).text


@pytest.mark.parametrize("fields", [
    {name: f"evil{name[-3:]}, {value}" for name, value in FORWARDED.items()},
    {"Forwarded": 'host=evil.example;proto=http, for=192.0.2.1;host="data.stad.gent";proto=https',
     "X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/ties"},
])  # fmt: skip
def test_of_several_proxies_the_last_one_is_believed(client: FlaskClient, fields: dict[str, str]) -> None:
    """What stands before it may be the client's invention."""
    assert f"Sitemap: {PUBLIC}sitemap.xml" in client.get("/robots.txt", headers=fields).text


def test_who_is_no_trusted_proxy_is_not_believed(app: Flask) -> None:
    stranger = app.test_client().get("/robots.txt", headers=FORWARDED, environ_base={"REMOTE_ADDR": "192.0.2.9"})
    assert "Sitemap: http://localhost/sitemap.xml" in stranger.text


@pytest.mark.parametrize("prefix", ['/"><script>', "//evil.example", "ties", "/a b"])
def test_a_path_that_is_none_is_left_out(prefix: str) -> None:
    environ = {"HTTP_X_FORWARDED_PREFIX": prefix, "HTTP_X_FORWARDED_HOST": "a/b", "REMOTE_ADDR": "127.0.0.1"}
    assert PublicAddress("", lambda _: True).variables(environ, dict) == {}


def test_the_setting_holds_whatever_a_proxy_says() -> None:
    address = PublicAddress(PUBLIC, lambda _: True)
    assert address.variables({"HTTP_X_FORWARDED_HOST": "other.example"}, dict) == {
        "wsgi.url_scheme": "https",
        "HTTP_HOST": "data.stad.gent",
        "SCRIPT_NAME": "/ties",
    }


class _Staying(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Redirections are followed by the crawler, which sees where they lead."""


@contextmanager
def _served(folder: Path, port: int) -> Iterator[str]:
    """The address of ``kg serve`` on a folder of RDF files, without a project."""
    command = [str(Path(sys.executable).parent / "kg"), "serve", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, cwd=folder.parent, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        assert process.stdout.readline() == f"City Ties answers at http://127.0.0.1:{port}/\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


@pytest.mark.parametrize(
    "headers",
    ["proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Prefix /ties;"],
    ids=["headers"],
)
def test_behind_nginx_with_tls_under_a_path_no_link_is_dead(
    root: Path, tmp_path: Path, free_port: int, headers: str
) -> None:
    port = free_port + 1
    home = f"https://localhost:{port}/ties/"

    def opened(context: ssl.SSLContext) -> urllib.request.OpenerDirector:
        return urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), _Staying)

    with (
        _served(root / "examples" / "thesaurus" / "data", free_port + 2) as address,
        nginx(tmp_path, address, port, headers) as context,
    ):
        opener = opened(context)

        def fetch(target: str) -> Answer:
            request = urllib.request.Request(target, headers={"Accept": "text/html,*/*;q=0.5", "Accept-Language": "en"})
            try:
                with opener.open(request, timeout=30) as response:
                    text = response.read().decode("utf-8", "replace")
                    return Answer(response.status, response.headers.get_content_type(), text)
            except urllib.error.HTTPError as error:
                return Answer(error.code, "", "", error.headers.get("Location", ""))

        crawled = crawl(fetch, home)
    assert crawled.broken == {}
    assert len(crawled.pages) > 20
    assert all(f"http://localhost:{port}" not in page for page in crawled.pages.values())
