"""The comment on a pull request."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from kg.publish.changes import change_markdown
from kg.publish.changes.change_report import ChangeReport

from ...commands import commit, copied, edit
from .test_changed_things import END, LATEST_START, since_head


@pytest.fixture(scope="module")
def report(root: Path, tmp_path_factory: pytest.TempPathFactory) -> ChangeReport:
    copy = copied(root, tmp_path_factory.mktemp("markdown") / "project")
    commit(copy)
    edit(copy / "data" / "ghent.ttl", LATEST_START, END + LATEST_START)
    edit(copy / "data" / "ghent.ttl", 'foaf:name "AVS"', 'foaf:name "<b>@avs</b> #1 | *news*"')
    return since_head(copy)


def test_it_reads_as_markdown_and_mentions_nobody(report: ChangeReport) -> None:
    text = change_markdown.write(report)
    assert text.startswith(change_markdown.MARKER)
    page = MarkdownIt().render(text)
    assert re.search(r"<code>\+</code> in force: end added, 2021 <code>data/ghent\.ttl:\d+</code>", page)
    assert "<h3>" in page
    assert "questions have another answer" in page
    assert "<b>" not in page
    assert not re.search(r"@avs|#1\b", page)


@pytest.mark.parametrize("limit", [900, 2_000, 4_000])
def test_what_is_too_long_is_left_out_by_whole_things_and_said(report: ChangeReport, limit: int) -> None:
    whole, cut = change_markdown.write(report), change_markdown.write(report, limit)
    assert len(cut) <= limit < len(whole)
    count = re.search(r"\*(\d+) parts? (?:is|are) left out here", cut)
    assert count
    assert int(count[1]) > 0
    lines = set(whole.splitlines())
    assert [line for line in cut.splitlines() if line not in lines] == [cut.splitlines()[-1]]
