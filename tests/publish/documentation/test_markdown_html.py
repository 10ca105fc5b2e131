"""Markdown becomes HTML that keeps within its page and leads on within the site."""

from __future__ import annotations

import re

import pytest

from kg.errors import UsageError
from kg.publish.documentation import markdown_html

TARGETS = {"other.md": "/docs/other", "../queries/one.rq": "/queries/one", "a.png": "/docs/a.png"}


def body(text: str) -> str:
    return markdown_html.write(f"# Title\n\n{text}", TARGETS, "docs/x.md").body


def test_links_lead_to_pages_of_the_site_or_are_left_as_their_text() -> None:
    assert '<a href="/docs/other#part">there</a>' in body("[there](other.md#part)")
    assert '<a href="/queries/one">q</a>' in body("[q](../queries/one.rq)")
    assert '<a href="https://example.org/">out</a>' in body("[out](https://example.org/)")
    assert body("[*no* page](../LICENSE) here").strip() == "<p><em>no</em> page here</p>"
    assert body("![a](a.png) ![b](https://example.org/b.png)").count("<img") == 1


def test_headings_have_anchors_that_differ() -> None:
    written = body("## One: `two`\n\n## One two\n\n### One two")
    assert re.findall(r'id="([^"]+)"', written) == ["one-two", "one-two-1", "one-two-2"]


def test_code_and_tables_scroll_by_themselves() -> None:
    written = body("## Wide\n\n| a |\n| - |\n| b |\n\n```sh\nls\n```\n\n    indented\n")
    assert '<div class="scroll" role="region" tabindex="0" aria-label="Wide"><table>' in written.replace("\n", "")
    assert written.count('<pre class="code" tabindex="0">') == 2


def test_html_is_shown_as_text() -> None:
    assert "<script>" not in body("<script>alert(1)</script>")
    assert "javascript:" not in body("[x](javascript:alert)").replace("[x](javascript:alert)", "")


def test_a_directive_is_the_docstring_of_a_part_of_the_package_and_of_nothing_else() -> None:
    written = body("::: kg.shacl.validate")
    assert '<h3 id="kgshaclvalidate">' in written
    assert "data_graph: Input," in written
    for name in ("os.system", "kg.shacl.nothing", "kg"):
        with pytest.raises(UsageError, match=r"docs/x\.md: there is no"):
            body(f"::: {name}")
