from __future__ import annotations

import pytest
from flask import Flask

from kg.web.http import language
from kg.web.http.language import ReaderLanguage


@pytest.mark.parametrize(("path", "accepted", "tag", "names"), [
    ("/", "nl-BE,nl;q=0.9,en;q=0.5", "nl", "nl"),
    ("/", "en-GB", "en", "en"),
    ("/", "ja", "nl", "nl"),
    ("/", "", "nl", "nl"),
    ("/", "fr, en;q=0.5", "fr", "fr"),
    ("/", "de-BE", "de", "de"),
    ("/", "fr-BE,en;q=0.5", "fr", "fr"),
    ("/", "ja,*;q=0.1", "nl", "nl"),
    ("/?lang=en", "nl", "en", "en"),
    ("/?lang=fr", "en", "fr", "fr"),
    ("/?lang=xx", "en", "en", "en"),
    ("/", "en;q=0, nl;q=0.1", "nl", "nl"),
    ("/", "en;q=0", "nl", "nl"),
    ("/", "*;q=0, fr;q=0, de;q=0.1", "de", "de"),
])  # fmt: skip
def test_the_address_comes_before_what_the_browser_prefers(
    app: Flask, path: str, accepted: str, tag: str, names: str
) -> None:
    with app.test_request_context(path, headers={"Accept-Language": accepted}):
        chosen = language.chosen()
    assert (chosen.tag, chosen.names) == (tag, names)
    assert chosen.is_named == (path in ("/?lang=en", "/?lang=fr"))


def test_each_choice_has_its_own_key() -> None:
    choices = [
        ReaderLanguage(tag, names, asked) for tag in ("nl", "en") for names in ("nl", "fr") for asked in (True, False)
    ]
    assert len({choice.key for choice in choices}) == len(choices)


def test_an_address_that_begins_with_a_language_leads_to_the_one_that_names_it(app: Flask) -> None:
    answer = app.test_client().get("/nl/cities?page=2&lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cities?page=2&lang=nl")
