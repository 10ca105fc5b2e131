"""The page that tells what changed."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from kg.publish.changes import change_html

from ...commands import commit, edit
from .test_changed_things import END, LATEST_START, since_head

VOID = {"meta", "!doctype"}


class Balance(HTMLParser):
    """The elements that are open, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the library's signature
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_is_well_formed_and_tells_it_in_the_language_of_the_reader(copy: Path) -> None:
    commit(copy)
    edit(copy / "data" / "ghent.ttl", LATEST_START, END + LATEST_START)
    edit(copy / "data" / "ghent.ttl", 'foaf:name "AVS"', 'foaf:name "<script>alert(1)</script>"')
    page = change_html.write(since_head(copy, "nl"))
    balance = Balance()
    balance.feed(page)
    assert not balance.open
    assert '<html lang="nl">' in page
    assert "<script" not in page
    assert "“AVS” → “<script>alert(1)</script>”" in "".join(balance.text)
    assert "van kracht: einde toegevoegd, 2021" in "".join(balance.text)
    assert '<li><b class="add">+</b> van kracht: einde' in page
    assert "http" not in page.partition("<body>")[0]
