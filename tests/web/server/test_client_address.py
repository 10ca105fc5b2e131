"""The client of a request: whoever connects, unless a proxy that the settings trust names another."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, request_started
from werkzeug.test import EnvironBuilder

from kg.errors import UsageError
from kg.query_engine import request_context
from kg.settings.serve import ServeSettings
from kg.web.application import Application
from kg.web.server.client_address import Clients

LOOPBACK = ServeSettings().trusted_proxies


@pytest.mark.parametrize(("trusted", "peer", "forwarded", "client"), [
    (LOOPBACK, "127.0.0.1", "192.0.2.1", "192.0.2.1"),
    (LOOPBACK, "::1", "192.0.2.1", "192.0.2.1"),
    (LOOPBACK, "unix", "192.0.2.1", "192.0.2.1"),
    (LOOPBACK, "", "192.0.2.1", "192.0.2.1"),
    (LOOPBACK, "::ffff:127.0.0.1", "192.0.2.1", "192.0.2.1"),
    (LOOPBACK, "198.51.100.7", "192.0.2.1", "198.51.100.7"),
    (LOOPBACK, "10.0.0.1", "192.0.2.1", "10.0.0.1"),
    (LOOPBACK, "127.0.0.1", "192.0.2.9, 192.0.2.1", "192.0.2.1"),
    (LOOPBACK, "127.0.0.1", "", "127.0.0.1"),
    (LOOPBACK, "127.0.0.1", "unknown", None),
    ((), "127.0.0.1", "192.0.2.1", "127.0.0.1"),
    ((), "unix", "192.0.2.1", None),
    (("10.0.0.0/8",), "10.0.0.1", "192.0.2.9, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
    (("10.0.0.0/8",), "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
    (("10.0.0.0/8",), "127.0.0.1", "192.0.2.1", "127.0.0.1"),
    (("2001:db8::/32",), "2001:db8::1", "2001:db8:ffff::1, 2001:dba:1:2:3:4:5:6", "2001:dba:1:2::/64"),
])  # fmt: skip
def test_a_header_is_believed_as_far_as_trusted_proxies_wrote_it(
    trusted: tuple[str, ...], peer: str, forwarded: str, client: str | None
) -> None:
    assert Clients("X-Forwarded-For", trusted).key(peer, forwarded) == client


def test_a_network_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match=r"trusted_proxies.*300\.0\.0\.1"):
        Clients("X-Forwarded-For", ["300.0.0.1"])


@pytest.mark.parametrize(("header", "client"), [("X-Forwarded-For", "192.0.2.1"), ("", "127.0.0.1")])
def test_without_client_header_no_header_is_read(app: Flask, header: str, client: str) -> None:
    application: Application = app.extensions["application"]
    clients, seen = application._clients, []
    application._clients = Clients(header, LOOPBACK)

    def note(*_: object) -> None:
        seen.append(request_context.current().client)

    environ: dict[str, Any] = EnvironBuilder("/health", headers={"X-Forwarded-For": "192.0.2.1"}).get_environ()
    try:
        with request_started.connected_to(note, app):
            list(application({**environ, "REMOTE_ADDR": "127.0.0.1"}, lambda *_: lambda _: None))
    finally:
        application._clients = clients
    assert seen == [client]
