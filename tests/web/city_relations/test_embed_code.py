"""Script elements are read as a browser reads them: one ends at the first end tag, whatever it holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from shutil import copytree

import pytest
from flask import Flask
from pyoxigraph import NamedNode

from kg import project as projects
from kg.web.city_relations import embed_code
from kg.web.server import http_server

HOSTILE = "East</script><script>alert(1)</script><!-- & <b>"
RECORDED = Path(__file__).parents[2] / "recorded" / "project"
BROWSER = {"Accept": "text/html", "Accept-Language": "en"}


class Scripts(HTMLParser):
    """The contents of script elements by their type, and the attributes of all other elements."""

    def __init__(self) -> None:
        super().__init__()
        self.contents: list[tuple[str, str]] = []
        self._type: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._type = dict(attrs).get("type") or "" if tag == "script" else None
        if self._type is not None:
            self.contents.append((self._type, ""))

    def handle_data(self, data: str) -> None:
        if self._type is not None:
            self.contents[-1] = self._type, self.contents[-1][1] + data

    def handle_endtag(self, tag: str) -> None:
        self._type = None if tag == "script" else self._type


def scripts(page: str) -> list[tuple[str, str]]:
    parser = Scripts()
    parser.feed(page)
    return parser.contents


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = copytree(RECORDED, tmp_path_factory.mktemp("hostile") / "project")
    file = folder / "data" / "twins.ttl"
    file.write_text(file.read_text("utf-8").replace('"East"@en', f'"{HOSTILE}"@en'), "utf-8")
    application = http_server.application(projects.load(folder))
    yield application
    application.extensions["publication"].close()


@pytest.mark.parametrize("path", [
    "/doc/city/aa-east.html", "/doc/city/aa-west.html", "/search?q=east", "/queries/", "/queries/partners", "/sparql",
])  # fmt: skip
def test_no_text_of_the_data_ends_a_script_element_or_begins_one(hostile: Flask, path: str) -> None:
    answer = hostile.test_client().get(path, headers=BROWSER)
    assert answer.status_code == 200
    found = scripts(answer.text)
    assert found
    assert [content for _, content in found if "alert" in content and not content.lstrip().startswith("{")] == []
    for kind, content in found:
        if kind == "application/ld+json":
            json.loads(content)


def test_the_name_in_the_json_of_a_page_is_the_very_name(hostile: Flask) -> None:
    page = hostile.test_client().get("/doc/city/aa-east.html", headers=BROWSER).text
    documents = [json.loads(content) for kind, content in scripts(page) if kind == "application/ld+json"]
    assert documents
    assert HOSTILE in json.dumps(documents, ensure_ascii=False)


def test_the_statements_to_copy_are_one_script_with_the_very_name(hostile: Flask) -> None:
    revision = hostile.extensions["publication"].revision
    copied = embed_code._statements(revision, NamedNode("https://example.org/towns/id/city/aa-east"))
    ((kind, content),) = scripts(copied)
    assert kind == "application/ld+json"
    assert HOSTILE in json.dumps(json.loads(content), ensure_ascii=False)
