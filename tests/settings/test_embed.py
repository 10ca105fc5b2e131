from __future__ import annotations

import pytest

from kg.settings.declaration import is_valid, table
from kg.settings.embed import EmbedSettings

SCHEMA = table(EmbedSettings)["properties"]["frame_ancestors"]


@pytest.mark.parametrize(
    "value", ["*", "'self'", "'none'", "https:", "https://a.example https://*.b.example:8080", "a.example:*"]
)
def test_sources_of_a_content_security_policy_are_taken(value: str) -> None:
    assert is_valid(value, SCHEMA)


@pytest.mark.parametrize(
    "value", ["", " *", "a.example; script-src *", "a\nb", "ftp://a.example", "'unsafe-inline'", "a,b"]
)
def test_nothing_that_would_make_another_header_is_taken(value: str) -> None:
    assert not is_valid(value, SCHEMA)
