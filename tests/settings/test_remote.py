"""The credentials of a remote engine."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.settings.remote import RemoteSettings


def test_credentials_come_from_the_environment_and_are_missed_when_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = RemoteSettings("https://example.org/", credentials="ENGINE")
    monkeypatch.delenv("ENGINE", raising=False)
    with pytest.raises(UsageError, match="ENGINE"):
        settings.authorization()
    monkeypatch.setenv("ENGINE", "user:password")
    assert settings.authorization() == "Basic dXNlcjpwYXNzd29yZA=="
    monkeypatch.setenv("ENGINE", "Bearer token")
    assert settings.authorization() == "Bearer token"


def test_an_engine_without_credentials_gets_no_authorization() -> None:
    assert RemoteSettings("https://example.org/").authorization() is None
