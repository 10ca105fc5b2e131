"""The documents of a project are pages of its site, whose links lead somewhere, and that a search finds."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg import project as projects
from kg import revision as revisions
from kg.edition import Publication
from kg.publish.documentation import project_documents
from kg.web.application import create_app

BROWSER = {"Accept": "text/html", "Accept-Language": "en"}


def test_every_link_of_every_document_leads_to_a_page_and_its_anchor(client: FlaskClient, root: Path) -> None:
    names = project_documents.names(projects.load(root))
    assert {"api", "serving", "reconciling"} <= set(names)
    pages = {f"/docs/{name}": client.get(f"/docs/{name}", headers=BROWSER).text for name in names}
    links = {
        (page, target)
        for page, text in pages.items()
        for target in re.findall(r'(?:href|src)="((?:/docs/|/queries/|#)[^"]*)"', text)
    }
    assert len(links) > 100
    for page, target in links:
        path, _, anchor = target.partition("#")
        text = pages.get(path or page)
        if text is None:
            assert client.get(path, headers=BROWSER).status_code == 200, (page, target)
        elif anchor:
            assert f'id="{anchor}"' in text, (page, target)


def test_the_index_names_each_document_and_pages_lead_to_it(client: FlaskClient) -> None:
    index = client.get("/docs/", headers=BROWSER).text
    assert '<a href="/docs/reconciling">Match your table with this data</a>' in index
    assert '<a href="/docs/">Documentation</a>' in client.get("/", headers=BROWSER).text
    assert "/docs/api" in client.get("/sitemap.xml").text
    assert '<article class="text" lang="en">' in client.get("/docs/api?lang=nl", headers=BROWSER).text


def test_a_search_finds_documents_by_their_words(client: FlaskClient) -> None:
    page = client.get("/search?q=OpenRefine", headers=BROWSER).text
    assert '<a href="/docs/reconciling">Match your table with this data</a>' in page


def test_the_python_interface_is_told_by_its_docstrings(client: FlaskClient) -> None:
    page = client.get("/docs/api", headers=BROWSER).text
    assert "shacl_graph: Input | None = None," in page
    assert "stand in the data" in page


@pytest.mark.parametrize("name", ["nothing", "../kg.toml", "..%2Fkg.toml", "screenshots", ".hidden.md"])
def test_nothing_else_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/docs/{name}", headers=BROWSER).status_code == 404


def test_a_file_beside_the_documents_is_served(client: FlaskClient) -> None:
    assert client.get("/docs/kg.schema.json").mimetype == "application/json"


def test_a_project_that_names_no_folder_has_no_such_pages_and_its_own_resources_there(
    root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "thesaurus"
    shutil.copytree(root / "examples" / "thesaurus", folder, ignore=shutil.ignore_patterns(".cache"))
    (folder / "docs").mkdir()
    (folder / "docs" / "notes.md").write_text("# Notes for ourselves\n", "utf-8")
    project = projects.load(folder)
    (folder / "data" / "docs.ttl").write_text(f'<{project.base}docs/one> <http://purl.org/dc/terms/title> "one" .')
    app = create_app(project, Publication(project, lambda day: revisions.current(project, day)))
    client = app.test_client()
    assert client.get("/docs/", headers=BROWSER).status_code == 404
    assert client.get("/docs/notes", headers=BROWSER).status_code == 404
    assert client.get("/docs/one", headers=BROWSER).status_code == 303
    assert 'href="/docs/' not in client.get("/", headers=BROWSER).text
    app.extensions["publication"].close()
