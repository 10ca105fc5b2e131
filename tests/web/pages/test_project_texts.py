"""The project's own texts, the address for reports, and what a page says of itself to those who share it."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.edition import Publication
from kg.project import Project
from kg.publish import project_pages
from kg.revision import Revision
from kg.settings.site import SiteSettings
from kg.web.application import create_app

ENGLISH = {"Accept": "text/html", "Accept-Language": "en"}
TIE = "/doc/partnership/be-gent--de-wiesbaden.html"
LANGUAGES = ("nl", "en", "fr", "de")


@pytest.fixture(scope="module")
def revision(app: Flask) -> Revision:
    publication: Publication = app.extensions["publication"]
    return publication.current().revision


@pytest.fixture(scope="module")
def other(project: Project, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The same data in a project that takes reports by mail and has one text, which tries to add to its page."""
    root = tmp_path_factory.mktemp("project")
    for name in ("data", "ontology", "shapes", "queries"):
        shutil.copytree(project.root / name, root / name)
    (root / "pages").mkdir()
    text = "# Wij & zij\n\nEen <b>tekst</b> met [een link](javascript:alert(1)).\n\n<script>alert(1)</script>\n"
    (root / "pages" / "about.nl.md").write_text(text, "utf-8")
    (root / "pages" / "notes.txt").write_text("no page", "utf-8")
    settings = replace(project.settings, site=SiteSettings(report="mailto:ties@example.org"))
    moved = replace(project, root=root, settings=settings)
    publication = Publication(moved, lambda day: replace(revision, project=moved, day=day))
    yield create_app(moved, publication).test_client()
    publication.close()


def test_each_text_of_this_project_is_written_in_every_language(project: Project) -> None:
    names = project_pages.names(project)
    assert names == ("about", "accessibility", "contact", "corrections", "privacy", "report-an-error")
    files = {path.name for path in (project.root / "pages").iterdir()}
    assert files == {f"{name}.{tag}.md" for name in names for tag in LANGUAGES}


@pytest.mark.parametrize("name", ["about", "accessibility", "contact", "corrections", "privacy", "report-an-error"])
def test_a_text_answers_in_the_readers_language_and_is_linked_from_every_page(client: FlaskClient, name: str) -> None:
    dutch, english = (client.get(f"/{name}?lang={tag}") for tag in ("nl", "en"))
    assert (dutch.status_code, english.status_code) == (200, 200)
    assert dutch.headers["Content-Language"] == "nl"
    headings = [re.findall("<h1>(.*?)</h1>", page.text) for page in (dutch, english)]
    assert [len(each) for each in headings] == [1, 1]
    assert f'href="/{name}"' in client.get("/", headers=ENGLISH).text


def test_every_link_within_the_texts_leads_somewhere(client: FlaskClient, project: Project) -> None:
    pages = [
        page.body
        for name in project_pages.names(project)
        for tag in LANGUAGES
        if (page := project_pages.page(project, name, (tag,)))
    ]
    targets = {target for body in pages for target in re.findall('href="([^"]+)"', body)}
    assert len(targets) >= 6
    statuses = {target: client.get(target, headers=ENGLISH, follow_redirects=True).status_code for target in targets}
    assert set(statuses.values()) == {200}, statuses


def test_the_texts_are_in_the_site_map(client: FlaskClient) -> None:
    text = client.get("/sitemap.xml").text
    assert "<loc>http://localhost/about</loc>" in text
    assert "<loc>http://localhost/corrections</loc>" in text


def test_a_text_in_another_language_is_marked_and_cannot_add_markup(other: FlaskClient) -> None:
    page = other.get("/about", headers=ENGLISH)
    assert page.status_code == 200
    article = page.text.partition("<article")[2].partition("</article>")[0]
    assert 'lang="nl"' in article
    assert "<h1>Wij &amp; zij</h1>" in article
    assert "&lt;b&gt;tekst&lt;/b&gt;" in article
    assert "<script" not in article
    assert "javascript:" not in re.findall('href="([^"]*)"', article)


def test_a_project_without_a_text_has_no_page_for_it(other: FlaskClient) -> None:
    assert other.get("/privacy", headers=ENGLISH).status_code == 404
    assert 'href="/privacy"' not in other.get("/data", headers=ENGLISH).text


