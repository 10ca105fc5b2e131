from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.edition import Publication
from kg.resources import resource_graph

from ...presence import present

LOADING = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data"}
VOID = {"meta", "link", "br", "input", "circle", "img", "source"}
PAGES = [
    "/", "/queries/", "/queries/partners-on-a-day", "/sparql", "/data", "/ns", "/problem/query-syntax-error",
    "/quality", "/partnerships", "/partnerships?on=2019-06-01", "/cities", "/networks", "/sources", "/pictures/",
    "/search",
]  # fmt: skip
DOCUMENTS = [
    "city/be-gent",
    "city/cn-taizhou",
    "partnership/be-gent--jp-kanazawa",
    "partnership/be-gent--de-wiesbaden",
    "network/eurocities",
    "source/gent-reorientation",
    "decision/gent-reorientation",
    "concept/status",
    "concept/certainty/disputed",
    "dataset/ghent",
    "shape/Partnership",
    "shape/Partnership-party",
    "graph/computed",
]


class Page(HTMLParser):
    """What a page asks for, where it leads, which ids it has, and whether its tags close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.languages: list[str] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.text = text
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("rel") not in ("alternate", "license", "canonical"):
            self.loads += [given[name] or "" for kind, name in LOADING.items() if kind == tag and name in given]
        if tag in ("a", "form"):
            self.links.append(given.get("href") or given.get("action") or "")
        self.ids += [given["id"] or ""] if "id" in given else []
        self.languages += [given["lang"] or ""] if "lang" in given else []
        if "style" in given or any(name.startswith("on") for name in given):
            self.faults.append(f"{tag} {given}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.faults.append(f"</{tag}> at {self.getpos()}")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", [*PAGES, *(f"/doc/{name}.html" for name in DOCUMENTS)])
def test_a_page_asks_no_other_host_and_is_whole(
    client: FlaskClient, browser: dict[str, str], path: str, language: str
) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={language}", headers=browser)
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert answer.headers["Content-Language"] == language
    page = Page(answer.text)
    assert page.loads
    assert all(each.startswith("/") and not each.startswith("//") for each in page.loads)
    assert page.faults == []
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert page.languages[0] == language
    assert answer.text.count("<h1") == 1
    assert "Undefined" not in answer.text
    assert len(answer.data) < 150_000


@pytest.mark.parametrize("path", ["/", "/doc/city/be-gent.html", "/doc/decision/gent-reorientation.html"])
def test_every_link_on_this_host_leads_somewhere(client: FlaskClient, browser: dict[str, str], path: str) -> None:
    links = Page(client.get(path, headers=browser).text).links
    for link in present(sorted({link for link in links if link.startswith("/")})):
        answer = client.get(link, headers=browser, follow_redirects=True)
        assert answer.status_code == 200, link
        fragment = urlsplit(link).fragment
        assert not fragment or fragment in Page(answer.text).ids, link


def test_every_document_has_a_page_in_every_language(app: Flask, client: FlaskClient) -> None:
    publication: Publication = app.extensions["publication"]
    revision = publication.current().revision
    base = revision.project.base
    for iri in present(resource_graph.of(revision).documents):
        path = iri.removeprefix(base)
        if path.startswith(("id/", "shape/", "graph/")):
            page = client.get(f"/doc/{path.removeprefix('id/')}.html")
            assert page.status_code == 200, iri
            assert len(page.data) < 150_000, iri
            assert 'rel="license"' in page.headers["Link"], iri


def test_the_start_page_tells_what_how_much_and_as_of_when(client: FlaskClient, browser: dict[str, str]) -> None:
    page = re.sub(r"\s+", " ", client.get("/", headers=browser).text)
    assert '<dd><a href="/cities">13</a></dd><dt>cities with ties</dt>' in page
    assert '<dd><a href="/partnerships">12</a></dd><dt>ties between cities</dt>' in page
    assert re.search(r'<dd><a href="/networks">[1-9][0-9]*</a></dd><dt>networks of cities</dt>', page)
    assert re.search(r"As of \d+ [A-Z][a-z]+ \d{4}", page)
    for target in ("/queries/", "/sparql", "/data", "/ns", "/quality", "/dumps/ghent.ttl"):
        assert f'href="{target}"' in page
    assert 'rel="license" href="https://creativecommons.org/licenses/by/4.0/"' in page


def test_three_example_queries_run_when_clicked(client: FlaskClient, browser: dict[str, str]) -> None:
    start = Page(client.get("/", headers=browser).text)
    links = [each for each in start.links if each.startswith("/sparql?query=") and "run=1" not in each]
    assert len(set(links)) == 3
    for link in set(links):
        answer = client.get(link, headers=browser)
        assert answer.status_code == 200
        assert 'class="answer"' in answer.text
        assert "Geen oplossingen" not in answer.text
        assert "No solutions" not in answer.text
        assert parse_qs(urlsplit(link).query)["query"][0].splitlines()[-1] in answer.text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("nl-BE,nl;q=0.9", "nl"),
        ("en-GB", "en"),
        ("fr, en;q=0.5", "fr"),
        ("de-BE", "de"),
        ("ja", "nl"),
        ("", "nl"),
        ("nl;q=0, en", "en"),
    ],
)
def test_the_interface_speaks_the_accepted_language(client: FlaskClient, accepted: str, language: str) -> None:
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert answer.headers["Content-Language"] == language
    assert "Accept-Language" in answer.headers["Vary"]


def test_a_language_in_the_address_wins_and_stays_in_links(client: FlaskClient, browser: dict[str, str]) -> None:
    page = client.get("/doc/city/be-gent.html?lang=nl", headers=browser)
    assert page.headers["Content-Language"] == "nl"
    assert 'href="/id/partnership/be-gent--jp-kanazawa?lang=nl"' in page.text
    redirect = client.get("/id/partnership/be-gent--jp-kanazawa?lang=nl", headers=browser)
    assert redirect.headers["Location"] == "/doc/partnership/be-gent--jp-kanazawa.html?lang=nl"


def test_texts_in_another_language_are_marked(client: FlaskClient) -> None:
    page = client.get("/doc/city/be-gent.html?lang=nl").text
    assert '<span lang="fr">Gand</span>' in page
    assert '<span lang="ja">' in page


def test_a_partnership_shows_certainty_time_passage_and_source(client: FlaskClient) -> None:
    page = client.get("/doc/partnership/be-gent--fr-saint-raphael.html?lang=en").text
    assert "from 1958 until 2018" in page
    assert '<span class="badge inferred">inferred</span>' in page
    assert "badge stated" not in page, "only what no source states plainly is marked"
    assert "terminated in 2018" in page
    assert 'href="/id/source/gent-reorientation?lang=en#s22"' in page
    assert 'id="termination-2018"' in page


def test_a_tie_has_its_timeline_its_gaps_and_the_original_of_each_quote(client: FlaskClient) -> None:
    page = client.get("/doc/partnership/be-gent--de-wiesbaden.html?lang=en").text
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "What we do not know: on which day it formally ended; the day of the decision." in words
    assert '<figure class="drawn timeline">' in page
    quotes = re.findall(r'<ul class="passages">(.*?)</ul>', page, re.DOTALL)
    items = [item for quote in quotes for item in quote.split("<li>")[1:]]
    assert len(items) > 20
    assert all(re.search(r'<a href="https?://[^"]+" rel="external">original<', item) for item in items)
    rail = page.partition('<div class="rail">')[2]
    assert "Share and cite" in rail.partition("</main>")[0]
    assert "timeline" not in client.get("/doc/partnership/be-gent--cn-taizhou.html").text.partition("<main")[2]


def test_disagreement_is_said_and_shown(client: FlaskClient) -> None:
    page = client.get("/doc/partnership/be-gent--de-wiesbaden.html?lang=nl").text
    assert "De bronnen zijn het niet eens" in page
    assert "Tegengesproken door" in page


def test_static_files_are_served_with_their_type(client: FlaskClient) -> None:
    types = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}
    for address in present(Page(client.get("/").text).loads):
        if address.startswith("/static/"):
            with client.get(address) as answer:
                suffix = address.partition("?")[0].rpartition(".")[2]
                assert (answer.status_code, answer.mimetype) == (200, types[suffix])


def test_health_answers_without_asking_anything(client: FlaskClient) -> None:
    assert client.get("/health").text == "ok\n"


def test_what_was_decided_of_a_partnership_says_who_decided_and_where(client: FlaskClient) -> None:
    page = re.sub(r"\s+", " ", client.get("/doc/partnership/be-gent--de-melle.html?lang=en").text)
    assert re.search(
        r'Decided by <a href="/id/city/be-gent\?lang=en">Ghent</a>: '
        r'<a href="/id/decision/gent-reorientation\?lang=en">Reorientation of Ghent&#39;s partnerships</a>',
        page,
    )


def test_a_title_in_another_language_is_marked(client: FlaskClient) -> None:
    page = client.get("/doc/source/gent-reorientation.html?lang=nl").text
    assert '<title lang="en">The City of Ghent reorients its existing partnerships' in page
    assert "<title>Gent" in client.get("/doc/city/be-gent.html?lang=nl").text


def test_a_name_that_several_languages_share_stands_once(client: FlaskClient) -> None:
    page = client.get("/doc/city/jp-kanazawa.html?lang=en").text
    assert '<span lang="de">Kanazawa</span> <span class="tag">de fr nl</span>' in page
    assert "Kanazawa · " in page
