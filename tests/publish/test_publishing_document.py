"""docs/publishing.md, held to what the service does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg import project as projects
from kg.history.removed_resources import COLUMNS, FILE
from kg.web.server import http_server

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "publishing.md").read_text("utf-8")
ADDRESSES = sorted(
    {
        address
        for span in re.findall(r"`([^`\n]+)`", TEXT)
        for address in span.split(", ")
        if address.startswith("/") and "…" not in address and "." not in address[:2]
    }
)


@pytest.fixture(scope="module")
def statuses() -> dict[str, int]:
    app = http_server.application(projects.load(ROOT))
    client = app.test_client()
    headers = {"Accept": "text/html, */*;q=0.5"}
    found = {each: client.get(each, headers=headers, follow_redirects=True).status_code for each in ADDRESSES}
    app.extensions["publication"].close()
    return found


def test_every_address_that_it_names_answers(statuses: dict[str, int]) -> None:
    assert len(statuses) > 15
    assert {address for address, status in statuses.items() if status != 200} == set()


def test_the_record_of_removals_has_the_columns_that_it_shows() -> None:
    assert f"```csv\n{','.join(COLUMNS)}\n" in TEXT
    assert f"`{FILE}`" in TEXT
    assert (ROOT / FILE).read_text("utf-8").startswith(",".join(COLUMNS) + "\n")
