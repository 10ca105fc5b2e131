"""Headings of pages have identifiers, and long pages a list of them."""

from __future__ import annotations

from kg.web.html.page_contents import contents


def test_each_heading_gets_an_identifier_of_its_own_and_keeps_one_that_it_has() -> None:
    made = contents('<p id="files"></p><h2>Files</h2><h2 id="mine">A &amp; B</h2><h2 class="x">Files</h2>')
    assert made.body == (
        '<p id="files"></p><h2 id="files-2">Files</h2><h2 id="mine">A &amp; B</h2><h2 class="x" id="files-3">Files</h2>'
    )
    assert made.headings == (("files-2", "Files"), ("mine", "A &amp; B"), ("files-3", "Files"))


def test_the_number_beside_a_heading_is_no_part_of_its_name() -> None:
    assert contents('<h2>Ties <span class="count">12</span></h2>').body.startswith('<h2 id="ties">')


def test_a_short_page_has_no_list() -> None:
    assert contents("<h2>One</h2><h2>Two</h2>").headings == ()
