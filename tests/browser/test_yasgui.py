"""YASGUI, an editor by others, on a page of another origin: each form of query is answered and shown."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" href="yasgui.min.css">
<div id="editor"></div><script src="yasgui.min.js"></script>
<script>
window.yasgui = new Yasgui(document.getElementById("editor"),
  { requestConfig: { endpoint: "ENDPOINT" }, copyEndpointOnNewTab: false, persistenceId: null });
</script>
"""
RUN = """async (query) => {
  const tab = window.yasgui.getTab();
  tab.yasqe.setValue(query);
  await tab.yasqe.query();
  const results = tab.yasr.results;
  return [results.getBoolean() ?? results.getBindings()?.length ?? 0, !!results.getError()];
}"""
FORMS = {
    "SELECT": ("SELECT ?p { ?p a <https://w3id.org/city-ties/ns#Partnership> }", 12),
    "ASK": ("ASK { ?p a <https://w3id.org/city-ties/ns#Partnership> }", True),
    "CONSTRUCT": ("CONSTRUCT WHERE { ?p a <https://w3id.org/city-ties/ns#Partnership> }", 12),
    "DESCRIBE": ("DESCRIBE <https://w3id.org/city-ties/id/city/jp-kanazawa>", 14),
}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere(root: Path, tmp_path_factory: pytest.TempPathFactory, site: str) -> Iterator[str]:
    """The address of a page with the editor, which asks the site."""
    build = root / "tests" / "clients" / "node_modules" / "@zazuko" / "yasgui" / "build"
    if not build.is_dir():
        reason = "no YASGUI to test with (npm ci --prefix tests/clients)"
        if os.environ.get("CITY_TIES_REQUIRE_COMUNICA"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = copytree(build, tmp_path_factory.mktemp("yasgui") / "build")
    (folder / "index.html").write_text(PAGE.replace("ENDPOINT", f"{site}/sparql"), "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def editor(chromium: Browser, elsewhere: str) -> Iterator[Page]:
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(elsewhere)
    page.wait_for_function("() => window.yasgui?.getTab()?.yasqe")
    yield page
    context.close()


@pytest.mark.parametrize("form", FORMS)
def test_a_query_is_answered_across_origins(editor: Page, form: str) -> None:
    query, answer = FORMS[form]
    assert editor.evaluate(RUN, query) == [answer, False]
