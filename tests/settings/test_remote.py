"""The addresses and credentials of remote engines."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.settings.remote import RemoteSettings

ONE, OTHER = "https://one.example.org/", "https://other.example.org/"


def test_credentials_come_from_the_environment_and_are_missed_when_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = RemoteSettings(ONE, credentials="ENGINE")
    monkeypatch.delenv("ENGINE", raising=False)
    with pytest.raises(UsageError, match="ENGINE"):
        settings.secret()
    monkeypatch.setenv("ENGINE", "user:password")
    assert settings.secret() == "user:password"
    assert RemoteSettings(ONE).secret() is None


def test_an_address_is_a_list_of_one() -> None:
    settings = RemoteSettings(ONE, ONE + "store", (OTHER,))
    assert (settings.endpoints, settings.graph_stores, settings.updates) == ((ONE,), (ONE + "store",), (OTHER,))


def test_lists_of_other_lengths_are_refused() -> None:
    settings = RemoteSettings((ONE, OTHER), (ONE,))
    with pytest.raises(UsageError, match="2 addresses as endpoint and 1 as graph_store"):
        _ = settings.graph_stores


def test_what_a_push_needs_and_the_file_lacks_is_named() -> None:
    for name in ("graph_stores", "updates"):
        with pytest.raises(UsageError) as caught:
            getattr(RemoteSettings(ONE), name)
        assert name.removesuffix("s") in str(caught.value)


@pytest.mark.parametrize(
    "secret", ["nocolon", "Digest", "Digest x", "Bearer ", "Bearer a b", "a:b\nX-Other: c", ":x", "Bearer ü"]
)
def test_what_no_request_can_carry_is_refused_and_not_told(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setenv("ENGINE", secret)
    with pytest.raises(UsageError, match="ENGINE holds no credentials") as refused:
        RemoteSettings("https://engine.example/", credentials="ENGINE").secret()
    assert secret not in refused.value.message


@pytest.mark.parametrize("secret", ["a:b", "a:", "Digest dba:se:cret", "Bearer abc.def-1=", "ü:ß with spaces"])
def test_credentials_of_each_kind_are_taken(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setenv("ENGINE", secret)
    assert RemoteSettings("https://engine.example/", credentials="ENGINE").secret() == secret
