"""The manifest names addresses below the site's own."""

from __future__ import annotations

from kg.publish.reconciliation import manifest
from kg.resources.language_view import Reader


def test_the_addresses_are_below_the_path_of_the_site(reader: Reader) -> None:
    described = manifest.manifest(reader, "https://data.example/ties/", "reconcile/en")
    assert described["preview"]["url"] == "https://data.example/ties/reconcile/en/preview?id={{id}}"
    assert described["suggest"]["type"]["service_url"] == "https://data.example/ties"
    assert described["suggest"]["type"]["flyout_service_path"] == "/reconcile/en/flyout?id=${id}"
    assert described["name"] == "City Ties"
