"""Every link of a site leads somewhere, whatever its data is about."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kg import loose_files
from kg import project as projects
from kg import revision as revisions
from kg.edition import Publication
from kg.input.inputs import Inputs
from kg.project import Project
from kg.web.application import create_app

from .crawl import Answer, Crawled, crawl
from .presence import present

HOST = "http://localhost"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en"}


@contextmanager
def fetcher(project: Project) -> Iterator[Callable[[str], Answer]]:
    """A function that asks the site of a project, as the production server does."""
    app = create_app(project, Publication(project, lambda day: revisions.current(project, day)))
    client = app.test_client()

    def fetch(address: str) -> Answer:
        parts = urlsplit(address)
        response = client.get(parts.path + (f"?{parts.query}" if parts.query else ""), headers=BROWSER)
        is_text = response.mimetype.startswith("text/") or response.mimetype.endswith("xml")
        body = response.text if is_text else ""
        return Answer(response.status_code, response.mimetype, body, response.headers.get("Location", ""))

    try:
        yield fetch
    finally:
        app.extensions["publication"].close()


def crawled(project: Project) -> Crawled:
    with fetcher(project) as fetch:
        return crawl(fetch, f"{HOST}/")


@pytest.fixture(scope="module")
def thesaurus(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("examples") / "thesaurus"
    shutil.copytree(root / "examples" / "thesaurus", folder, ignore=shutil.ignore_patterns(".cache"))
    return projects.load(folder)


@pytest.fixture(scope="module")
def pages_of_thesaurus(thesaurus: Project) -> Crawled:
    return crawled(thesaurus)


def test_no_link_of_a_thesaurus_is_dead(pages_of_thesaurus: Crawled) -> None:
    assert pages_of_thesaurus.broken == {}
    assert len(pages_of_thesaurus.pages) > 20


def test_every_subject_of_a_thesaurus_has_a_page(pages_of_thesaurus: Crawled) -> None:
    titles = {page.partition("<h1>")[2].partition("</h1>")[0].strip() for page in pages_of_thesaurus.pages.values()}
    for name in ("arch bridge", "road bridge", "road bridge (former IRI)", "cable-stayed bridge", "viaduct"):
        assert name in titles
    assert "urn:example:bridges:toll" in titles


def test_no_page_of_a_thesaurus_speaks_of_cities(pages_of_thesaurus: Crawled) -> None:
    for address, words in present(pages_of_thesaurus.words()):
        lowered = words.casefold()
        for word in ("ghent", "city", "cities", "partnership", "sister"):
            assert word not in lowered, (address, word)


CATALOGUE = """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
<http://open.example/catalog> a dcat:Catalog ; dct:title "Open data"@en ; dcat:dataset <http://open.example/trees> .
<http://open.example/trees> a dcat:Dataset ; dct:title "Trees"@en ; dcat:distribution [ a dcat:Distribution ;
  dcat:downloadURL <http://open.example/trees.csv> ] ; dct:publisher _:a . _:a dct:relation _:b .
_:b dct:relation _:a ."""
ONTOLOGY = """PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX ct: <http://cars.example/ns#> <http://cars.example/ns> a owl:Ontology ; rdfs:label "Cars"@en-GB .
ct:Car a owl:Class ; rdfs:label "car"@en-GB ; rdfs:subClassOf ct:Vehicle . ct:Vehicle a owl:Class .
ct:City a owl:Class ; rdfs:label "a model of car"@en-GB . <http://cars.example/id/one> a ct:City ."""
ODD = """PREFIX schema: <https://schema.org/> BASE <https://odd.example/>
<id/a%2Fb> schema:name "slash" . <id/100%25> schema:name "percent" . <id/with%20space> schema:name "space" .
<id/%c3%9f> schema:name "lower case" . <id/%C3%9F> schema:name "upper case" . <id/ß> schema:name "letter" .
<id/x/> schema:name "folder" . <id/x> schema:name "no folder" . <data/set> schema:name "below a page" .
<search> schema:name "a page" . <nl/x> schema:name "a language" . <?q=1> schema:name "a query" .
<a//b> schema:name "two" . <id/new%0Aline> schema:name "line feed" .
[] <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <id/x> schema:name "no folder" )>> .
<> schema:name "the base" . <x.ttl> schema:name "a suffix" . <id/../y> schema:name "up" . <y/./z> schema:name "here" .
"""


def test_no_link_of_the_main_pages_of_nottingham_is_dead_and_they_speak_of_it(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "nottingham"
    shutil.copytree(root / "examples" / "nottingham", folder, ignore=shutil.ignore_patterns(".cache", ".state"))
    with fetcher(projects.load(folder)) as fetch:

        def main_page(address: str) -> Answer:
            """The ontology's pages and files are those of every project, and take long."""
            is_shared = "/ontology/" in address or "iri=http" in address
            return Answer(200, "", "") if is_shared else fetch(address)

        answers = crawl(main_page, f"{HOST}/", most=330)
    assert answers.broken == {}
    assert len(answers.pages) > 40
    words = dict(answers.words())
    for name in ("Ghent", "Harare", "Karlsruhe", "Ningbo", "Timișoara", "Września"):
        assert name in words[f"{HOST}/"]
    titles = [page.partition("<title>")[2].partition("</title>")[0] for page in answers.pages.values()]
    assert all(title.endswith("Nottingham: ties with other cities") or title == "Redirecting..." for title in titles)
    assert not [title for title in titles if "of Ghent" in title and "?" in title]


@pytest.mark.parametrize(
    ("settings", "data"),
    [
        ('base = "https://site.example/"\n[addresses]\nowned = ["http://open.example/"]\n', CATALOGUE),
        ('base = "https://site.example/"\n[prefixes]\nct = "http://cars.example/ns#"\n', ONTOLOGY),
        ('base = "https://odd.example/"\n[prefixes]\nskos = "http://mine.example/"\n', ODD),
    ],
    ids=["a catalogue", "an ontology", "odd addresses"],
)
def test_no_link_is_dead_whatever_the_data(tmp_path: Path, settings: str, data: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "kg.toml").write_text(settings)
    (tmp_path / "data" / "some.ttl").write_text(data)
    answers = crawled(projects.load(tmp_path))
    assert answers.broken == {}
    assert len(answers.pages) > 12
    for address, words in answers.words():
        assert "partnership" not in words.casefold(), address


def test_each_of_two_iris_that_decode_alike_has_its_own_page(tmp_path: Path) -> None:
    (tmp_path / "odd.ttl").write_text(ODD)
    project = loose_files.to_look_at(["odd.ttl"], Inputs(), here=tmp_path)
    answers = crawled(project)
    titles = [page.partition("<h1>")[2].partition("</h1>")[0].strip() for page in answers.pages.values()]
    for name in ("slash", "percent", "space", "lower case", "upper case", "letter", "folder", "no folder", "two", "up",
                 "line feed"):  # fmt: skip
        assert titles.count(name) >= 1, name


@pytest.mark.parametrize("path", ["/doc/a%20b.ttl", "/id/%00", "/id/a%22b", "/doc/100%25.ttl", "/resource?iri=a%20b"])
def test_what_cannot_be_an_iri_is_not_found(thesaurus: Project, path: str) -> None:
    with fetcher(thesaurus) as fetch:
        assert fetch(HOST + path).status == 404
