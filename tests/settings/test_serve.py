"""How the server's settings are read by the server."""

from __future__ import annotations

from kg.settings.query import Limits
from kg.settings.serve import ServeSettings


def test_threads_are_those_of_the_settings_else_one_for_every_query_and_eight_for_pages() -> None:
    limits = Limits(workers=2, long_workers=3, queue=5)
    assert ServeSettings(threads=7).threads_for(limits) == 7
    assert ServeSettings().threads_for(limits) == 2 + 3 + 5 + 8


def test_the_address_of_metrics_is_split_into_host_and_port() -> None:
    assert ServeSettings(metrics="127.0.0.1:9464").metrics_address == ("127.0.0.1", 9464)
    assert ServeSettings(metrics="[::1]:1").metrics_address == ("::1", 1)
    assert ServeSettings().metrics_address is None
