"""Which paths of the site lead to a page or a file."""

from __future__ import annotations

import pytest
from flask import Flask

from kg.web.http import site_paths


@pytest.mark.parametrize("path", ["/data", "/sparql?query=ASK%7B%7D", "/dumps/ghent.ttl", "/partnerships", "/ns#party"])
def test_a_page_and_a_dump_are_there(app: Flask, path: str) -> None:
    with app.test_request_context():
        assert site_paths.has(path)


@pytest.mark.parametrize("path", ["/dumps/nothing.ttl", "/dumps/ghent.png", "/elsewhere", "/a//b"])
def test_what_no_page_answers_is_not_there(app: Flask, path: str) -> None:
    with app.test_request_context():
        assert not site_paths.has(path)


def test_the_path_of_a_request_is_percent_encoded(app: Flask) -> None:
    with app.test_request_context("/doc/100%25%20ß.html"):
        assert site_paths.here() == "/doc/100%25%20%C3%9F.html"
