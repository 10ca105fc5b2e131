from __future__ import annotations

from typing import Any

import pytest

from kg.web.server.header_limits import check


@pytest.mark.parametrize(("name", "limit"), [
    ("HTTP_ACCEPT", 2_048), ("HTTP_ACCEPT_LANGUAGE", 2_048), ("HTTP_ACCEPT_ENCODING", 2_048), ("HTTP_COOKIE", 8_192),
    ("HTTP_IF_NONE_MATCH", 8_192),
])  # fmt: skip
def test_a_header_field_may_be_as_long_as_its_limit(name: str, limit: int) -> None:
    environ: dict[str, Any] = {name: "a" * limit, "PATH_INFO": "/" * 10_000}
    assert check(environ) is None
    environ[name] += "a"
    error = check(environ)
    assert error
    assert error.code == 431
    assert f"{limit:,}" in str(error.description)
    assert name not in environ


def test_a_host_that_is_too_long_stays_for_the_router_to_refuse() -> None:
    environ: dict[str, Any] = {"HTTP_HOST": "a" * 10_000}
    assert check(environ)
    assert "HTTP_HOST" in environ
