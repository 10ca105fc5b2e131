from __future__ import annotations

import re

from kg.validation.formats import markdown
from kg.validation.positions.located_report import LocatedReport


def test_markdown_has_a_table_by_shape_and_a_table_for_each_file(broken_located: LocatedReport) -> None:
    written = markdown.write(broken_located)
    assert written.startswith("## ❌ Does not conform: ")
    assert re.findall(r"^### `(.*)`$", written, re.MULTILINE) == ["data/amiens.trig", "data/ghent.ttl", "data/lille.nt"]
    rows = [line for line in written.splitlines() if re.match(r"\| (❌|⚠️) \| \d+:\d+ \|", line)]
    assert len(rows) == len(broken_located.findings)
    totals = [line for line in written.splitlines() if re.match(r"\| (❌|⚠️) \[.*\| \d+ \|$", line)]
    assert len(totals) == len(broken_located.totals)


def test_markdown_rows_stay_rows_and_mention_nobody(nasty: LocatedReport) -> None:
    written = markdown.write(nasty)
    (row,) = (line for line in written.splitlines() if "rood" in line)
    cells = re.split(r"(?<!\\)\|", row)
    assert len(cells) == 6
    assert "@<!-- -->be #<!-- -->1" in row
    assert "<b>" not in row


def test_markdown_of_a_clean_report_is_a_heading(clean: LocatedReport) -> None:
    assert markdown.write(clean) == "## ✅ Conforms: 0 violations\n"
