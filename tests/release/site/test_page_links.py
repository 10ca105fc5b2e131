"""Links of a page lead to files beside it, whatever the folder is called and wherever it lies."""

from __future__ import annotations

import pytest

from kg.release.site.file_names import Address, FileNames
from kg.release.site.page_links import PageLinks

NAMES = FileNames("nl")
LINKS = PageLinks(NAMES, lambda address: address if NAMES.is_kept(address) else None, "https://x.example/a/")
OWN = Address("/doc/city/be-gent.html", (("lang", "en"),))


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ('<a href="/cities?lang=en">', '<a href="../../cities.en.html">'),
        ('<a href="/">', '<a href="../../index.html">'),
        (
            '<source media="(max-width: 52rem)" srcset="/pictures/map.svg?city=x&amp;lang=en&amp;layout=narrow">',
            '<source media="(max-width: 52rem)" srcset="../../pictures/map.city-x.layout-narrow.en.svg">',
        ),
        ('<a href="#top">', '<a href="#top">'),
        ('<a href="?lang=fr">', '<a href="be-gent.fr.html">'),
        ('<a href="/partnerships?on=1990">', "<a>"),
        ('<a href="https://other.example/x">', '<a href="https://other.example/x">'),
        ('<link rel="alternate" href="/cite.bib?of=/">', ""),
        ('<form action="/cities" method="get">', '<form action="../../cities.html" method="get" hidden>'),
        ('<link rel="canonical" href="https://site.invalid/cities">', '<link rel="canonical" href="https://x.example/a/cities.html">'),
    ],
)  # fmt: skip
def test_a_link_is_relative_or_none(tag: str, written: str) -> None:
    assert LINKS.rewritten(tag, OWN, "html").text == written


def test_an_address_that_people_copy_stays_as_it_is() -> None:
    tag = '<button data-copy="https://w3id.org/city-ties/id/city/be-gent">'
    assert LINKS.rewritten(tag, OWN, "html").text == tag


def test_a_page_tells_which_addresses_it_links_to() -> None:
    body = '<a href="/cities?lang=en#x"></a><img src="/pictures/map.svg"><a href="mailto:a@b"></a><a href="#y"></a>'
    assert LINKS.rewritten(body, OWN, "html").targets == {
        Address("/cities", (("lang", "en"),)),
        Address("/pictures/map.svg"),
    }
