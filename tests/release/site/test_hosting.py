"""The settings for servers of files say what the service would send; tests/browser/ has nginx read them."""

from __future__ import annotations

from pathlib import Path

from kg.rdf.formats import RDF_FORMATS
from kg.release import output_folder
from kg.release.site import hosting
from kg.web.http.responses import policy


def test_each_kind_of_server_gets_media_types_and_policies(tmp_path: Path) -> None:
    with output_folder.replacing(tmp_path / "out") as folder:
        hosting.write(folder)
    for name in ("_headers", "hosting/nginx.conf", "hosting/Caddyfile"):
        text = (tmp_path / "out" / name).read_text("utf-8")
        assert policy() in text, name
        assert hosting.worker_policy() in text, name
        assert all(form.media_type in text for form in RDF_FORMATS), name
        assert text.count("wasm-unsafe-eval") == 1, name