def test_a_report_carries_the_address_and_the_line_of_the_statements(other: FlaskClient, project: Project) -> None:
    footer = other.get(TIE, headers=ENGLISH).text.partition('<footer class="site">')[2]
    links = re.findall('href="(mailto:[^"]+)"', footer)
    assert len(links) == 1
    report = urlsplit(html.unescape(links[0]))
    assert report.path == "ties@example.org"
    fields = parse_qs(report.query)
    assert "Wiesbaden" in fields["subject"][0]
    lines = fields["body"][0].splitlines()
    assert lines[0] == f"http://localhost{TIE}"
    file, _, number = lines[2].partition(":")
    block = Path(project.root, file).read_text("utf-8").splitlines()[int(number) - 1]
    assert block == "<id/partnership/be-gent--de-wiesbaden>"


def test_a_page_without_an_address_for_reports_links_the_text_on_them(client: FlaskClient) -> None:
    footer = client.get(TIE, headers=ENGLISH).text.partition('<footer class="site">')[2]
    assert re.search(r'href="/report-an-error\?about=[^"]+wiesbaden">Report an error in this page</a>', footer)


@pytest.mark.parametrize(
    "address",
    ["/", TIE, "/doc/city/be-gent.html", "/partnerships", "/pictures/map.html", "/data", "/about", "/quality"],
)
def test_a_page_says_what_it_is_to_those_who_share_it(client: FlaskClient, address: str) -> None:
    text = client.get(f"{address}?lang=en").text
    meta = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', text))
    assert meta["description"] == meta["og:description"] != ""
    assert "City Ties" in meta["og:title"]
    assert meta["og:url"] == f"http://localhost{address}?lang=en"
    assert f'<link rel="canonical" href="{meta["og:url"]}">' in text
    image = client.get(html.unescape(meta["og:image"]))
    assert (image.status_code, image.mimetype) == (200, "image/png")


def test_what_is_shared_of_a_tie_is_its_answer(client: FlaskClient) -> None:
    text = client.get(f"{TIE}?lang=en").text
    descriptions = re.findall('<meta property="og:description" content="([^"]*)">', text)
    assert descriptions[0].startswith("No: ")


def test_the_canonical_address_has_no_empty_arguments(client: FlaskClient) -> None:
    text = client.get("/search?q=Gent&kind=", headers=ENGLISH).text
    assert '<link rel="canonical" href="http://localhost/search?q=Gent">' in text


def test_each_claim_of_a_tie_is_reported_with_its_address_and_line(
    client: FlaskClient, other: FlaskClient, project: Project
) -> None:
    links = re.findall(r'<p class="report"><a rel="nofollow" href="([^"]+)">', client.get(TIE, headers=ENGLISH).text)
    assert len(links) == client.get(TIE, headers=ENGLISH).text.count('<article class="claim"') > 8
    claim = f"{project.base}id/partnership/be-gent--de-wiesbaden#agreement-1969"
    (link,) = (target for target in map(html.unescape, links) if parse_qs(urlsplit(target).query)["about"] == [claim])
    page = client.get(link, headers=ENGLISH).text
    line = int(page.partition("<code>data/ghent.ttl:")[2].partition("<")[0])
    written = (project.root / "data" / "ghent.ttl").read_text("utf-8").splitlines()[line - 1]
    assert written == "<id/partnership/be-gent--de-wiesbaden#agreement-1969>"
    assert f"<code>{claim}</code>" in page
    mails = re.findall(r'<p class="report"><a rel="nofollow" href="([^"]+)">', other.get(TIE, headers=ENGLISH).text)
    bodies = [parse_qs(html.unescape(mail).partition("?")[2])["body"][0] for mail in mails]
    assert any(f"{claim}\ndata/ghent.ttl:{line}\n" in body for body in bodies)


@pytest.mark.parametrize("about", ["", "nothing", "https://example.org/x", "https://w3id.org/city-ties/id/city/xx"])
def test_a_report_about_what_is_not_in_the_data_is_about_the_site(client: FlaskClient, about: str) -> None:
    answer = client.get("/report-an-error", query_string={"about": about}, headers=ENGLISH)
    assert answer.status_code == 200
    assert "What your report is about" not in answer.text
