"""Each address has a file of its own, whose name any system can hold."""

from __future__ import annotations

import pytest

from kg.release.site.file_names import FileNames

NAMES = FileNames("nl")


@pytest.mark.parametrize(
    ("link", "file"),
    [
        ("/", "index.html"),
        ("/?lang=nl", "index.html"),
        ("/?lang=en", "index.en.html"),
        ("/queries/", "queries/index.html"),
        ("/cities?page=2&lang=en", "cities.page-2.en.html"),
        ("/doc/city/be-gent.html?lang=fr", "doc/city/be-gent.fr.html"),
        ("/doc/city/be-gent.ttl", "doc/city/be-gent.ttl"),
        ("/static/city-ties.css?v=12345678", "static/city-ties.css"),
        ("/context/0.3.0.jsonld", "context/0.3.0.jsonld"),
        ("/report-an-error?about=x&lang=de", "report-an-error.de.html"),
        ("/doc/stra%C3%9Fe.html", "doc/straße.html"),
    ],
)
def test_an_address_is_a_file_with_a_name_that_tells_it(link: str, file: str) -> None:
    assert NAMES.file(NAMES.address(link)) == file


def test_names_that_no_system_holds_are_replaced_and_stay_apart() -> None:
    links = [
        "/doc/a%2Fb.html",
        "/doc/a-b.html",
        "/doc/a%3Ab.html",
        "/doc/..%2F..%2Fetc",
        "/resource?iri=urn:x",
        "/resource?iri=urn:y",
    ]
    files = [NAMES.file(NAMES.address(link)) for link in links]
    assert len(set(files)) == len(links)
    assert not any(part in ("..", ".") or set(part) & set('<>:"\\|?*') for file in files for part in file.split("/"))


@pytest.mark.parametrize(
    "link",
    [
        "/cities?country=be&type=x",
        "/partnerships?on=1990",
        "/cite.bib?of=/",
        "/embed/map",
        "/search?q=x",
        "/cities?as-of=2026-03-03-0123",
    ],
)
def test_what_has_no_end_or_is_for_one_reader_is_not_kept(link: str) -> None:
    assert not NAMES.is_kept(NAMES.address(link))


def test_a_query_is_read_by_the_page_in_the_browser() -> None:
    page = NAMES.read_in_browser(NAMES.address("/sparql?query=ASK+%7B%7D&run=1&lang=en"))
    assert page
    assert NAMES.file(page[0]) + page[1] == "sparql.en.html#query=ASK+%7B%7D"
