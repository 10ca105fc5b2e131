"""A language that a project adds by a .po file: its menu, its addresses, and what it falls back to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.edition import Publication
from kg.errors import UsageError
from kg.project import Project
from kg.translations import catalogue
from kg.web.application import create_app
from kg.web.server.reload import name_incomplete

WORDS = 'msgid "Cities"\nmsgstr "Ciudades"\n\nmsgid "Page not found"\nmsgstr "No hay tal página"\n'


@pytest.fixture(scope="module")
def moved(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("project")
    for name in ("data", "ontology", "shapes", "queries"):
        shutil.copytree(project.root / name, root / name)
    (root / "translations").mkdir()
    (root / "translations" / "es.po").write_text(WORDS, "utf-8")
    (root / "translations" / "nl.po").write_text('msgid "Cities"\nmsgstr "Gemeenten"\n', "utf-8")
    return replace(project, root=root)


@pytest.fixture(scope="module")
def spanish(app: Flask, moved: Project) -> Iterator[FlaskClient]:
    publication: Publication = app.extensions["publication"]
    revision = publication.current().revision
    other = Publication(moved, lambda day: replace(revision, project=moved, day=day))
    yield create_app(moved, other).test_client()
    other.close()
    catalogue.use({})


def test_the_language_is_in_the_menu_and_has_its_own_addresses(spanish: FlaskClient) -> None:
    page = spanish.get("/cities?lang=es", headers={"Accept": "text/html"})
    assert page.content_language.as_set() == {"es"}
    assert '<html lang="es">' in page.text
    assert '<p class="kind">Ciudades</p>' in page.text
    assert 'href="/networks?lang=es"' in page.text
    assert 'hreflang="es" lang="es" rel="alternate"' in spanish.get("/", headers={"Accept": "text/html"}).text
    assert "Español" in page.text
    assert spanish.get("/es/cities").location == "/cities?lang=es"
    assert 'hreflang="es"' in spanish.get("/sitemap.xml").text


def test_a_reader_who_accepts_the_language_gets_it(spanish: FlaskClient) -> None:
    page = spanish.get("/cities", headers={"Accept": "text/html", "Accept-Language": "es-AR,nl;q=0.5"})
    assert '<p class="kind">Ciudades</p>' in page.text
    assert "No hay tal página" in spanish.get("/x", headers={"Accept": "text/html", "Accept-Language": "es"}).text


def test_what_is_not_translated_is_english_and_so_are_names_that_the_data_lacks(spanish: FlaskClient) -> None:
    page = spanish.get("/cities?lang=es", headers={"Accept": "text/html"}).text
    assert "Partnerships</a>" in page
    assert '<span lang="en">Ghent</span>' in page


def test_a_word_of_a_language_of_ours_is_changed(spanish: FlaskClient) -> None:
    page = spanish.get("/cities?lang=nl", headers={"Accept": "text/html"})
    assert '<p class="kind">Gemeenten</p>' in page.text
    assert "Netwerken</a>" in page.text


def test_the_words_are_part_of_the_entity_tag_of_a_page(spanish: FlaskClient) -> None:
    page = spanish.get("/networks", headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert catalogue.words_digest() in page.headers["ETag"]


def test_what_is_missing_is_said_when_the_service_starts(moved: Project, capsys: pytest.CaptureFixture[str]) -> None:
    name_incomplete(moved)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("es: 2 of ")
    assert "kg translations es" in line


def test_a_language_that_has_no_names_of_months_is_refused(moved: Project, app: Flask, tmp_path: Path) -> None:
    (tmp_path / "translations").mkdir()
    (tmp_path / "translations" / "xq.po").write_text(WORDS, "utf-8")
    try:
        with pytest.raises(UsageError, match="The language xq is not known"):
            create_app(replace(moved, root=tmp_path), app.extensions["publication"])
    finally:
        catalogue.use(moved.catalogues())
