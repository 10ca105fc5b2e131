from __future__ import annotations

import re
from html.parser import HTMLParser

from kg.validation.formats import report_html
from kg.validation.positions.located_report import LocatedReport

_VOID = {"meta", "br"}


class Outline(HTMLParser):
    """The tags and the text of a page; every tag must be closed in its turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


def test_html_has_a_section_for_each_shape_and_an_article_for_each_result(broken_located: LocatedReport) -> None:
    page = Outline(report_html.write(broken_located))
    assert page.count("section") == len(broken_located.totals)
    assert page.count("article") == len(broken_located.findings)
    for finding in broken_located.findings:
        assert finding.message in page.text
        if finding.place and finding.place.position:
            assert f"{finding.place.file}:{finding.place.position.line}:" in page.text
            assert "".join(finding.place.marked_excerpt()) == finding.place.excerpt()
    links = {attributes["href"] for tag, attributes in page.tags if tag == "a"}
    assert links == {f"#{attributes['id']}" for tag, attributes in page.tags if tag == "section"}


def test_html_loads_nothing_and_runs_nothing(broken_located: LocatedReport, nasty: LocatedReport) -> None:
    for located in (broken_located, nasty):
        page = Outline(report_html.write(located))
        assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "img", "iframe", "b"})
        assert not any(name.startswith("on") or name == "src" for _, attributes in page.tags for name in attributes)
        assert not re.search("[\x1b\u202e]", page.text)


def test_html_is_in_the_readers_language_and_says_that_it_does_not_list_all(cut: LocatedReport) -> None:
    page = Outline(report_html.write(cut))
    assert ("html", {"lang": "nl"}) in page.tags
    assert "Validatierapport" in page.text
    assert f"Getoond: 2 van {len(cut.report.results)}" in page.text
