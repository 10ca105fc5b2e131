"""Which paths of the site lead to a page or a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from kg import project as projects
from kg import revision as revisions
from kg.edition import Publication
from kg.web.application import create_app
from kg.web.http import site_paths


@pytest.mark.parametrize("path", ["/data", "/sparql?query=ASK%7B%7D", "/dumps/ghent.ttl", "/partnerships", "/ns#party",
                                  "/ns/0.2.0", "/context", "/queries/distance"])  # fmt: skip
def test_a_page_and_a_dump_are_there(app: Flask, path: str) -> None:
    with app.test_request_context():
        assert site_paths.has(path)


@pytest.mark.parametrize("path", ["/dumps/nothing.ttl", "/dumps/ghent.png", "/elsewhere", "/a//b",
                                  "/ns/9", "/context/9.jsonld", "/class", "/queries/nobody", "/doc/x"])  # fmt: skip
def test_what_no_page_answers_is_not_there(app: Flask, path: str) -> None:
    with app.test_request_context():
        assert not site_paths.has(path)


@pytest.mark.parametrize("path", ["/ns#Thing", "/ns", "/context", "/class", "/resource", "/queries/distance"])
def test_a_page_that_only_other_data_have_is_not_there(tmp_path: Path, path: str) -> None:
    (tmp_path / "data").mkdir()
    thing = f'<http://lab.example/no> a <http://lab.example{path}> ; <http://lab.example/ns#title> "No" .'
    (tmp_path / "data" / "a.ttl").write_text(thing, "utf-8")
    (tmp_path / "kg.toml").write_text('base = "http://lab.example/"\n[publish]\nrequire = "nothing"\n', "utf-8")
    project = projects.load(tmp_path)
    app = create_app(project, Publication(project, lambda day: revisions.current(project, day)))
    with app.test_request_context():
        assert not site_paths.has(path)
    app.extensions["publication"].close()


def test_the_path_of_a_request_is_percent_encoded(app: Flask) -> None:
    with app.test_request_context("/doc/100%25%20ß.html"):
        assert site_paths.here() == "/doc/100%25%20%C3%9F.html"
